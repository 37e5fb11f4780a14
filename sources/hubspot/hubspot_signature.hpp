// Whether a webhook comes from HubSpot: its signatures of all three versions, made with an app's client secret.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "domain/time.hpp"

namespace hub::sources {

/// A webhook as it was signed.
struct signed_request {
  std::string_view method = {};     ///< `POST`
  std::string_view uri = {};        ///< public address with path and query, as HubSpot called it
  std::string_view body = {};       ///< as it arrived
  std::string_view v3 = {};         ///< X-HubSpot-Signature-v3; empty: the older ones count
  std::string_view timestamp = {};  ///< X-HubSpot-Request-Timestamp, Unix milliseconds
  std::string_view signature = {};  ///< X-HubSpot-Signature
  std::string_view version = {};    ///< X-HubSpot-Signature-Version: `v1`, `v2`; empty: v1
};

/// How far a request's timestamp may lie from now, on either side.
inline constexpr instant signature_window_us = 5 * minute_us;

/// What version 3 signs of a URI: with `%3A` and eleven other escapes undone, and those alone.
std::string signed_uri(std::string_view uri);

/// Checks the request against every secret, each in constant time. Errors: `signature-missing`, `signature-wrong`,
/// `signature-late` (of another time than now, either way), `signature-version-unknown`.
/// @pre *secrets* is not empty
result<void> check_signature(const signed_request& request, std::span<const std::string> secrets, instant now);

}  // namespace hub::sources
