#include "app/command.hpp"

#include <algorithm>

#include "domain/nearest.hpp"

namespace hub::app {
namespace {

/// The command that was chosen on the command line.
const CLI::App& chosen_of(const CLI::App& root) {
  const CLI::App* command = &root;
  for (auto below = command->get_subcommands(); !below.empty(); below = command->get_subcommands())
    command = below.front();
  return *command;
}

/// `'lookback_days' must be …` → `--lookback must be …`: a refusal names a parameter, whoever typed a command knows its
/// flag. What is quoted elsewhere may be a value of the same name.
std::string in_flags(std::string text, const CLI::App& command) {
  const auto put = [&text](const std::string& said, const std::string& instead) {
    for (auto at = text.find(said); at != text.npos; at = text.find(said)) text.replace(at, said.size(), instead);
  };
  for (const auto* option : command.get_options())
    for (auto name : option->get_lnames()) {
      const auto flag = "--" + name;
      std::replace(name.begin(), name.end(), '-', '_');
      for (const auto& quoted : {"'" + name + "'", "'" + name + "_days'"}) {
        put(quoted + " must", flag + " must");
        for (const std::string before : {"leave ", "lower ", "than "}) put(before + quoted, before + flag);
      }
    }
  return text;
}

}  // namespace

void add_key_flag(CLI::App& command, std::string& file) {
  command
      .add_option("--key-file", file,
                  "A file with the key to send to the server (default the key in " + std::string(key_variable) + ")")
      ->type_name("FILE");
}

void add_place_flags(CLI::App& command, place& where) {
  auto* server =
      command.add_option("--server", where.server, "The hub to ask (default " + std::string(default_server) + ")")
          ->type_name("URL");
  add_key_flag(command, where.key_file);
  command.add_option("--data", where.data, "Open this data directory instead of asking a server")
      ->type_name("DIR")
      ->excludes(server);
}

void add_ask_flags(CLI::App& command, ask_flags& flags, bool csv) {
  add_place_flags(command, flags.where);
  auto* json = command.add_flag("--json", flags.json, "Print the hub's JSON as it comes");
  if (csv) command.add_flag("--csv", flags.csv, "Print the hub's CSV as it comes")->excludes(json);
}

CLI::Validator one_of(std::vector<std::string> words) {
  return {[words = std::move(words)](std::string& typed) -> std::string {
            if (std::find(words.begin(), words.end(), typed) != words.end()) return {};
            std::string known;
            for (const auto& word : words)
              known += (known.empty() ? "" : &word == &words.back() ? " or " : ", ") + word;
            return "'" + printable(typed) + "' is not " + known + "." +
                   did_you_mean(typed, std::vector<std::string_view>(words.begin(), words.end()));
          },
          ""};
}

exit_code with_client(program& p, const place& where, const std::function<result<exit_code>(client&)>& use) {
  auto hub = p.world.ask(where);
  if (!hub) return complain(hub.error(), p.con);
  const auto done = use(**hub);
  if (done) return *done;
  auto why = done.error();
  why.detail = in_flags(std::move(why.detail), chosen_of(p.root));
  return complain(why, p.con);
}

}  // namespace hub::app
