// One-to-one assignment of a few rows to a few columns: as many pairs as possible, then the least total cost, then
// the list of pairs that comes first.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace hub {

/// Cost of a pair, or nothing where the pair is not allowed.
using pair_cost = std::function<std::optional<std::int64_t>(std::size_t row, std::size_t column)>;

/// The best pairs in row order. Exact up to `exact_assignment_rows` rows and columns in a connected part; a larger part
/// is aligned in order, which is exact where no pair is forbidden by more than distance.
std::vector<std::pair<std::size_t, std::size_t>> assign(std::size_t rows, std::size_t columns, const pair_cost& cost);

inline constexpr std::size_t exact_assignment_rows = 16;

}  // namespace hub
