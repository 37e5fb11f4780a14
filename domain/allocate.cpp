// Splitting money by weights: largest remainder in minor units, exact in its sum for every value.
#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <queue>

#include "domain/money.hpp"
#include "domain/split_steps.hpp"

namespace hub {
namespace {

using namespace split_steps;

constexpr std::size_t on_stack = 64;

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
  if (weights.size() <= few && split_few(static_cast<std::int64_t>(magnitude), weights, parts)) {
    // done by the usual steps
  } else if (weights.size() <= on_stack) {
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
