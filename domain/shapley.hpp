// Shapley values of the states of journeys, of two games. docs/semantics.md, "Data-driven models".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/journey_sample.hpp"
#include "domain/random_numbers.hpp"

namespace hub {

/// Shapley values of the set game, by state: v(S) is what the journeys brought whose states are all in S. In closed form
/// each journey's worth is spread evenly over its distinct states (Zhao, Mahboobi, Bagheri 2018).
struct set_game_values {
  std::vector<double> of_count;
  std::vector<double> of_value;
};
set_game_values play_set_game(std::size_t players, std::span<const placed_sum> sums);

/// Journeys by their set of states, for the game v(S) = converting share of the journeys whose states are all in S, and 0
/// where there are none.
struct rate_game {
  std::size_t players = 0;
  const path_list* sets = nullptr;
  std::span<const std::uint64_t> conversions;  ///< parallel to *sets*
  std::span<const std::uint64_t> without;
};

/// Up to so many players every coalition is looked at.
inline constexpr std::size_t most_exact_players = 15;

/// @pre at most most_exact_players
std::vector<double> play_exactly(const rate_game& game);

struct estimated_values {
  std::vector<double> values;
  std::vector<double> errors;  ///< standard errors
};
/// The mean gain of each player over *orders* random orders in which they come. @pre orders > 1
estimated_values play_by_chance(const rate_game& game, std::size_t orders, random_numbers random);

/// How many orders are worth drawing: more for small games, 200 to 10,000.
std::size_t orders_for(const path_list& sets);

}  // namespace hub
