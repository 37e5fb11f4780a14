// The POSIX TZ rule (`CET-1CEST,M3.5.0,M10.5.0/3`) that says how a zone goes on after its last listed transition.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hub::config {

/// A day of each year and the local second of that day at which the clock changes.
struct rule_date {
  enum class kind : std::uint8_t { month_week_day, julian_without_leap_day, zero_based_day } how = kind::month_week_day;
  int month = 1, week = 1, weekday = 0;  ///< `M3.5.0`: the last Sunday of March
  int day = 0;                           ///< `J60` or `59`
  std::int32_t time_s = 7200;            ///< may be negative or beyond a day

  /// Days since 1970-01-01 of this date in *year*.
  std::int32_t in_year(int year) const;
};

struct tz_rule {
  std::int32_t standard_s = 0;  ///< seconds east of UTC
  std::int32_t summer_s = 0;
  bool has_summer = false;
  rule_date summer_begins;  ///< in standard time
  rule_date summer_ends;    ///< in summer time
};

/// Reads the rule; none if it is not one.
std::optional<tz_rule> parse_tz_rule(std::string_view text);

}  // namespace hub::config
