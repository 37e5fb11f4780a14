// The steps of splitting money by weights, of one conversion; block_splits.hpp has those of many at once.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hub::split_steps {

inline constexpr std::size_t few = 16;
inline constexpr std::uint64_t exact_in_double = std::uint64_t{1} << 52;
inline constexpr double taken = -1;  // marks a part that may get no further unit: already served, or without weight

/// How near remainders of a value are tied: what is equal in fractions differs in doubles by dust that grows with it.
inline constexpr double least_tie = 1e-12, most_tie = 1e-3;
inline constexpr double dust = 0x1p-50;  ///< of a value, what the rounding of a weight and of its product may come to
inline double tie_of(std::uint64_t magnitude) {
  return std::clamp(static_cast<double>(magnitude) * dust, least_tie, most_tie);
}

/// Fills parts with the whole units of magnitude·weight·scale and remainders with what was cut; answers the units left.
/// Real is long double where the value needs more bits than a double keeps.
template <class Real>
std::int64_t cut(std::uint64_t magnitude, Real scale, std::span<const double> weights, std::span<std::int64_t> parts,
                 std::span<double> remainders) {
  const Real scaled = static_cast<Real>(magnitude) * scale;
  auto left = static_cast<std::int64_t>(magnitude);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Real share = scaled * static_cast<Real>(weights[i]);
    parts[i] = static_cast<std::int64_t>(share);
    remainders[i] = weights[i] > 0 ? static_cast<double>(share - static_cast<Real>(parts[i])) : taken;
    left -= parts[i];
  }
  return left;
}

/// Gives a unit to each of the *left* largest remainders, unless some are nearly but not quite equal at the line between
/// those that get one and those that do not; then it answers false and has done nothing. Each part counts those that
/// come before it, without a branch. @pre 0 < left < remainders.size() <= few; no remainder is `taken`
inline bool serve_by_rank(std::int64_t left, double tie, std::span<std::int64_t> parts,
                          std::span<const double> remainders) {
  // Doubles that are not negative sort by their bits; the last bits give way to the position, so that the later wins.
  constexpr std::uint64_t position = few - 1;
  std::array<std::uint64_t, few> keys;
  std::array<std::int64_t, few> before;
  const auto n = remainders.size();
  for (std::size_t i = 0; i < n; ++i) keys[i] = (std::bit_cast<std::uint64_t>(remainders[i]) & ~position) | i;
  double line = 0;
  for (std::size_t i = 0; i < n; ++i) {
    std::int64_t rank = 0;
    for (std::size_t j = 0; j < n; ++j) rank += keys[j] > keys[i] ? 1 : 0;
    before[i] = rank;
    line = rank == left - 1 ? remainders[i] : line;
  }
  unsigned close = 0;
  for (std::size_t i = 0; i < n; ++i)
    close |=
        static_cast<unsigned>(std::abs(remainders[i] - line) <= 2 * tie) & static_cast<unsigned>(remainders[i] != line);
  if (close != 0) return false;
  for (std::size_t i = 0; i < n; ++i) parts[i] += before[i] < left ? 1 : 0;
  return true;
}

/// Splits as allocate() does, where the usual steps can: false for what needs a closer look.
/// @pre value >= 0 and parts.size() <= few
inline bool split_few(std::int64_t value, std::span<const double> weights, std::span<std::int64_t> parts) {
  const auto magnitude = static_cast<std::uint64_t>(value);
  if (magnitude >= exact_in_double) return false;
  std::array<double, few> cut_off;
  std::span<double> remainders(cut_off.data(), parts.size());
  const auto left = cut<double>(magnitude, 1.0, weights, parts, remainders);
  if (left == 0) return true;
  unsigned without = 0;
  for (const auto r : remainders) without |= static_cast<unsigned>(r < 0);
  return without == 0 && left > 0 && left < static_cast<std::int64_t>(parts.size()) &&
         serve_by_rank(left, tie_of(magnitude), parts, remainders);
}

/// The same where all weights but the first and the last are equal. @pre parts.size() > 2
inline bool split_ends(std::int64_t value, std::span<const double> weights, std::span<std::int64_t> parts) {
  const auto magnitude = static_cast<double>(value);
  const auto wa = weights.front(), wm = weights[1], wz = weights.back();
  if (!(value > 0 && magnitude < static_cast<double>(exact_in_double) && wa > 0 && wm > 0 && wz > 0)) return false;
  const auto inner = static_cast<std::int64_t>(parts.size()) - 2;
  const auto first = magnitude * wa, middle = magnitude * wm, last = magnitude * wz;
  const auto a = static_cast<std::int64_t>(first), m = static_cast<std::int64_t>(middle),
             z = static_cast<std::int64_t>(last);
  const auto ra = first - static_cast<double>(a), rm = middle - static_cast<double>(m),
             rz = last - static_cast<double>(z);
  const auto left = value - a - inner * m - z;
  const auto tie = tie_of(static_cast<std::uint64_t>(value));
  const auto near = [&](double x, double y) {
    return static_cast<unsigned>(x != y) & static_cast<unsigned>(std::abs(x - y) <= 2 * tie);
  };
  if (left < 0 || left > inner + 2 || (near(ra, rm) | near(ra, rz) | near(rm, rz)) != 0) return false;
  // How many units are gone before each is served, the later first among equals.
  const auto before_a = (rm >= ra ? inner : 0) + (rz >= ra ? 1 : 0);
  const auto before_m = (ra > rm ? 1 : 0) + (rz >= rm ? 1 : 0);
  const auto before_z = (ra > rz ? 1 : 0) + (rm > rz ? inner : 0);
  const auto served = std::clamp<std::int64_t>(left - before_m, 0, inner);
  for (std::size_t i = 1; i + 1 < parts.size(); ++i)
    parts[i] = m + (static_cast<std::int64_t>(i) > inner - served ? 1 : 0);
  parts.front() = a + (before_a < left ? 1 : 0);
  parts.back() = z + (before_z < left ? 1 : 0);
  return true;
}

/// The same by equal weights: what is left over goes to the later parts, a unit each.
inline void split_equally(std::int64_t value, std::span<std::int64_t> parts) {
  const auto n = static_cast<std::int64_t>(parts.size());
  const auto part = value / n, left = value % n;
  const auto unit = left < 0 ? -1 : 1;
  const auto served = parts.size() - static_cast<std::size_t>(left * unit);
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = i < served ? part : part + unit;
}

}  // namespace hub::split_steps
