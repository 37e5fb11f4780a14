#include "sources/csv/date_format.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "domain/text.hpp"
#include "domain/time.hpp"

namespace hub::sources {
namespace {

constexpr std::array<std::string_view, 12> month_names = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Takes from *least* to *most* digits off *text*.
bool take_number(std::string_view& text, std::size_t least, std::size_t most, int& number) {
  std::size_t digits = 0;
  number = 0;
  for (; digits < std::min(most, text.size()) && is_digit(text[digits]); ++digits)
    number = number * 10 + (text[digits] - '0');
  text.remove_prefix(digits);
  return digits >= least;
}

/// Takes an English month off *text*: its name, or the first three letters of it or more.
bool take_month(std::string_view& text, int& month) {
  std::size_t letters = 0;
  while (letters < text.size() && is_letter(text[letters])) ++letters;
  const auto word = lower_ascii(text.substr(0, letters));
  const auto named = [&](std::string_view name) { return word.size() >= 3 && name.starts_with(word); };
  const auto found = std::find_if(month_names.begin(), month_names.end(), named);
  month = static_cast<int>(found - month_names.begin()) + 1;
  text.remove_prefix(letters);
  return found != month_names.end();
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

/// `T14:05:00Z` of `14:05`, `2:05:00 PM`, `14:05 +01:00` behind a date; empty of nothing.
std::optional<std::string> time_of(std::string_view text) {
  text = trim(text);
  if (text.empty()) return "";
  int hour = 0;
  int minute = 0;
  if (!take_number(text, 1, 2, hour) || !take(text, ":") || !take_number(text, 2, 2, minute)) return std::nullopt;
  std::string seconds = ":00";
  if (text.starts_with(':')) {
    std::size_t end = 1;
    while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
    seconds = text.substr(0, end);
    text.remove_prefix(end);
  }
  auto rest = lower_ascii(trim(text));
  const bool morning = rest == "am" || rest == "a.m.";
  const bool afternoon = rest == "pm" || rest == "p.m.";
  if (morning || afternoon) {
    if (hour < 1 || hour > 12) return std::nullopt;
    hour = hour % 12 + (afternoon ? 12 : 0);
    rest.clear();
  }
  if (rest == "uhr") rest.clear();
  if (rest == "z" || rest == "utc" || rest == "gmt") rest = "Z";
  if (rest.size() == 5 && (rest[0] == '+' || rest[0] == '-')) rest.insert(3, ":");
  char clock[16];
  std::snprintf(clock, sizeof clock, "T%02d:%02d", hour, minute);
  return clock + seconds + rest;
}

error unknown(std::string_view text) {
  return fail(
      "date-format-unknown",
      "'" + std::string(text.substr(0, 40)) +
          "' does not say how a date is written; give day, month and year once each as they stand in the file, for "
          "example dd.mm.yyyy, mm/dd/yyyy, d/m/yy or mmm d, yyyy");
}

}  // namespace

/// Takes the next piece off *rest*; false when it is a letter that means nothing.
bool date_format::add(std::string_view& rest) {
  struct word {
    std::string_view text;
    part what;
  };
  // Longer words before those that they begin with.
  static constexpr word words[] = {{"%d", part::day},          {"%e", part::day},         {"%m", part::month},
                                   {"%B", part::month_name},   {"%b", part::month_name},  {"%Y", part::year},
                                   {"%y", part::short_year},   {"yyyy", part::year},      {"yy", part::short_year},
                                   {"mmmm", part::month_name}, {"mmm", part::month_name}, {"mm", part::month},
                                   {"m", part::month},         {"dd", part::day},         {"d", part::day}};
  const auto folded = lower_ascii(rest.substr(0, 4));
  for (const auto& w : words)
    if (w.text[0] == '%' ? rest.starts_with(w.text) : std::string_view(folded).starts_with(w.text)) {
      pieces_.push_back({w.what});
      rest.remove_prefix(w.text.size());
      return true;
    }
  if (is_letter(rest.front()) || is_digit(rest.front()) || rest.front() == '%') return false;
  pieces_.push_back({part::literal, rest.front()});
  rest.remove_prefix(1);
  return true;
}

/// Whether day, month and year stand in it once each.
bool date_format::is_whole() const {
  const auto count = [&](part a, part b) {
    return std::count_if(pieces_.begin(), pieces_.end(), [&](const piece& p) { return p.what == a || p.what == b; });
  };
  return count(part::day, part::day) == 1 && count(part::month, part::month_name) == 1 &&
         count(part::year, part::short_year) == 1;
}

result<date_format> date_format::read(std::string_view text) {
  date_format format(text);
  auto rest = trim(text);
  while (!rest.empty() && !format.is_whole())
    if (!format.add(rest)) return unknown(text);
  const auto ends_date = [](char c) { return c == ' ' || c == ',' || c == '%' || is_letter(c) || is_digit(c); };
  while (!rest.empty() && !ends_date(rest.front())) format.add(rest);
  // A time of day is read whether it is said or not.
  static constexpr std::string_view times[] = {"",        "hh:mm",       "hh:mm:ss", "h:mm",
                                               "h:mm:ss", "%h:%m",       "%h:%m:%s", "%i:%m %p",
                                               "%t",      "%i:%m:%s %p", "hh:mm tt", "h:mm am"};
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == ',' || rest.front() == 'T')) rest.remove_prefix(1);
  if (!format.is_whole() || std::find(std::begin(times), std::end(times), lower_ascii(rest)) == std::end(times))
    return unknown(text);
  return format;
}

std::optional<std::string> date_format::iso_of(std::string_view cell) const {
  cell = trim(cell);
  int day = 0;
  int month = 0;
  int year = 0;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const bool runs_on = (i + 1 < pieces_.size() && pieces_[i + 1].what != part::literal) ||
                         (i > 0 && pieces_[i - 1].what != part::literal);  // no separator says where it ends
    const std::size_t least = runs_on ? 2 : 1;
    bool fits = true;
    switch (pieces_[i].what) {
      case part::day: fits = take_number(cell, least, 2, day); break;
      case part::month: fits = take_number(cell, least, 2, month); break;
      case part::month_name: fits = take_month(cell, month); break;
      case part::year: fits = take_number(cell, 4, 4, year); break;
      case part::short_year:
        fits = take_number(cell, 2, 2, year);
        year += 2000;
        break;
      case part::literal: fits = take(cell, std::string_view(&pieces_[i].literal, 1)); break;
    }
    if (!fits) return std::nullopt;
  }
  const bool ends = cell.empty() || cell.front() == ' ' || cell.front() == ',' || cell.front() == 'T';
  while (!cell.empty() && (cell.front() == ' ' || cell.front() == ',' || cell.front() == 'T')) cell.remove_prefix(1);
  const auto time = ends ? time_of(cell) : std::nullopt;
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
  if (!time || !parse_day(text)) return std::nullopt;
  return text + *time;
}

std::vector<std::string_view> date_formats_of(std::string_view cell) {
  static constexpr std::string_view usual[] = {"dd.mm.yyyy", "dd.mm.yy",   "dd/mm/yyyy",  "mm/dd/yyyy",
                                               "dd/mm/yy",   "mm/dd/yy",   "dd-mm-yyyy",  "mm-dd-yyyy",
                                               "yyyy/mm/dd", "yyyy.mm.dd", "yyyymmdd",    "mmm d, yyyy",
                                               "d mmm yyyy", "d-mmm-yyyy", "d mmm, yyyy", "d. mmm yyyy"};
  static const auto formats = [] {
    std::vector<date_format> all;
    for (const auto text : usual) all.push_back(date_format::read(text).value());
    return all;
  }();
  static const zone utc;
  std::vector<std::string_view> found;
  for (const auto& format : formats)
    if (const auto read = format.iso_of(cell); read && parse_instant(*read, &utc)) found.push_back(format.text());
  return found;
}

}  // namespace hub::sources
