#include "sources/pull/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "domain/text.hpp"

namespace hub::sources {
namespace {

constexpr std::string_view months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                       "jul", "aug", "sep", "oct", "nov", "dec"};

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<int> month(std::string_view text) {
  const auto name = lower_ascii(text);
  const auto found = std::find(std::begin(months), std::end(months), name);
  if (found == std::end(months)) return std::nullopt;
  return static_cast<int>(found - std::begin(months)) + 1;
}

/// Words of a date, cut at spaces, commas and hyphens.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" ,-"), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::optional<instant> time_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = number(text.substr(0, 2)), minute = number(text.substr(3, 2)), second = number(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return *hour * hour_us + *minute * minute_us + *second * second_us;
}

/// A year of two digits is the one that lies at most 50 years ahead of *now*.
int full_year(int year, instant now) {
  const int present = civil_from_days(static_cast<std::int32_t>(now / day_us)).year;
  const int guess = present - present % 100 + year;
  if (guess > present + 50) return guess - 100;
  return guess + 100 <= present + 50 ? guess + 100 : guess;
}

bool is_day_of(int year, int of_month, int day) {
  const auto days = days_from_civil(year, static_cast<unsigned>(of_month), static_cast<unsigned>(day));
  const auto back = civil_from_days(days);
  return day > 0 && back.month == static_cast<unsigned>(of_month) && back.day == static_cast<unsigned>(day);
}

}  // namespace

std::optional<instant> parse_http_date(std::string_view text, instant now) {
  constexpr std::size_t longest = 40;
  text = trim(text);
  if (text.size() > longest) return std::nullopt;
  const auto words = words_of(text);
  std::optional<int> year, of_month, day;
  std::optional<instant> at;
  if (words.size() == 6 && words[5] == "GMT") {
    day = number(words[1]), of_month = month(words[2]), year = number(words[3]), at = time_of_day(words[4]);
    if (year && words[3].size() == 2) year = full_year(*year, now);
  } else if (words.size() == 5) {
    of_month = month(words[1]), day = number(words[2]), at = time_of_day(words[3]), year = number(words[4]);
  }
  if (!year || !of_month || !day || !at || *year < 1601 || *year > 9999 || !is_day_of(*year, *of_month, *day))
    return std::nullopt;
  return days_from_civil(*year, static_cast<unsigned>(*of_month), static_cast<unsigned>(*day)) * day_us + *at;
}

std::optional<instant> retry_after(const fetch_answer& answer) {
  const auto text = trim(answer.header("retry-after"));
  if (text.empty()) return std::nullopt;
  constexpr std::int64_t longest_s = 10'000'000;
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    std::int64_t seconds = longest_s;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::min(seconds, longest_s) * second_us;
  }
  const auto until = parse_http_date(text, answer.received_at);
  if (!until) return std::nullopt;
  const auto sent = parse_http_date(answer.header("date"), answer.received_at).value_or(answer.received_at);
  return std::clamp<instant>(*until - sent, 0, longest_s * second_us);
}

}  // namespace hub::sources
