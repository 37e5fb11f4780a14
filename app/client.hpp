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

/// Gets the pieces of a long body and says whether to go on.
using take_piece = std::function<bool(std::string_view)>;

/// One hub to ask. An answer of any status is a value; an error means that there is none.
class client {
 public:
  virtual ~client() = default;

  /// The whole answer. Errors: `server-unreachable` and others that say that no answer came.
  virtual result<net::http_answer> exchange(net::http_request request) = 0;

  /// The same for a long answer: its body goes to *take* as it comes, unless it is refused (a status of 400 and above,
  /// whose body is in the answer). Error: `answer-broken` when it ends before its end.
  virtual result<net::http_answer> download(net::http_request request, const take_piece& take) = 0;
};

/// Asks *service* in this process, waiting for its answer. @pre *service* outlives the client
std::unique_ptr<client> client_of(net::http_service& service, std::chrono::seconds patience);

using parameters = std::vector<std::pair<std::string, std::string>>;

/// `path?a=b&c=d`, the values percent-encoded.
std::string target_of(std::string_view path, const parameters& query);

/// *text* as one path segment or query value (RFC 3986: all but unreserved characters are encoded).
std::string percent_encoded(std::string_view text);

/// Sends GET *target*; an answer of 400 and above becomes the error `refused-STATUS` that tells what the hub said.
result<net::http_answer> get(client& hub, std::string target);

/// The problem (RFC 9457) or other refusal in *answer*, as an error to print.
error refusal_of(const net::http_answer& answer);

}  // namespace hub::app
