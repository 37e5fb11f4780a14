// The commands as text: what each is called, takes and means, read off the tree of commands that parses the command line.
// Completions and the manual page are made of these, so that they cannot tell of another program.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace hub::app {

/// What a shell may offer where a value stands.
enum class offer : std::uint8_t { nothing, words, list, files, directories };

/// A flag, or an argument that has a place instead of a name.
struct flag_page {
  std::vector<std::string> names;  ///< `--output` and `-o`; of an argument its one name, `FILE`
  std::string value;               ///< what stands for the value, `DAY|TIME`; empty of a flag without one
  std::string sentence;
  offer offered = offer::nothing;
  std::vector<std::string> words;  ///< the values it takes, where these are known; `list`: several with commas
  bool required = false;
  bool repeats = false;
};

struct command_page {
  std::string path;  ///< `convhub alias add`
  std::string sentence;
  std::vector<flag_page> arguments;
  std::vector<flag_page> flags;
  std::vector<std::string> commands;  ///< below this one, by their last word
  std::vector<std::string> examples;  ///< whole command lines
};

/// A page for *root* and each command below it, in the order of the help.
std::vector<command_page> pages_of(const CLI::App& root);

}  // namespace hub::app
