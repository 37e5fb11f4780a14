// The HTTP client of the command line: synchronous, over libcurl, one server per client, connections reused. It fails
// only when no answer came; a 4xx or 5xx is an answer. Certificates of https servers are verified.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "net/http.hpp"

namespace hub::net {

struct curl_handle;

/// Not to be used by two threads at once.
class http_client {
 public:
  /// @param base_url such as `http://127.0.0.1:8787`
  explicit http_client(std::string base_url);
  ~http_client();
  http_client(http_client&&) noexcept;

  /// Sends *request* (its method, target, headers and body) and gives the whole answer, its header names in lower case.
  /// Errors: `server-unreachable`, `server-timeout` after *timeout*, `server-answer` (not HTTP, cut short, or above
  /// 256 MiB). They name the server without the user, password and query a URL may carry.
  result<http_answer> send(const http_request& request, std::chrono::milliseconds timeout);

 private:
  std::string base_url_;
  std::unique_ptr<curl_handle> handle_;
};

/// One request to *base_url*, on a connection of its own.
result<http_answer> send(std::string_view base_url, const http_request& request, std::chrono::milliseconds timeout);

/// The same for an answer of any length: returns when the head has come, and the answer's stream gives the body as it is
/// asked for, on the asking thread, while no more than a few buffers are held. An answer that is not 2xx comes whole,
/// without a stream. *stall* limits how long nothing may come, not the whole. Errors as for `http_client::send`.
result<http_answer> open(std::string_view base_url, const http_request& request, std::chrono::milliseconds stall);

/// `open`, with every piece given to *take*, which stops the transfer by returning false (`download-stopped`). A body that
/// breaks off is an error (`server-answer`). The answer's body stays empty, except when its status is not 2xx: then *take*
/// is not called and the body is there to be shown.
result<http_answer> download(std::string_view base_url, const http_request& request, std::chrono::milliseconds stall,
                             const std::function<bool(std::string_view)>& take);

}  // namespace hub::net
