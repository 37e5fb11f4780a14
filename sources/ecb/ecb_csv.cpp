// The bank's CSV. The file of a day writes its date in words and a space behind each comma, the history does neither.
#include <algorithm>

#include "domain/text.hpp"
#include "domain/time.hpp"
#include "sources/ecb/ecb.hpp"
#include "sources/ecb/ecb_words.hpp"

namespace hub::sources {
namespace {

constexpr std::string_view months[] = {"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};

bool is_code(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_number(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `9 July 2026` as `2026-07-09`; any other text as it is.
std::string date_of(std::string_view cell) {
  const auto first = cell.find(' '), second = cell.rfind(' ');
  if (first == cell.npos || first == second) return std::string(cell);
  const auto day = cell.substr(0, first), year = cell.substr(second + 1);
  const auto word = lower_ascii(trim(cell.substr(first, second - first)));
  const auto month = std::find(std::begin(months), std::end(months), word);
  if (month == std::end(months) || !is_number(day, 1, 2) || !is_number(year, 4, 4)) return std::string(cell);
  const auto two_digits = [](std::string number) { return number.size() == 1 ? "0" + number : number; };
  return std::string(year) + "-" + two_digits(std::to_string(month - std::begin(months) + 1)) + "-" +
         two_digits(std::string(day));
}

}  // namespace

std::optional<ecb_csv_columns> ecb_csv_columns::of(const std::vector<std::string>& header) {
  if (header.size() < 2 || lower_ascii(trim(header[0])) != "date") return std::nullopt;
  ecb_csv_columns columns;
  for (std::size_t i = 1; i < header.size(); ++i) {
    const auto code = trim(header[i]);
    if (!code.empty() && !is_code(code)) return std::nullopt;
    columns.currencies_.emplace_back(code);
  }
  if (columns.currencies_[0].empty()) return std::nullopt;
  return columns;
}

std::vector<ecb_rate> ecb_csv_columns::rates_of(const std::vector<std::string>& cells, std::int64_t line) const {
  std::vector<ecb_rate> out;
  if (cells.empty()) return out;
  const auto date = date_of(trim(cells[0]));
  for (std::size_t i = 0; i < currencies_.size() && i + 1 < cells.size(); ++i) {
    const auto rate = trim(cells[i + 1]);
    if (rate.empty() || rate == "N/A" || currencies_[i].empty() || is_past_currency(currencies_[i])) continue;
    out.push_back({date, currencies_[i], std::string(rate), line});
  }
  return out;
}

}  // namespace hub::sources
