// Time decay of several touches at once; decay_curve has it of one.
#pragma once

#include "domain/decay_table.hpp"
#include "domain/lanes.hpp"

namespace hub::lanes {

/// Weights of ages in microseconds relative to age 0, where they are usual.
inline real weigh(const decay_table& by, real age_us) {
  constexpr int bits_of_step = decay_table::fraction_bits;
  const real x = age_us * (by.per_us * (1 << bits_of_step));
  const real step = whole(x);
  const real r = (x - step) * (0.69314718055994530942 / (1 << bits_of_step));
  const real rest = 1 - r * (1 - r * (0.5 - r * (1.0 / 6 - r * (1.0 / 24))));
  const mask steps = integers(step);
  const mask part = steps & ((1 << bits_of_step) - 1);
  // The rest of the steps are halvings: they lower the exponent of one. An age that is not usual wraps around.
  const bits power = (std::uint64_t{1023} << 52) - (reinterpret_cast<bits>(steps - part) << (52 - bits_of_step));
  real fractions;
  for (std::size_t k = 0; k < width; ++k) fractions[k] = by.fractions[part[k]];
  return reinterpret_cast<real>(power) * fractions * rest;
}

/// Which of several ages are: those of less than a thousand half-lives.
inline mask is_usual(const decay_table& by, real age_us) {
  const real x = age_us * by.per_us;
  return (x >= 0) & (x < 1000);
}

}  // namespace hub::lanes
