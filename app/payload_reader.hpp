// Payloads of a source as they come in a file or a pipe, in bodies that a hub takes: NDJSON some lines at a time, anything
// else as the one document it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/text_file.hpp"

namespace hub::app {

/// One body to send.
struct payload {
  std::string body;
  std::vector<std::int64_t> lines;  ///< on which line of the input, from 1, each item stands; empty of a document
};

class payload_reader {
 public:
  explicit payload_reader(text_file file) : file_(std::move(file)) {}

  /// The next body; nothing at the end. Error: `file-broken`.
  result<std::optional<payload>> next();

 private:
  result<bool> more();
  result<std::optional<payload>> document();
  result<std::optional<payload>> lines();

  text_file file_;
  std::string text_;  ///< read, not given out yet
  std::int64_t line_ = 1;
  bool ended_ = false;
  std::optional<bool> by_line_;
};

}  // namespace hub::app
