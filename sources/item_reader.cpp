#include "sources/item_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "domain/text.hpp"
#include "sources/json_write.hpp"
#include "sources/redact.hpp"

namespace hub::sources {
namespace {

/// Minor units. Sums have 64 bits: ninety thousand such amounts fit.
constexpr std::int64_t largest_amount = 100'000'000'000'000;

constexpr std::size_t longest_text = 8192;
constexpr std::int64_t first_ms = 100'000'000'000;          // Unix numbers from here on are milliseconds
constexpr std::int64_t last_second = 253'402'300'799;       // 9999-12-31T23:59:59Z
constexpr std::int64_t last_count = 1'000'000'000'000'000;  // impressions and clicks beyond this are nonsense

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits of a fraction as microseconds, further digits cut.
std::int64_t fraction_us(std::string_view digits) {
  std::int64_t us = 0;
  for (std::size_t i = 0; i < 6; ++i) us = us * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return us;
}

/// Reads `-?digits[.digits]`; false if *text* is anything else.
bool read_plain_number(std::string_view text, std::int64_t& whole, std::int64_t& us) {
  const auto point = std::min(text.find('.'), text.size());
  const auto [end, ec] = std::from_chars(text.data(), text.data() + point, whole);
  if (ec != std::errc() || end != text.data() + point) return false;
  const auto fraction = point < text.size() ? text.substr(point + 1) : std::string_view("0");
  us = fraction_us(fraction);
  return !fraction.empty() && std::all_of(fraction.begin(), fraction.end(), is_digit);
}

bool looks_like_unix(std::string_view text) {
  return text.size() >= 9 && std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; }) &&
         std::count(text.begin(), text.end(), '.') <= 1;  // `31.12.2026` is a date
}

std::string shown(std::string_view text) { return "'" + fit_to_keep(text.substr(0, 40)) + "'"; }

}  // namespace

bool blank(json_value field) { return !field || (field.is(json_kind::string) && trim(field.text()).empty()); }

std::string pointer_token(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~' || c == '/')
      out += c == '~' ? "~0" : "~1";
    else
      out.push_back(c);
  }
  return out;
}

void item_reader::refuse(std::string_view code, std::string detail, std::string_view path) {
  std::string pointer = place_;
  if (!group_.empty()) pointer.append("/").append(group_);
  if (!path.empty()) pointer.append("/").append(path);
  errors.push_back({std::string(code), std::move(detail), std::move(pointer)});
}

bool item_reader::require(json_value field, std::string_view name, std::string_view purpose) {
  if (!blank(field)) return true;
  refuse("field-missing", "'" + std::string(name) + "' is missing; it says " + std::string(purpose), name);
  return false;
}

std::string_view item_reader::raw_text(json_value field) {
  if (!field) return {};
  if (!field.is(json_kind::string) && !field.is(json_kind::number)) {
    refuse("field-type", "'" + std::string(field.key()) + "' must be a string or a number", field.key());
    return {};
  }
  const auto value = trim(field.text());
  if (value.size() <= longest_text) return value;
  refuse("field-too-long", "'" + std::string(field.key()) + "' has more than 8192 bytes; shorten it", field.key());
  return {};
}

std::string item_reader::text(json_value field) { return fit_to_keep(raw_text(field)); }

std::string item_reader::find_word(json_value field) { return lower_ascii(raw_text(field)); }

std::optional<bool> item_reader::flag(json_value field) {
  if (!field || field.is(json_kind::boolean)) return field ? std::optional(field.truth()) : std::nullopt;
  return word<bool>(field, {{"true", true}, {"false", false}, {"1", true}, {"0", false}, {"yes", true}, {"no", false}});
}

std::optional<std::int64_t> item_reader::count(json_value field) {
  const auto digits = raw_text(field);
  if (digits.empty()) return std::nullopt;
  std::int64_t value = 0;
  std::int64_t fraction = 0;
  if (read_plain_number(digits, value, fraction) && fraction == 0 && value >= 0 && value <= last_count) return value;
  refuse("count-malformed", shown(digits) + " is no count; give a whole number that is not negative", field.key());
  return std::nullopt;
}

std::optional<instant> item_reader::time(json_value field) {
  const auto value = raw_text(field);
  if (value.empty()) return std::nullopt;
  if (in_.local != nullptr && looks_like_unix(value)) return unix_time(field);
  if (field.is(json_kind::number)) {
    refuse("time-malformed", "a number says no time here; write it like \"2026-02-09T10:01:07Z\"", field.key());
    return std::nullopt;
  }
  const auto read = parse_instant(value, in_.local);
  if (read) return *read;
  refuse(read.error(), field);
  return std::nullopt;
}

std::optional<instant> item_reader::unix_time(json_value field) {
  const auto value = raw_text(field);
  if (value.empty()) return std::nullopt;
  std::int64_t whole = 0;
  std::int64_t us = 0;
  if (!read_plain_number(value, whole, us) || whole < 0) {
    refuse("time-malformed", shown(value) + " is no Unix time; give seconds since 1970, for example 1701475200",
           field.key());
    return std::nullopt;
  }
  if (whole >= first_ms && whole / 1000 <= last_second) return whole * 1000 + us / 1000;
  if (whole <= last_second && whole < first_ms) return whole * second_us + us;
  refuse("time-out-of-range", shown(value) + " lies beyond the year 9999; give Unix seconds or milliseconds",
         field.key());
  return std::nullopt;
}

std::optional<std::int32_t> item_reader::day(json_value field) {
  const auto value = raw_text(field);
  if (value.empty()) return std::nullopt;
  const auto read = parse_day(value);
  if (read) return *read;
  refuse(read.error(), field);
  return std::nullopt;
}

std::optional<hub::currency> item_reader::currency(json_value field, std::string_view name, std::string_view standing) {
  if (blank(field) && !standing.empty()) return parse_currency(standing).value();
  if (blank(field)) {
    refuse("currency-missing", "there is no currency; give '" + std::string(name) + "' as a three-letter ISO 4217 code",
           name);
    return std::nullopt;
  }
  const auto code = raw_text(field);
  if (code.empty()) return std::nullopt;  // not a text at all, which raw_text noted
  const auto read = parse_currency(code);
  if (read) return *read;
  refuse(read.error(), field);
  return std::nullopt;
}

std::optional<std::int64_t> item_reader::amount(json_value field, hub::currency c) {
  const auto digits = raw_text(field);
  if (digits.empty()) return std::nullopt;
  const auto read = parse_amount(digits, c);
  if (!read) {
    refuse(read.error(), field);
    return std::nullopt;
  }
  if (*read > largest_amount || *read < -largest_amount) {
    refuse(fail("amount-out-of-range", "the amount " + std::string(digits.substr(0, 32)) +
                                           " is more than one report can be about, " +
                                           format_amount(largest_amount, c) + "; check its digits and currency"),
           field);
    return std::nullopt;
  }
  return *read;
}

std::optional<std::int64_t> item_reader::amount_back(json_value field, hub::currency c) {
  auto given = amount(field, c);
  if (given) *given = std::abs(std::max(*given, -std::numeric_limits<std::int64_t>::max()));
  return given;
}

std::optional<hub::money> item_reader::money(json_value value, json_value code) {
  if (blank(value) && blank(code)) return std::nullopt;
  const auto c = currency(code, "currency");
  if (!c) decimal(value);  // notes what is wrong with it beside the currency
  const auto minor = c ? amount(value, *c) : std::nullopt;
  return minor ? std::optional(hub::money{*minor, *c}) : std::nullopt;
}

std::optional<std::string> item_reader::decimal(json_value field) {
  static const auto any = parse_currency("USD").value();
  const auto digits = raw_text(field);
  if (digits.empty() || !amount(field, any)) return std::nullopt;
  return std::string(digits.substr(digits.front() == '+' ? 1 : 0));
}

std::string metadata_of(json_value given, std::span<const json_value> unknown) {
  std::vector<json_value> members(unknown.begin(), unknown.end());
  if (given.is(json_kind::object)) {
    for (const json_value member : given)
      if (!member.is(json_kind::null)) members.push_back(member);
  } else if (given && !blank(given)) {
    members.push_back(given);
  }
  if (members.empty()) return {};
  std::stable_sort(members.begin(), members.end(), [](json_value a, json_value b) { return a.key() < b.key(); });
  // Of an unknown field and a metadata member of one name the latter, added last, stands.
  std::string out = "{";
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i + 1 < members.size() && members[i + 1].key() == members[i].key()) continue;
    if (out.size() > 1) out.push_back(',');
    append_member(out, members[i]);
  }
  return out += '}';
}

}  // namespace hub::sources
