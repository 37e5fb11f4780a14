// Currency codes, and decimal text to minor units and back. No step goes through a binary float.
#include "domain/money.hpp"

#include <algorithm>
#include <limits>

#include "domain/currencies.hpp"

namespace hub {
namespace {

constexpr std::int64_t exponent_limit = 1'000'000'000'000;  // far beyond any text that fits in memory

/// A decimal number as the places of its digits in the text; value = digits · 10^exponent, digits without the point.
struct decimal {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;

  std::size_t size() const { return whole.size() + fraction.size(); }
  int digit(std::size_t i) const { return (i < whole.size() ? whole[i] : fraction[i - whole.size()]) - '0'; }
};

std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; });
  const auto count = static_cast<std::size_t>(end - text.begin());
  const auto digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take_sign(std::string_view& text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) return false;
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

/// Reads `e±digits` at the front of *text*; false if the exponent has no digits.
bool take_exponent(std::string_view& text, std::int64_t& exponent) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return true;
  text.remove_prefix(1);
  const bool negative = take_sign(text);
  const auto digits = take_digits(text);
  std::int64_t magnitude = 0;
  for (const char c : digits) magnitude = std::min(magnitude * 10 + (c - '0'), exponent_limit);
  exponent = negative ? -magnitude : magnitude;
  return !digits.empty();
}

bool read_decimal(std::string_view text, decimal& out) {
  out.negative = take_sign(text);
  out.whole = take_digits(text);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    out.fraction = take_digits(text);
    if (out.fraction.empty()) return false;
  }
  if (out.size() == 0) return false;
  if (!take_exponent(text, out.exponent) || !text.empty()) return false;
  const auto first = out.whole.find_first_not_of('0');
  out.whole.remove_prefix(std::min(first, out.whole.size()));
  out.exponent -= static_cast<std::int64_t>(out.fraction.size());
  if (out.whole.empty()) out.fraction.remove_prefix(std::min(out.fraction.find_first_not_of('0'), out.fraction.size()));
  return true;
}

/// Whether the digits from *kept* on, which are cut off after the integer *integer*, round it up (half to even).
bool rounds_up(const decimal& d, std::size_t kept, std::uint64_t integer) {
  const int first = d.digit(kept);
  if (first != 5) return first > 5;
  for (std::size_t i = kept + 1; i < d.size(); ++i)
    if (d.digit(i) != 0) return true;
  return integer % 2 == 1;
}

}  // namespace

result<currency> parse_currency(std::string_view code) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  const auto letter = [&](char c) { return upper(c) >= 'A' && upper(c) <= 'Z'; };
  if (code.size() == 3 && std::all_of(code.begin(), code.end(), letter)) {
    const auto packed = pack_currency(upper(code[0]), upper(code[1]), upper(code[2]));
    if (known_minor_digits(packed) >= 0) return currency{packed};
  }
  return fail("currency-unknown", "'" + std::string(code.substr(0, 16)) +
                                      "' is no ISO 4217 currency; give the three-letter code, for example EUR");
}

std::string to_string(currency c) {
  if (!c) return {};
  const auto letter = [](int value) { return static_cast<char>('A' + value); };
  return {letter(c.packed / 676), letter(c.packed / 26 % 26), letter(c.packed % 26)};
}

int minor_digits(currency c) { return std::max(known_minor_digits(c.packed), 0); }

result<std::int64_t> parse_amount(std::string_view text, currency c) {
  decimal d;
  if (!read_decimal(text, d))
    return fail("amount-malformed", "'" + std::string(text.substr(0, 32)) +
                                        "' is no decimal number; write it like 1234.50, without grouping");
  if (d.size() == 0) return std::int64_t{0};
  const auto count = static_cast<std::int64_t>(d.size());
  const std::int64_t shift = d.exponent + minor_digits(c);
  const std::int64_t kept = count + std::min<std::int64_t>(shift, 0);  // digits left of the rounding place
  if (count + shift < 0) return std::int64_t{0};
  if (count + shift <= 19) {
    unsigned __int128 value = 0;
    for (std::int64_t i = 0; i < kept; ++i)
      value = value * 10 + static_cast<unsigned>(d.digit(static_cast<std::size_t>(i)));
    for (std::int64_t i = 0; i < shift; ++i) value *= 10;
    if (kept < count && rounds_up(d, static_cast<std::size_t>(kept), static_cast<std::uint64_t>(value))) ++value;
    // The smallest int64 is refused too: it could not be negated when a refund takes it back.
    if (value <= static_cast<unsigned __int128>(std::numeric_limits<std::int64_t>::max()))
      return d.negative ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
  }
  return fail("amount-out-of-range", "the amount " + std::string(text.substr(0, 32)) +
                                         " does not fit into 64 bits of minor units; check its exponent and currency");
}

std::string format_amount(std::int64_t minor, currency c) {
  const auto digits = static_cast<std::size_t>(minor_digits(c));
  const auto magnitude = minor < 0 ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
  std::string text = std::to_string(magnitude);
  if (digits > 0) {
    if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
    text.insert(text.size() - digits, 1, '.');
  }
  if (minor < 0) text.insert(0, 1, '-');
  return text;
}

}  // namespace hub
