// Splitting money by weights: largest remainder in minor units, exact in its sum for every value.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <queue>

#include "domain/money.hpp"

namespace hub {
namespace {

constexpr std::size_t on_stack = 64;
constexpr double least_tie = 1e-12;
constexpr double most_tie = 1e-3;
constexpr double dust = 0x1p-50;  // of a value, what the rounding of a weight and of its product may come to
constexpr std::uint64_t exact_in_double = std::uint64_t{1} << 52;
constexpr double taken = -1;  // marks a part that may get no further unit: already served, or without weight

/// How near remainders of a value are tied: what is equal in fractions differs in doubles by dust that grows with it.
double tie_of(std::uint64_t magnitude) {
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

/// The weights may miss 1 by enough to shift whole units of a large value, so they are scaled to it.
std::int64_t cut_scaled(std::uint64_t magnitude, std::span<const double> weights, std::span<std::int64_t> parts,
                        std::span<double> remainders) {
  const long double total = std::accumulate(weights.begin(), weights.end(), 0.0L);
  return cut<long double>(magnitude, 1 / total, weights, parts, remainders);
}

/// Gives one unit to each of the *left* largest remainders; few weights, so a scan per unit is the fastest way.
void serve_by_scan(std::int64_t left, double tie, std::span<std::int64_t> parts, std::span<double> remainders) {
  for (; left > 0; --left) {
    const double top = *std::max_element(remainders.begin(), remainders.end());
    std::size_t winner = remainders.size() - 1;
    while (remainders[winner] < top - tie) --winner;
    parts[winner] += 1;
    remainders[winner] = taken;
  }
}

/// The same without a branch a comparison, where no two remainders are nearly but not quite equal at the line between
/// those that get a unit and those that do not; else it answers false and has done nothing.
/// @pre 0 < left < remainders.size() <= on_stack; no remainder is `taken`
bool serve_by_keys(std::int64_t left, double tie, std::span<std::int64_t> parts, std::span<const double> remainders) {
  // Doubles that are not negative sort by their bits; the last bits give way to the position, so that the later wins.
  constexpr std::uint64_t position = on_stack - 1;
  std::array<std::uint64_t, on_stack> keys;
  const auto n = remainders.size();
  for (std::size_t i = 0; i < n; ++i) keys[i] = (std::bit_cast<std::uint64_t>(remainders[i]) & ~position) | i;
  std::array<std::uint8_t, on_stack> winners;
  std::uint64_t last = 0;
  for (std::int64_t k = 0; k < left; ++k) {
    last = keys[0];
    for (std::size_t i = 1; i < n; ++i) last = std::max(last, keys[i]);
    last &= position;
    keys[last] = 0;
    winners[static_cast<std::size_t>(k)] = static_cast<std::uint8_t>(last);
  }
  const double line = remainders[last];
  unsigned close = 0;
  for (std::size_t i = 0; i < n; ++i)
    close |=
        static_cast<unsigned>(std::abs(remainders[i] - line) <= 2 * tie) & static_cast<unsigned>(remainders[i] != line);
  if (close != 0) return false;
  for (std::int64_t k = 0; k < left; ++k) parts[winners[static_cast<std::size_t>(k)]] += 1;
  return true;
}

/// The same for many weights: sorted once, with the tied ones in a heap that yields the latest first.
void serve_by_sort(std::int64_t left, double tie, std::span<std::int64_t> parts, std::span<double> remainders) {
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return remainders[a] > remainders[b]; });
  std::priority_queue<std::size_t> tied;
  std::size_t head = 0;
  std::size_t seen = 0;
  for (; left > 0; --left) {
    while (head < seen && remainders[order[head]] == taken) ++head;
    const double top = remainders[order[head]];
    for (; seen < order.size() && remainders[order[seen]] >= top - tie; ++seen) tied.push(order[seen]);
    const std::size_t winner = tied.top();
    tied.pop();
    parts[winner] += 1;
    remainders[winner] = taken;
  }
}

/// Splits a magnitude; remainders is scratch space of the same size.
void split(std::uint64_t magnitude, std::span<const double> weights, std::span<std::int64_t> parts,
           std::span<double> remainders) {
  const bool small = magnitude < exact_in_double;
  std::int64_t left = small ? cut<double>(magnitude, 1.0, weights, parts, remainders)
                            : cut_scaled(magnitude, weights, parts, remainders);
  if (left == 0) return;
  const auto tie = tie_of(magnitude);
  const auto n = static_cast<std::int64_t>(weights.size());
  if (left > 0 && left < n && n <= static_cast<std::int64_t>(on_stack) &&
      *std::min_element(remainders.begin(), remainders.end()) >= 0 && serve_by_keys(left, tie, parts, remainders))
    return;
  const auto eligible = std::count_if(weights.begin(), weights.end(), [](double w) { return w > 0; });
  if (small && (left < 0 || left > eligible)) left = cut_scaled(magnitude, weights, parts, remainders);
  // A last bit of rounding may still leave a unit too many or too few; the largest part bears it.
  for (; left < 0; ++left) *std::max_element(parts.begin(), parts.end()) -= 1;
  for (; left > eligible; --left) *std::max_element(parts.begin(), parts.end()) += 1;
  weights.size() <= on_stack ? serve_by_scan(left, tie, parts, remainders)
                             : serve_by_sort(left, tie, parts, remainders);
}

}  // namespace

void allocate_into(std::int64_t value, std::span<const double> weights, std::span<std::int64_t> parts) {
  if (weights.size() == 1) parts[0] = value;
  if (weights.size() <= 1) return;
  const bool negative = value < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  if (weights.size() <= on_stack) {
    std::array<double, on_stack> remainders;
    split(magnitude, weights, parts, std::span(remainders).first(weights.size()));
  } else {
    std::vector<double> remainders(weights.size());
    split(magnitude, weights, parts, remainders);
  }
  if (negative)
    for (auto& part : parts) part = -part;
}

std::vector<std::int64_t> allocate(std::int64_t value, std::span<const double> weights) {
  std::vector<std::int64_t> parts(weights.size());
  allocate_into(value, weights, parts);
  return parts;
}

}  // namespace hub
