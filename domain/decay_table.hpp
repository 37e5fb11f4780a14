// What time decay is computed from.
#pragma once

namespace hub {

struct decay_table {
  static constexpr int fraction_bits = 10;  ///< a half-life has 2^this steps

  double per_us = 0;                  ///< half-lives in a microsecond
  const double* fractions = nullptr;  ///< 2^(-i / 2^fraction_bits) for i below 2^fraction_bits
};

}  // namespace hub
