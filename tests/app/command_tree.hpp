// The whole tree of commands, for tests that look at it instead of running it.
#pragma once

#include "app/command_pages.hpp"
#include "recorded_hub.hpp"

namespace hub::app {

/// The commands of the program, with a hub that records.
struct command_tree {
  recorded_hub hub;
  std::ostringstream out, err;
  console con{out, err, {}, {}};
  outside world = hub.world();
  CLI::App root{"All of it.", "convhub"};
  program p{root, con, world, {}};

  command_tree() { add_commands(p); }

  std::vector<command_page> pages() const { return pages_of(root); }
};

/// The words of `convhub alias add` behind the first.
inline std::vector<std::string> words_of(const std::string& path) {
  std::istringstream in(path);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  words.erase(words.begin());
  return words;
}

}  // namespace hub::app
