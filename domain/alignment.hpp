// Aligns points in time with points in time without crossing, by a dynamic program over a band of near ones.
#pragma once

#include <span>

#include "domain/assignment.hpp"

namespace hub {

/// How good a matching is: more pairs first, then less cost.
struct match_value {
  std::int64_t matched = 0;
  std::int64_t cost = 0;
  bool operator==(const match_value&) const = default;
  bool better_than(const match_value& o) const { return matched != o.matched ? matched > o.matched : cost < o.cost; }
};

/// True when some best assignment of *part* does not cross, so that align_in_order is exact: rows and columns stand at one
/// time each, in their order, a pair costs its distance, and what is allowed for a row is a run of columns that moves on
/// with the rows. @pre *part* is sorted by row and column and hangs together
bool lies_on_a_line(std::span<const allowed_pair> part);

/// Appends the best pairs that do not cross, of equally good ones the list that comes first. @pre as above
void align_in_order(std::span<const allowed_pair> part, std::vector<std::pair<std::size_t, std::size_t>>& chosen);

}  // namespace hub
