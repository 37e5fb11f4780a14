// Weights as whole parts of one conversion, so that sums of them are exact.
#pragma once

#include <cstdint>
#include <span>

#include "domain/credit.hpp"

namespace hub {

/// *weights* in units of 10^-12 into *shares*; they add up to one exactly, the heaviest weight (of equals the last)
/// bearing the rounding. @pre both are equally long and not empty
inline void shares_of(std::span<const double> weights, std::span<std::int64_t> shares) {
  std::int64_t left = share_unit;
  std::size_t heaviest = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    shares[i] = static_cast<std::int64_t>(weights[i] * static_cast<double>(share_unit) + 0.5);
    left -= shares[i];
    if (weights[i] >= weights[heaviest]) heaviest = i;
  }
  shares[heaviest] += left;
}

}  // namespace hub
