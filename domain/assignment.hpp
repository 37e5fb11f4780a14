// One-to-one assignment of rows to columns: as many pairs as possible, then the least total cost, then the list of pairs
// that comes first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hub {

/// A pair that is allowed. Rows and columns are points in time where every pair names the same time for them and costs
/// the distance; then the assignment is exact for any number of them.
struct allowed_pair {
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  std::int64_t cost = 0;
  std::int64_t row_at = 0;
  std::int64_t column_at = 0;
};

/// The best pairs (row, column) in row order. Each pair of *allowed* is given once. Exact where rows and columns that hang
/// together are points in time whose allowed partners leave no gap, or up to `exact_assignment_rows` of either; a larger
/// part of another kind is aligned in order.
std::vector<std::pair<std::size_t, std::size_t>> assign(std::vector<allowed_pair> allowed);

inline constexpr std::size_t exact_assignment_rows = 16;

}  // namespace hub
