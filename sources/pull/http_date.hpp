// Times in HTTP headers (RFC 9110, 5.6.7 and 10.2.3): dates in their three spellings, and how long Retry-After asks to
// wait.
#pragma once

#include <optional>
#include <string_view>

#include "domain/time.hpp"
#include "sources/pull/fetch.hpp"

namespace hub::sources {

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` (a year within 50 of *now*'s) or
/// `Sun Nov  6 08:49:37 1994`; nothing for any other text. The name of the day is not checked.
std::optional<instant> parse_http_date(std::string_view text, instant now);

/// How long the answer's Retry-After asks to wait, in microseconds from its receipt: seconds, or the distance of a date
/// from the answer's own Date, so that a clock that is wrong on either side does not matter; without a Date from the
/// receipt. A time that is past means 0. Nothing when the header is absent or says nothing that can be read.
std::optional<instant> retry_after(const fetch_answer& answer);

}  // namespace hub::sources
