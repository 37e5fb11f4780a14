// Which user agents are machines' that say so: by the words of bot_agents.def and of the settings.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hub {

class bot_agents {
 public:
  /// @param more words beside those of the list, in any case
  explicit bot_agents(std::span<const std::string> more = {});

  /// The word by which *user_agent* is a machine's; empty when it is none. An empty agent is none.
  std::string_view word_in(std::string_view user_agent) const;

 private:
  /// A word as it was given, and the words that must follow its first.
  struct entry {
    std::string given;
    std::vector<std::string> rest;
  };
  void add(std::string_view word);

  boost::unordered_flat_map<std::string, std::vector<entry>> by_first_;
};

}  // namespace hub
