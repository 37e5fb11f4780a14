// RFC 3339 text, civil days and zones. The calendar arithmetic is the days-from-civil algorithm over 400-year eras.
#include "domain/time.hpp"

#include <algorithm>
#include <cstdio>

namespace hub {
namespace {

/// Text that is eaten from the front; every step says whether it fit.
struct cursor {
  std::string_view rest;

  bool literal(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool number(std::size_t digits, int& out) {
    if (rest.size() < digits) return false;
    out = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (rest[i] < '0' || rest[i] > '9') return false;
      out = out * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(digits);
    return true;
  }
};

int days_in_month(int year, int month) {
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

bool take_date(cursor& in, std::int32_t& day) {
  int y = 0;
  int m = 0;
  int d = 0;
  if (!in.number(4, y) || !in.literal('-') || !in.number(2, m) || !in.literal('-') || !in.number(2, d)) return false;
  if (m < 1 || m > 12 || d < 1 || d > days_in_month(y, m)) return false;
  day = days_from_civil(y, static_cast<unsigned>(m), static_cast<unsigned>(d));
  return true;
}

/// The fraction after the point, cut to microseconds; false if there is a point without digits.
bool take_fraction(cursor& in, instant& us) {
  us = 0;
  if (!in.literal('.')) return true;
  std::size_t count = 0;
  for (instant unit = second_us / 10; count < in.rest.size() && in.rest[count] >= '0' && in.rest[count] <= '9';
       ++count) {
    us += unit * (in.rest[count] - '0');
    unit /= 10;
  }
  in.rest.remove_prefix(count);
  return count > 0;
}

/// Time of day in microseconds; *lenient* lets seconds be missing.
bool take_time(cursor& in, bool lenient, instant& us) {
  int h = 0;
  int m = 0;
  int s = 0;
  instant fraction = 0;
  if (!in.number(2, h) || !in.literal(':') || !in.number(2, m) || h > 23 || m > 59) return false;
  if (!lenient || (!in.rest.empty() && in.rest.front() == ':')) {
    if (!in.literal(':') || !in.number(2, s) || s > 60 || !take_fraction(in, fraction)) return false;
  }
  if (s == 60) {
    s = 59;
    fraction = second_us - 1;
  }
  us = h * hour_us + m * minute_us + s * second_us + fraction;
  return true;
}

bool take_offset(cursor& in, instant& offset) {
  offset = 0;
  if (in.literal('Z') || in.literal('z')) return true;
  const bool east = in.literal('+');
  if (!east && !in.literal('-')) return false;
  int h = 0;
  int m = 0;
  if (!in.number(2, h) || !in.literal(':') || !in.number(2, m) || h > 23 || m > 59) return false;
  offset = (h * hour_us + m * minute_us) * (east ? 1 : -1);
  return true;
}

error malformed(std::string_view text) {
  return fail("time-malformed",
              "'" + std::string(text.substr(0, 40)) + "' is no RFC 3339 time; write it like 2026-02-09T10:01:07Z");
}

/// The first instant at which clocks in *z* showed *wall* (microseconds as if it were UTC) or, in a gap, more.
instant from_wall(instant wall, const zone& z) {
  for (std::size_t i = 0;; ++i) {
    const instant t = wall - z.offset_s[i] * second_us;
    if (i + 1 == z.since.size() || t < z.since[i + 1]) return std::max(t, z.since[i]);
  }
}

std::int32_t offset_at(instant t, const zone& z) {
  const auto next = std::upper_bound(z.since.begin() + 1, z.since.end(), t);
  return z.offset_s[static_cast<std::size_t>(next - z.since.begin()) - 1];
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

result<instant> parse_instant(std::string_view text, const zone* local) {
  cursor in{text};
  std::int32_t day = 0;
  instant time = 0;
  instant offset = 0;
  if (!take_date(in, day)) return malformed(text);
  if (in.rest.empty() && local != nullptr) return from_wall(day * day_us, *local);
  if (!in.literal('T') && !in.literal('t') && !in.literal(' ')) return malformed(text);
  if (!take_time(in, local != nullptr, time)) return malformed(text);
  const instant wall = day * day_us + time;
  if (in.rest.empty() && local != nullptr) return from_wall(wall, *local);
  if (in.rest.empty())
    return fail("time-zone-missing", "'" + std::string(text.substr(0, 40)) +
                                         "' does not say its zone; append Z for UTC or an offset such as +01:00");
  if (!take_offset(in, offset) || !in.rest.empty()) return malformed(text);
  return wall - offset;
}

std::string format_instant(instant t) {
  const auto day = static_cast<std::int32_t>(floor_div(t, day_us));
  const instant time = (t % day_us + day_us) % day_us;
  const auto date = civil_from_days(day);
  char text[64];
  int size = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", date.year, date.month, date.day,
                           static_cast<int>(time / hour_us), static_cast<int>(time / minute_us % 60),
                           static_cast<int>(time / second_us % 60));
  const auto fraction = static_cast<int>(time % second_us);
  const auto at = [&](int used) { return text + used; };
  if (fraction % 1000 != 0)
    size += std::snprintf(at(size), 16, ".%06d", fraction);
  else if (fraction != 0)
    size += std::snprintf(at(size), 16, ".%03d", fraction / 1000);
  return std::string(text, static_cast<std::size_t>(size)) + "Z";
}

std::int32_t days_from_civil(int year, unsigned month, unsigned day) {
  const int y = year - (month <= 2 ? 1 : 0);
  const int era = (y >= 0 ? y : y - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(y - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int32_t>(day_of_era) - 719468;
}

civil_date civil_from_days(std::int32_t days) {
  const std::int64_t shifted = std::int64_t{days} + 719468;
  const std::int64_t era = floor_div(shifted, 146097);
  const auto day_of_era = static_cast<unsigned>(shifted - era * 146097);
  const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;  // March is 0
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const auto year = static_cast<int>(era * 400) + static_cast<int>(year_of_era) + (month <= 2 ? 1 : 0);
  return {year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

result<std::int32_t> parse_day(std::string_view text) {
  cursor in{text};
  std::int32_t day = 0;
  if (take_date(in, day) && in.rest.empty()) return day;
  return fail("date-malformed", "'" + std::string(text.substr(0, 40)) + "' is no date; write it like 2026-02-09");
}

std::string format_day(std::int32_t day) {
  const auto date = civil_from_days(day);
  char text[32];
  const int size = std::snprintf(text, sizeof text, "%04d-%02u-%02u", date.year, date.month, date.day);
  return {text, static_cast<std::size_t>(size)};
}

std::int32_t local_day(instant t, const zone& z) {
  return static_cast<std::int32_t>(floor_div(t + offset_at(t, z) * second_us, day_us));
}

instant day_start(std::int32_t day, const zone& z) { return from_wall(day * day_us, z); }

}  // namespace hub
