// Renders the head of an answer: status line and header fields. Pure text, so that it can be tested without a socket.
#pragma once

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace hub::net {

/// How the answer travels.
struct answer_framing {
  std::optional<std::size_t> length;  ///< of the body; without it the body is chunked
  bool chunked = false;               ///< only when there is no length; neither means "until the connection closes"
  bool keep_alive = true;
  std::string_view request_id;
  std::time_t now = 0;
};

/// The head up to and including the empty line. Header values lose control characters, so that no value can begin a
/// header of its own. A 204 or 304 gets no length.
std::string answer_head(const http_answer& answer, const answer_framing& framing);

/// `Sun, 06 Nov 1994 08:49:37 GMT`: an IMF-fixdate, RFC 9110 §5.6.7.
std::string http_date(std::time_t time);

}  // namespace hub::net
