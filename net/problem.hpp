// Makes the answers that say no: problem details by RFC 9457, of one error or of several. Every refusal of the hub,
// the HTTP parser's own included, is built here.
#pragma once

#include <span>
#include <string_view>

#include "domain/error.hpp"
#include "net/http.hpp"

namespace hub::net {

/// `{"type","title","status","detail","request_id","errors":[{"pointer","code","detail"}]}` as
/// `application/problem+json`. The type is `urn:convhub:problem:<code>`.
http_answer problem(int status, const error& what, std::string_view request_id);

/// The same for several errors: the first gives the type, the detail counts them.
/// @pre *what* is not empty
http_answer problem(int status, std::span<const error> what, std::string_view request_id);

/// A 503 that says when to come back.
http_answer overloaded(const error& what, std::string_view request_id, int retry_after_s = 1);

}  // namespace hub::net
