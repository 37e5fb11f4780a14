// Time decay: what a touch weighs by its age.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "domain/decay_table.hpp"
#include "domain/time.hpp"

namespace hub {

/// 2^(-x) for x ≥ 0, to within 2 ulp, by two small tables and a short series.
class decay_curve {
 public:
  explicit decay_curve(double half_life_days);

  /// Weight of an age in microseconds relative to age 0.
  double operator()(std::int64_t age_us) const {
    const auto x = static_cast<double>(age_us) * table_.per_us;
    if (x >= most_halvings) return 0;
    const auto whole = static_cast<std::size_t>(x);
    const auto fraction = (x - static_cast<double>(whole)) * (1 << fraction_bits);
    const auto step = static_cast<std::size_t>(fraction);
    // The rest r is below 2^-10 half-lives: e^(-r ln 2) by its series is exact to 1e-17 after four terms.
    const auto r = (fraction - static_cast<double>(step)) * (0.69314718055994530942 / (1 << fraction_bits));
    const auto rest = 1 - r * (1 - r * (0.5 - r * (1.0 / 6 - r * (1.0 / 24))));
    return powers_[whole] * table_.fractions[step] * rest;
  }

  /// For the same of several ages at once (decay_lanes.hpp).
  const decay_table& table() const { return table_; }

  /// Weights over touches at *at*, in order; they add up to 1. @pre at is not empty
  void weigh(std::span<const instant> at, std::span<double> weights) const {
    double sum = 0;
    for (std::size_t i = 0; i < at.size(); ++i) sum += weights[i] = (*this)(at.back() - at[i]);
    for (auto& w : weights) w /= sum;
  }

 private:
  static constexpr int fraction_bits = decay_table::fraction_bits;
  static constexpr int most_halvings = 1100;  // down to zero

  static const double* fractions();
  static const double* powers();

  decay_table table_;
  const double* powers_;
};

}  // namespace hub
