#include "app/import_cells.hpp"

#include <charconv>
#include <optional>

#include "domain/text.hpp"

namespace hub::app {
namespace {

/// Unix seconds, or milliseconds from 10^11 on.
std::optional<instant> unix_time(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = failure == std::errc() && end == text.data() + text.size();
  if (!whole || number < 100'000'000 || number > 10'000'000'000'000) return std::nullopt;
  return number >= 100'000'000'000 ? number * 1000 : number * second_us;
}

/// ` +0100`, ` +01:00` and ` UTC` behind a time as RFC 3339 has them.
std::string with_plain_zone(std::string text) {
  const auto blank = text.rfind(' ');
  if (blank == text.npos || blank < 16) return text;
  auto zone = text.substr(blank + 1);
  if (zone == "UTC" || zone == "GMT") zone = "Z";
  if (zone.size() == 5 && (zone[0] == '+' || zone[0] == '-')) zone.insert(3, ":");
  return text.substr(0, blank) + zone;
}

}  // namespace

std::string csv_cell(std::string_view cell, char separator) {
  const char special[] = {separator, '"', '\r', '\n'};
  if (cell.find_first_of(std::string_view(special, 4)) == cell.npos) return std::string(cell);
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_record(const std::vector<std::string>& cells, char separator) {
  std::string record;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) record += separator;
    record += csv_cell(cells[i], separator);
  }
  return record;
}

std::string utc_text(std::string_view cell, const zone& local) {
  if (const auto at = unix_time(cell)) return format_instant(*at);
  if (const auto day = parse_day(cell)) return format_instant(day_start(*day, local));
  std::string text(cell);
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  if (text.size() == 16) text += ":00";
  text = with_plain_zone(std::move(text));
  const auto parsed = parse_instant(text, &local);
  return parsed ? format_instant(*parsed) : std::string(cell);
}

std::string with_decimal_point(std::string_view cell) {
  cell = trim(cell);
  std::string out;
  std::size_t digits = 0;  // in the current group
  bool grouped = false;    // a separator of thousands was seen
  bool fraction = false;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const bool wide = cell.substr(i).starts_with("\xc2\xa0");  // a no-break space groups thousands too
    if (cell[i] >= '0' && cell[i] <= '9') {
      ++digits;
      out.push_back(cell[i]);
    } else if (cell[i] == ',' && !fraction && (!grouped || digits == 3)) {
      fraction = true;
      out.push_back('.');
    } else if ((cell[i] == '.' || cell[i] == ' ' || cell[i] == '\'' || wide) && !fraction && digits > 0 &&
               digits <= 3 && (!grouped || digits == 3) && i + 1 < cell.size() &&
               !(digits == 1 && out.ends_with('0') && !grouped)) {
      grouped = true;
      digits = 0;
      i += wide ? 1 : 0;
    } else if ((cell[i] == '-' || cell[i] == '+') && out.empty()) {
      out.push_back(cell[i]);
    } else {
      return std::string(cell);
    }
  }
  return grouped && !fraction && digits != 3 ? std::string(cell) : out;
}

std::string without_thousands(std::string_view cell, bool whole) {
  const auto number = trim(cell);
  const auto point = std::min(number.find('.'), number.size());
  std::string out;
  std::size_t digits = 0, groups = 0;
  for (std::size_t i = 0; i < point; ++i) {
    const char c = number[i];
    if (c == ',') {
      if (groups == 0 ? digits == 0 || digits > 3 : digits != 3) return std::string(cell);
      ++groups;
      digits = 0;
    } else if (c >= '0' && c <= '9') {
      ++digits;
      out.push_back(c);
    } else if ((c == '-' || c == '+') && i == 0) {
      out.push_back(c);
    } else {
      return std::string(cell);
    }
  }
  const bool certain = groups > 1 || point < number.size() || whole;
  if (groups == 0 || digits != 3 || !certain) return std::string(cell);
  return out.append(number.substr(point));
}

bool is_plain_time(std::string_view text) {
  static const zone utc;
  std::size_t points = 0;
  std::size_t others = 0;
  for (const char ch : text) (ch == '.' ? points : others) += (ch == '.' || ch < '0' || ch > '9') ? 1 : 0;
  const bool unix_number = others == 0 && points <= 1 && text.size() >= 9;
  return unix_number || parse_day(text).has_value() || utc_text(text, utc) != text ||
         parse_instant(text, &utc).has_value();
}

}  // namespace hub::app
