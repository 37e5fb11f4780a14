#include "app/help_format.hpp"

namespace hub::app {
namespace {

template <class Options>
std::string names_of(const Options& options) {
  std::string names;
  for (const auto* option : options) names += (names.empty() ? "" : ", ") + option->get_name();
  return names;
}

}  // namespace

/// What stands for the value. An argument is called by its own name, unless its words are known.
std::string help_format::make_option_opts(const CLI::Option* option) const {
  if (option->get_type_size() == 0) return {};
  const auto value = option->get_type_name();
  if (!option->nonpositional() && value.find('|') == value.npos) return {};
  return value.empty() ? std::string() : " " + value;
}

std::string help_format::make_option_desc(const CLI::Option* option) const {
  auto text = option->get_description();
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : "; ") + more; };
  if (option->nonpositional() && option->get_required()) add("required");
  if (!option->get_needs().empty()) add("only with " + names_of(option->get_needs()));
  if (!option->get_excludes().empty()) add("not with " + names_of(option->get_excludes()));
  return text;
}

/// `CONVERSION CONVERSION...` of an argument that stands for two or more.
std::string help_format::make_option_usage(const CLI::Option* option) const {
  const auto name = make_option_name(option, true);
  std::string text;
  for (int i = 1; i < option->get_expected_min(); ++i) text += name + " ";
  text += name + (option->get_expected_max() > std::max(option->get_expected_min(), 1) ? "..." : "");
  return option->get_required() ? text : "[" + text + "]";
}

}  // namespace hub::app
