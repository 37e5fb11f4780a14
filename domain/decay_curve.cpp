#include "domain/decay_curve.hpp"

#include <array>
#include <cmath>

namespace hub {

/// 2^(-i/1024) for i in [0, 1024).
const double* decay_curve::fractions() {
  static const auto table = [] {
    std::array<double, 1 << fraction_bits> t{};
    for (std::size_t i = 0; i < t.size(); ++i)
      t[i] = std::exp2(-static_cast<double>(i) / static_cast<double>(t.size()));
    return t;
  }();
  return table.data();
}

/// 2^(-i).
const double* decay_curve::powers() {
  static const auto table = [] {
    std::array<double, most_halvings> t{};
    for (std::size_t i = 0; i < t.size(); ++i) t[i] = std::ldexp(1.0, -static_cast<int>(i));
    return t;
  }();
  return table.data();
}

decay_curve::decay_curve(double half_life_days)
    : table_{1.0 / (half_life_days * static_cast<double>(day_us)), fractions()}, powers_(powers()) {}

}  // namespace hub
