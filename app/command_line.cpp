#include "app/command_line.hpp"

#include <algorithm>

#include "app/command.hpp"
#include "app/examples.hpp"
#include "app/help_format.hpp"
#include "app/version.hpp"
#include "domain/nearest.hpp"

namespace hub::app {
namespace {

/// Every word that could have been meant at the place where *typed* stands.
std::vector<std::string> known_words(const CLI::App& root, const CLI::App& command, const std::string& typed) {
  std::vector<std::string> words;
  if (typed.starts_with("-")) {
    for (const auto* option : command.get_options())
      for (const auto& name : option->get_lnames()) words.push_back("--" + name);
  } else if (command.get_parent() == nullptr || !command.get_subcommands(nullptr).empty()) {
    for (const auto* sub : (command.get_parent() == nullptr ? root : command).get_subcommands(nullptr))
      words.push_back(sub->get_name());
  }
  return words;
}

const CLI::App& innermost(const CLI::App& root) {
  const CLI::App* at = &root;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  return *at;
}

std::string path_of(const CLI::App& command) {
  return command.get_parent() == nullptr ? command.get_name()
                                         : path_of(*command.get_parent()) + " " + command.get_name();
}

/// What the parser says of arguments that are too many or too few, in words of ours: `--source may be given once, not 2
/// times`.
std::string in_words(const std::string& said) {
  static constexpr std::string_view most = ": At Most 1 required but received ", least = ": At least ",
                                    received = " required but received ";
  if (const auto at = said.find(most); at != said.npos)
    return said.substr(0, at) + " may be given once, not " + said.substr(at + most.size()) + " times";
  const auto from = said.find(least);
  const auto to = said.find(received);
  if (from == said.npos || to == said.npos || to < from) return said;
  const auto number = from + least.size();
  return said.substr(0, from) + " must be given " + said.substr(number, to - number) + " times or more, not " +
         said.substr(to + received.size());
}

/// What there is of the kind that somebody asked for by a word for all of it; empty for any other word.
std::string_view known_of_kind(std::string_view typed) {
  if (typed == "report" || typed == "reports")
    return "the reports are attribution, roas, compare, paths, daily, cohorts, match and sources";
  return {};
}

exit_code usage_error(const CLI::App& root, const CLI::ParseError& e, console& c) {
  const auto& command = innermost(root);
  const auto extras = root.remaining(true);
  if (extras.empty()) {
    c.err << "convhub: " << in_words(e.what()) << '\n';
  } else {
    const auto typed = extras.front().substr(0, extras.front().find('='));
    const auto words = known_words(root, command, typed);
    const auto meant = nearest(typed, std::vector<std::string_view>(words.begin(), words.end()));
    const char* kind = typed.starts_with("-") ? "flag" : command.get_parent() == nullptr ? "command" : "argument";
    c.err << "convhub: unknown " << kind << " '" << printable(typed) << "'";
    if (const auto kinds = known_of_kind(typed); !kinds.empty())
      c.err << "; " << kinds;
    else if (!meant.empty())
      c.err << "; did you mean '" << meant << "'?";
    else if (typed.starts_with("--server") && command.get_option_no_throw("--data") != nullptr)
      c.err << "; this works on a data directory of its own machine, also beside a hub that runs: --data DIR";
    c.err << '\n';
  }
  c.err << "Try '" << path_of(command) << " --help'.\n";
  return exit_code::usage;
}

}  // namespace

void add_commands(program& p) {
  add_serve_command(p);
  add_worker_command(p);
  add_demo_command(p);
  add_import_command(p);
  add_ingest_command(p);
  add_report_commands(p);
  add_lookup_commands(p);
  add_duplicate_commands(p);
  add_alias_commands(p);
  add_quarantine_commands(p);
  add_export_command(p);
  add_views_command(p);
  add_backup_commands(p);
  add_replay_command(p);
  add_sync_command(p);
  add_erase_command(p);
  add_key_commands(p);
  add_config_commands(p);
  add_doctor_command(p);
  add_completion_commands(p);
  p.root.add_subcommand("version", "Print the version")->callback([&p] {
    p.chosen = [&p] {
      p.con.out << "convhub " << version() << '\n';
      return exit_code::ok;
    };
  });
  add_examples(p.root);
}

namespace {

/// `help alias add` as `alias add --help`; words that are no command stay, to be told so.
std::vector<std::string> with_help_flag(std::vector<std::string> words, const CLI::App& root) {
  if (words.empty() || words.front() != "help") return words;
  words.erase(words.begin());
  const auto* at = &root;
  for (const auto& word : words) {
    const auto below = at->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
    if (below.empty()) return words;
    at = below.front();
  }
  words.emplace_back("--help");
  return words;
}

}  // namespace

exit_code run(const std::vector<std::string>& arguments, console& c, const outside& world) {
  CLI::App root("Conversion Hub: one truth about your conversions, and what each campaign earned.", "convhub");
  root.require_subcommand(0, 1);
  root.set_version_flag("--version", std::string("convhub ") + version(), "Print the version and exit");
  root.formatter(std::make_shared<help_format>());
  root.get_formatter()->column_width(30);
  program p{root, c, world, {}};
  add_commands(p);
  try {
    auto words = with_help_flag(arguments, root);
    std::reverse(words.begin(), words.end());
    root.parse(words);
  } catch (const CLI::CallForHelp&) {
    c.out << root.help();
    return exit_code::ok;
  } catch (const CLI::CallForVersion& told) {
    c.out << told.what() << '\n';
    return exit_code::ok;
  } catch (const CLI::ParseError& e) { return usage_error(root, e, c); }
  if (p.chosen) return p.chosen();
  c.err << root.help();
  return exit_code::usage;
}

}  // namespace hub::app
