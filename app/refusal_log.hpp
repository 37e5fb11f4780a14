// Tells the person on call of requests that were not let in or that the hub could not answer, without letting a client
// fill the log.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace hub::app {

/// What is worth a line of an answer: 401, 403 and everything from 500 on, by route, code of the error and request id.
std::optional<std::string> refusal_line(std::string_view method, std::string_view request_id,
                                        const net::http_answer& answer);

class refusal_log {
 public:
  using time = std::chrono::steady_clock::time_point;

  /// The sentences to write now for *line*: it, unless a minute had enough of them already, and in a new minute how many
  /// were left out.
  std::string admit(std::string line, time now);

  /// Writes a warning of the answer, if it is worth one.
  void note(std::string_view method, std::string_view request_id, const net::http_answer& answer);

 private:
  static constexpr std::size_t lines_a_minute = 20;

  std::mutex mutex_;
  time minute_{};
  std::size_t written_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace hub::app
