// Money as integer minor units of an ISO 4217 currency, read from decimal text and never through a binary float.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace hub {

/// An ISO 4217 code packed into 15 bits (three letters, base 26); 0 packs no code and means "none".
struct currency {
  std::uint16_t packed = 0;

  friend constexpr auto operator<=>(const currency&, const currency&) = default;
  explicit constexpr operator bool() const { return packed != 0; }
};

/// An amount in minor units of its currency (USD 33.83 is 3383, JPY 500 is 500).
struct money {
  std::int64_t minor = 0;
  hub::currency currency;

  friend constexpr bool operator==(const money&, const money&) = default;
};

/// Reads a three-letter code in any case. Errors: `currency-unknown`.
result<currency> parse_currency(std::string_view code);
std::string to_string(currency c);

/// Digits after the decimal point: JPY 0, USD 2, KWD 3. @pre *c* came from parse_currency
int minor_digits(currency c);

/// Reads decimal text (`33.83`, `-1e2`, `1.5E-1`) as minor units; extra decimals round half-even.
/// Errors: `amount-malformed` (NaN and infinities included), `amount-out-of-range` (the smallest int64 too, so that
/// every amount can be negated).
result<std::int64_t> parse_amount(std::string_view text, currency c);

/// `3383` USD → `33.83`; always the currency's own number of decimals.
std::string format_amount(std::int64_t minor, currency c);

/// Splits *value* over *weights* by largest remainder; of those within 1e-12 unit (or 2^-50 of the value, to 0.001) the
/// later wins. The parts add up to *value* exactly and a negative value splits as the negation.
/// @pre weights are non-negative and add up to 1 (±1e-9); value is not the smallest int64
std::vector<std::int64_t> allocate(std::int64_t value, std::span<const double> weights);

/// The same into *parts*, without allocating. @pre parts.size() == weights.size()
void allocate_into(std::int64_t value, std::span<const double> weights, std::span<std::int64_t> parts);

}  // namespace hub
