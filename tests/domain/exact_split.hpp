// Splitting money the obvious way, for tests: by exact fractions where the weights are fractions, else in long double
// with every comparison spelled out. Shares no code with the domain.
#pragma once

#include <cstdint>
#include <vector>

namespace hub::second {

/// Weights numerator[i] / denominator, which add up to 1.
struct fractions {
  std::vector<std::int64_t> numerator;
  std::int64_t denominator = 1;
};

inline std::vector<std::int64_t> mirrored(std::vector<std::int64_t> parts) {
  for (auto& p : parts) p = -p;
  return parts;
}

/// Largest remainder; of equal ones the later.
inline std::vector<std::int64_t> split_exactly(std::int64_t value, const fractions& w) {
  if (value < 0) return mirrored(split_exactly(-value, w));
  std::vector<std::int64_t> parts, cut;
  auto left = value;
  for (const auto n : w.numerator) {
    const auto share = static_cast<__int128>(value) * n;
    parts.push_back(static_cast<std::int64_t>(share / w.denominator));
    cut.push_back(static_cast<std::int64_t>(share % w.denominator));
    left -= parts.back();
  }
  for (; left > 0; --left) {
    std::size_t winner = 0;
    for (std::size_t i = 1; i < cut.size(); ++i)
      if (cut[i] >= cut[winner]) winner = i;
    ++parts[winner];
    cut[winner] = -1;
  }
  return parts;
}

/// The same over weights that are no fractions: remainders within 1e-12 of the largest, or within what the rounding of
/// doubles may come to where that is more, are tied, and the later wins.
/// Real: what a share is computed in.
template <class Real, class Weight>
std::vector<std::int64_t> split_slowly(std::int64_t value, const std::vector<Weight>& weights) {
  if (value < 0) return mirrored(split_slowly<Real>(-value, weights));
  const auto rounding = static_cast<double>(value) / 1125899906842624.0;  // 2^50
  const Real tie = rounding < 1e-12 ? 1e-12 : rounding > 1e-3 ? 1e-3 : rounding;
  std::vector<std::int64_t> parts;
  std::vector<Real> cut;
  auto left = value;
  for (const auto w : weights) {
    const Real share = static_cast<Real>(value) * static_cast<Real>(w);
    parts.push_back(static_cast<std::int64_t>(share));
    cut.push_back(w > 0 ? share - static_cast<Real>(parts.back()) : Real{-1});
    left -= parts.back();
  }
  for (; left > 0; --left) {
    Real largest = -1;
    for (const auto c : cut)
      if (c > largest) largest = c;
    std::size_t winner = 0;
    for (std::size_t i = 0; i < cut.size(); ++i)
      if (cut[i] >= largest - tie) winner = i;
    ++parts[winner];
    cut[winner] = -1;
  }
  return parts;
}

}  // namespace hub::second
