// What a source wants fetched and what came back, as plain values. net/ does the fetching; here nothing is sent. Secrets
// travel beside the address, so that a request can be logged and its address kept without them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/error.hpp"
#include "domain/time.hpp"
#include "sources/source.hpp"

namespace hub::sources {

/// What lets the hub in at a platform, and where it stands in the request.
struct fetch_secret {
  enum class place : std::uint8_t { none, header, query };
  place in = place::none;
  std::string name = {};   ///< of the header or the query's parameter
  std::string value = {};  ///< as it is sent, `Bearer …` included; never logged
  std::string asked_about =
      {};  ///< another parameter of the query with the same value: the secret itself is the question

  /// `Authorization: Bearer token`; no secret at all when *token* is empty.
  static fetch_secret bearer(std::string_view token);
};

/// One HTTP request to a platform.
struct fetch_request {
  std::string method = "GET";
  std::string url = {};                      ///< absolute and without secrets
  std::vector<request_header> headers = {};  ///< names in any case, without secrets
  std::string body = {};
  fetch_secret secret = {};

  friend bool operator==(const fetch_request& a, const fetch_request& b) {
    return a.method == b.method && a.url == b.url && a.body == b.body;
  }
};

/// A whole answer, unpacked.
struct fetch_answer {
  int status = 0;
  std::vector<request_header> headers = {};  ///< names in lower case
  std::string body = {};
  instant received_at = 0;  ///< by the hub's own clock

  /// The first value of header *name* (lower case), or empty.
  std::string_view header(std::string_view name) const;
};

/// An answer, or why none came: `fetch-unreachable`, `fetch-timeout`, `fetch-cut-short`, `fetch-too-large`,
/// `fetch-certificate`, `fetch-stopped`. No sentence holds a secret.
using fetch_outcome = result<fetch_answer>;

/// Takes the outcome, on a thread of the fetcher.
using take_outcome = std::function<void(fetch_outcome)>;

/// The one way out: sends the request and calls *take* exactly once, later.
using fetch_function = std::function<void(fetch_request, take_outcome)>;

/// *text* percent-encoded as a query's name or value.
std::string query_encoded(std::string_view text);

/// Parameters of a query, in order.
using query_parameters = std::vector<std::pair<std::string_view, std::string>>;

/// *base* (a slash at its end does not count), *path*, and the query.
std::string address(std::string_view base, std::string_view path, const query_parameters& query = {});

}  // namespace hub::sources
