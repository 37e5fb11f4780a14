#include "config/tz_rule.hpp"

#include "domain/time.hpp"

namespace hub::config {
namespace {

/// Walks over the rule's text; every step says whether it found what it looked for.
struct cursor {
  std::string_view left;

  bool eat(char c) {
    if (left.empty() || left.front() != c) return false;
    left.remove_prefix(1);
    return true;
  }

  /// `CET` or `<+0330>`; what it is called does not matter.
  bool abbreviation() {
    const bool quoted = eat('<');
    std::size_t length = 0;
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (length < left.size() && (quoted ? left[length] != '>' : is_letter(left[length]))) ++length;
    if (length < 3 || (quoted && length == left.size())) return false;
    left.remove_prefix(length + (quoted ? 1 : 0));
    return true;
  }

  std::optional<int> number() {
    int value = 0;
    std::size_t digits = 0;
    while (digits < left.size() && digits < 4 && left[digits] >= '0' && left[digits] <= '9')
      value = value * 10 + (left[digits++] - '0');
    if (digits == 0) return std::nullopt;
    left.remove_prefix(digits);
    return value;
  }

  /// `[+-]hh[:mm[:ss]]` as seconds.
  std::optional<std::int32_t> clock() {
    const bool negative = eat('-');
    if (!negative) eat('+');
    const auto hours = number();
    if (!hours) return std::nullopt;
    std::int32_t seconds = *hours * 3600;
    for (std::int32_t unit = 60; unit > 0 && eat(':'); unit /= 60) {
      const auto part = number();
      if (!part) return std::nullopt;
      seconds += *part * unit;
    }
    return negative ? -seconds : seconds;
  }

  std::optional<rule_date> date() {
    rule_date d;
    if (eat('M')) {
      d.month = number().value_or(0);
      d.week = eat('.') ? number().value_or(0) : 0;
      d.weekday = eat('.') ? number().value_or(7) : 7;
      if (d.month < 1 || d.month > 12 || d.week < 1 || d.week > 5 || d.weekday > 6) return std::nullopt;
    } else {
      d.how = eat('J') ? rule_date::kind::julian_without_leap_day : rule_date::kind::zero_based_day;
      const auto day = number();
      if (!day || *day > 365) return std::nullopt;
      d.day = *day;
    }
    if (eat('/')) {
      const auto time = clock();
      if (!time) return std::nullopt;
      d.time_s = *time;
    }
    return d;
  }
};

bool is_leap(int year) { return days_from_civil(year + 1, 1, 1) - days_from_civil(year, 1, 1) == 366; }

}  // namespace

std::int32_t rule_date::in_year(int year) const {
  const auto new_year = days_from_civil(year, 1, 1);
  if (how == kind::zero_based_day) return new_year + day;
  if (how == kind::julian_without_leap_day) return new_year + day - 1 + (is_leap(year) && day >= 60 ? 1 : 0);
  const auto first = days_from_civil(year, static_cast<unsigned>(month), 1);
  const auto next_month =
      month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, static_cast<unsigned>(month) + 1, 1);
  const int first_weekday = static_cast<int>(((first % 7) + 11) % 7);  // 1970-01-01 was a Thursday
  auto at = first + (weekday - first_weekday + 7) % 7 + (week - 1) * 7;
  while (at >= next_month) at -= 7;
  return at;
}

std::optional<tz_rule> parse_tz_rule(std::string_view text) {
  cursor c{text};
  tz_rule rule;
  if (!c.abbreviation()) return std::nullopt;
  const auto west = c.clock();
  if (!west) return std::nullopt;
  rule.standard_s = -*west;
  if (c.left.empty()) return rule;
  if (!c.abbreviation()) return std::nullopt;
  rule.has_summer = true;
  rule.summer_s = rule.standard_s + 3600;
  if (!c.eat(',')) {
    const auto summer_west = c.clock();
    if (!summer_west || !c.eat(',')) return std::nullopt;
    rule.summer_s = -*summer_west;
  }
  const auto begins = c.date();
  const auto ends = c.eat(',') ? c.date() : std::nullopt;
  if (!begins || !ends || !c.left.empty()) return std::nullopt;
  rule.summer_begins = *begins;
  rule.summer_ends = *ends;
  return rule;
}

}  // namespace hub::config
