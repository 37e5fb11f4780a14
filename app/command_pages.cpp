#include "app/command_pages.hpp"

#include <algorithm>

#include "app/examples.hpp"
#include "domain/models.hpp"
#include "domain/query.hpp"
#include "domain/text.hpp"
#include "sources/registry.hpp"

namespace hub::app {
namespace {

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const auto m : known_models) names.emplace_back(to_string(m));
  return names;
}

std::vector<std::string> dimension_names() {
  std::vector<std::string> names;
  for (auto d = dimension::campaign; d <= dimension::month; d = static_cast<dimension>(static_cast<int>(d) + 1))
    names.emplace_back(to_string(d));
  return names;
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + separator.size(), text.size()));
  }
  return parts;
}

/// `true|false` as its words; nothing where a part stands for something else, as `DAY|TIME` does.
std::vector<std::string> spelt_out(std::string_view value) {
  auto words = split(value, "|");
  const bool all = std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == word.npos;
  });
  return words.size() > 1 && all ? words : std::vector<std::string>();
}

void offer_values(flag_page& f) {
  const bool several = f.value.ends_with(",…");
  const auto one = several ? f.value.substr(0, f.value.size() - std::string_view(",…").size()) : f.value;
  if (one == "MODEL") f.words = model_names();
  if (one == "DIMENSION") f.words = dimension_names();
  if (one == "ADAPTER") f.words = split(sources::known_adapters(), ", ");
  if (f.words.empty()) f.words = spelt_out(one);
  if (!f.words.empty()) f.offered = several ? offer::list : offer::words;
  if (one == "FILE") f.offered = offer::files;
  if (one == "DIR") f.offered = offer::directories;
}

flag_page page_of(const CLI::Option& o) {
  flag_page f;
  for (const auto& name : o.get_lnames()) f.names.push_back("--" + name);
  for (const auto& name : o.get_snames()) f.names.push_back("-" + name);
  if (f.names.empty()) f.names.push_back(o.get_name(true, false));
  if (o.get_type_size() != 0) f.value = o.get_type_name();
  f.sentence = o.get_description();
  f.required = o.get_required();
  f.repeats = o.get_expected_max() > 1;
  offer_values(f);
  return f;
}

void add_pages(const CLI::App& command, const std::string& above, std::vector<command_page>& pages) {
  command_page page;
  page.path = above + command.get_name();
  page.sentence = command.get_description();
  for (const auto* option : command.get_options()) {
    const bool named = option->nonpositional();
    if (named) page.flags.push_back(page_of(*option));
    if (!option->get_positional()) continue;
    auto argument = page_of(*option);
    argument.names = {option->get_name(true, false)};
    page.arguments.push_back(std::move(argument));
  }
  for (const auto* below : command.get_subcommands(nullptr)) page.commands.push_back(below->get_name());
  page.examples = examples_of(page.path);
  const auto path = page.path + " ";
  pages.push_back(std::move(page));
  for (const auto* below : command.get_subcommands(nullptr)) add_pages(*below, path, pages);
}

}  // namespace

std::vector<command_page> pages_of(const CLI::App& root) {
  std::vector<command_page> pages;
  add_pages(root, "", pages);
  return pages;
}

}  // namespace hub::app
