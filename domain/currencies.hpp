// The currencies of ISO 4217 that money can be counted in, each with the digits of its minor unit. Codes without a
// minor unit (metals, fund and test codes such as XAU, XDR, XTS, XXX) are left out, because no amount of them is money.
#pragma once

#include <cstdint>

namespace hub {

/// One more than the largest packed code (`ZZZ`).
inline constexpr std::uint16_t packed_currency_end = 26 * 26 * 26;

/// Packs three upper-case letters, base 26. @pre each is `A` to `Z`
constexpr std::uint16_t pack_currency(char a, char b, char c) {
  return static_cast<std::uint16_t>(((a - 'A') * 26 + (b - 'A')) * 26 + (c - 'A'));
}

/// Digits of the minor unit, or -1 where ISO 4217 knows no such currency.
int known_minor_digits(std::uint16_t packed);

}  // namespace hub
