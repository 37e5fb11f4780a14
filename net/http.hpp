// The hub's own idea of an HTTP exchange, free of Beast: what a route gets and what it answers. The listener, the
// command line's in-process client and the tests all speak it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hub::net {

/// One request, fully read and bounded by the listener's limits.
struct http_request {
  std::string method;  ///< `GET`, `POST`, … as sent
  std::string target;  ///< request-target as sent, e.g. `/v1/reports/roas?model=linear`
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;                                          ///< decoded (Content-Encoding: gzip is already undone)
  std::string peer;                                          ///< `127.0.0.1`; empty when in-process
  std::string request_id;

  /// The first value of header *name* (lower case), or empty.
  std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return value;
    return {};
  }
};

/// The parts of a long answer, produced one at a time so that a slow reader bounds memory.
class body_stream {
 public:
  /// A piece of the body; `last` says that nothing follows; `failed` that the body cannot be completed (the
  /// connection is then broken off so that the reader notices).
  struct piece {
    std::string text;
    bool last = false;
    bool failed = false;
  };
  virtual ~body_stream() = default;
  /// Asks for the next piece; *ready* is called once, from any thread.
  virtual void next(std::function<void(piece)> ready) = 0;
};

/// What a route answers: a status, headers and either a whole body or a stream.
struct http_answer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<body_stream> stream;  ///< when set, `body` is unused and the answer is chunked
  std::string route = {};               ///< the pattern that answered, for metrics; the router fills it
  bool endless = false;                 ///< the stream has no end of its own: a stop of the server breaks it off
};

using answer_handler = std::function<void(http_answer)>;

/// Whoever answers requests. `handle` returns at once; *done* is called exactly once, from any thread.
class http_service {
 public:
  virtual ~http_service() = default;
  virtual void handle(http_request request, answer_handler done) = 0;
};

}  // namespace hub::net
