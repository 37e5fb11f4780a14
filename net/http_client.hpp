// The HTTP client of the command line: synchronous, over libcurl, one server per client, connections reused. It fails
// only when no answer came; a 4xx or 5xx is an answer.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "net/http.hpp"

namespace hub::net {

/// Not to be used by two threads at once.
class http_client {
 public:
  /// @param base_url such as `http://127.0.0.1:8787`; certificates of https servers are verified
  explicit http_client(std::string base_url);
  ~http_client();
  http_client(http_client&&) noexcept;

  /// Sends *request* (its method, target, headers and body) and gives the whole answer, its header names in lower case.
  /// Errors: `server-unreachable`, `server-timeout` after *timeout*, `server-answer` (not HTTP, cut short, or above
  /// 256 MiB). They name the server without the user, password and query a URL may carry.
  result<http_answer> send(const http_request& request, std::chrono::milliseconds timeout);

  /// The same for a long answer: *take* gets the body as it comes, and stops the transfer by returning false
  /// (`download-stopped`). The answer's own body stays empty, except when its status is not 2xx: then *take* is not
  /// called and the body is there to be shown. *stall* limits how long nothing may come, not the whole.
  result<http_answer> download(const http_request& request, std::chrono::milliseconds stall,
                               const std::function<bool(std::string_view)>& take);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// One request to *base_url*, on a connection of its own.
result<http_answer> send(std::string_view base_url, const http_request& request, std::chrono::milliseconds timeout);

}  // namespace hub::net
