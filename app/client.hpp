// How commands talk to a hub: they are HTTP clients and nothing else, whether the hub is a daemon at a URL or opened
// in this process on a data directory. Both give the same bytes.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/error.hpp"
#include "net/http.hpp"

namespace hub::app {

/// One hub to ask. An answer of any status is a value; an error means that there is none.
class client {
 public:
  virtual ~client() = default;
  /// Errors: `server-unreachable`, `timed-out`.
  virtual result<net::http_answer> exchange(net::http_request request) = 0;
};

/// Asks *service* in this process, waiting for its answer. @pre *service* outlives the client
std::unique_ptr<client> client_of(net::http_service& service, std::chrono::seconds patience = std::chrono::minutes(5));

/// Where the user wants to be answered from: exactly one of the two, else the default server.
struct place {
  std::string server;  ///< base URL
  std::string data;    ///< data directory
};

inline constexpr std::string_view default_server = "http://127.0.0.1:8787";

using client_opener = std::function<result<std::unique_ptr<client>>(const place&)>;

using parameters = std::vector<std::pair<std::string, std::string>>;

/// `path?a=b&c=d`, the values percent-encoded.
std::string target_of(std::string_view path, const parameters& query);

/// *text* as one path segment or query value (RFC 3986: all but unreserved characters are encoded).
std::string percent_encoded(std::string_view text);

/// Sends GET *target*; an answer of 400 and above becomes the error `refused-STATUS` that tells what the hub said.
result<net::http_answer> get(client& hub, std::string target);

/// The problem (RFC 9457) or other refusal in *answer*, as an error to print.
error refusal_of(const net::http_answer& answer);

/// Hands every piece of the body to *take*, which says whether to go on. Error: `answer-broken` when the stream fails.
result<void> each_piece(const net::http_answer& answer, const std::function<bool(std::string_view)>& take);

/// The whole body, gathered if it is streamed.
result<std::string> body_of(const net::http_answer& answer);

}  // namespace hub::app
