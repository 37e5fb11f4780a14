// What a shard contributes to the data-driven models: its journeys counted, as whole numbers that add up with those of the
// other shards in any order. Names are still positions in the dictionary. docs/semantics.md, "Data-driven models".
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "domain/credit.hpp"

namespace hub {

/// Where a transition leads that ends a journey.
inline constexpr name_id tally_conversion = 0xFFFF'FFF1U;
inline constexpr name_id tally_nowhere = 0xFFFF'FFF2U;

/// How often *to* came right after *from*.
struct transition_count {
  name_id from = 0;
  name_id to = 0;
  std::uint64_t count = 0;
};

/// What the converting journeys brought that have *size* distinct states, *state* among them.
struct worth_sum {
  name_id state = 0;
  std::uint32_t size = 0;
  std::int64_t count = 0;  ///< conversions, net of reversals in range
  std::int64_t value = 0;  ///< net revenue in range, minor units of the report's currency
};

/// Journeys that took one path.
struct path_sum {
  std::uint64_t conversions = 0;
  std::uint64_t without = 0;  ///< that led nowhere
  std::int64_t count = 0;     ///< as in worth_sum
  std::int64_t value = 0;

  void add(const path_sum& o) {
    conversions += o.conversions;
    without += o.without;
    count += o.count;
    value += o.value;
  }
};

/// What the asked data-driven models of *query* need; nothing if it asks none.
tally_wish wish_of(const report_query& query);

struct journey_tally {
  std::uint64_t conversions = 0;  ///< sales in range with a touch
  std::uint64_t without = 0;
  std::vector<transition_count> transitions;
  std::vector<worth_sum> state_sums;
  /// Paths one after the other: the states of all, how many each has, and what it counts. Equal paths may stand several
  /// times.
  std::vector<name_id> steps;
  std::vector<std::uint32_t> lengths;
  std::vector<path_sum> paths;
  std::vector<name_id> states;  ///< that occur; may repeat after a merge

  // The money of the report: what is to be shared out, and what is not.
  credit_cell attributed;
  credit_cell unattributed;
  std::int64_t booked = 0;
  unconverted_sums unconverted;
  left_out_sum left_out;
};

/// Chains of more states are not counted: `states` names all of them, the counts of journeys are then empty.
inline constexpr std::size_t most_states = 1'000;

/// Scans *columns*. @pre the query groups by one touch dimension and dates credit by conversion
journey_tally tally(const journey_columns& columns, const credit_query& query);

/// Adds *more* to *into*. @pre both answer the same query
void merge(journey_tally& into, journey_tally&& more);

}  // namespace hub
