// Instants and civil days. Times are UTC microseconds since the Unix epoch; zones are tables handed in, because the
// domain reads no clock and no file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace hub {

/// UTC microseconds since 1970-01-01T00:00:00Z.
using instant = std::int64_t;

inline constexpr instant second_us = 1'000'000;
inline constexpr instant minute_us = 60 * second_us;
inline constexpr instant hour_us = 60 * minute_us;
inline constexpr instant day_us = 24 * hour_us;

/// A time zone as the list of its UTC offsets, oldest first; `since[0]` is the beginning of time.
struct zone {
  std::string name = "UTC";
  std::vector<instant> since = {INT64_MIN};
  std::vector<std::int32_t> offset_s = {0};  ///< seconds east of UTC, one per entry of `since`
};

/// Reads RFC 3339 (`2026-02-09T10:01:07.25+01:00`). Digits past microseconds are cut, `:60` reads as `:59.999999`.
/// A time without a zone is refused unless *local* is given, which then says how to read it: seconds or the whole time of
/// day may then be missing too, a time that occurs twice is the earlier one, one in a gap is the end of the gap.
/// Errors: `time-malformed`, `time-zone-missing`.
result<instant> parse_instant(std::string_view text, const zone* local = nullptr);

/// `2026-02-09T10:01:07Z`, with a fraction of 3 or 6 digits only where there is one.
std::string format_instant(instant t);

/// Days since 1970-01-01 of a proleptic Gregorian date, and back.
std::int32_t days_from_civil(int year, unsigned month, unsigned day);
struct civil_date {
  int year;
  unsigned month;
  unsigned day;
};
civil_date civil_from_days(std::int32_t days);

/// Reads `YYYY-MM-DD`. Error: `date-malformed`.
result<std::int32_t> parse_day(std::string_view text);
std::string format_day(std::int32_t day);

/// The day that *t* falls on in *z*.
std::int32_t local_day(instant t, const zone& z);

/// The first instant of *day* in *z*; where midnight does not exist, the first instant after the gap.
instant day_start(std::int32_t day, const zone& z);

}  // namespace hub
