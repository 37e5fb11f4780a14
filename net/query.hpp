// A request target taken apart: the path as sent and the query's parameters decoded, strictly: a bad escape is an error,
// never a guess. What the parameters mean is parameter_reader's business.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/error.hpp"

namespace hub::net {

/// One `name=value` of a query, both decoded.
using parameter = std::pair<std::string, std::string>;

/// A request target in two parts.
struct target_parts {
  std::string path;                   ///< as sent, still percent-encoded (so that `%2F` is no separator)
  std::vector<parameter> parameters;  ///< in the order sent; repeated names stay
};

/// Undoes percent-encoding. Refused: `%` without two hex digits (`bad-escape`), a decoded NUL, bytes that are not
/// UTF-8 (`bad-encoding`). *where* becomes the error's pointer.
/// @param plus_is_space as in queries; not in paths
result<std::string> percent_decode(std::string_view text, bool plus_is_space, std::string_view where);

/// The parameters of a query such as `a=1&b=two+words`; empty parts between `&` are skipped.
result<std::vector<parameter>> parse_parameters(std::string_view query);

/// Splits `/path?query`.
result<target_parts> split_target(std::string_view target);

/// *text* with every byte outside A–Z a–z 0–9 - . _ ~ percent-encoded, fit for a path segment or a query value.
std::string percent_encode(std::string_view text);

}  // namespace hub::net
