// What an import says beside its counts, to a hub that takes in all that it is sent.
#pragma once

#include <string>
#include <vector>

#include "recorded_hub.hpp"
#include "scratch_file.hpp"

namespace hub::app {

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The words of an import of *csv*, of which *rows* get to the hub.
inline std::string told_beside(const std::string& csv, int rows, const std::vector<std::string>& flags = {}) {
  const scratch_file file("orders.csv", csv);
  recorded_hub hub;
  hub.answers = {
      answer_of(200, R"({"accepted":)" + std::to_string(rows) + R"(,"duplicates":0,"rejected":0,"results":[]})")};
  std::vector<std::string> words = {"import", file.path};
  words.insert(words.end(), flags.begin(), flags.end());
  const session s(hub, words);
  return s.code == exit_code::ok ? s.err.str() : "the import ended with " + std::to_string(static_cast<int>(s.code));
}

}  // namespace hub::app
