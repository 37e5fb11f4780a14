// All journeys of a question as the data-driven models see them: the tallies of the shards added up, states in the order
// of their names, paths in the order of their states. Equal journeys make equal samples, whatever the shards were and in
// which order names were first heard of.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "domain/journey_tally.hpp"

namespace hub {

/// Distinct paths over states, in lexical order.
struct path_list {
  std::vector<std::uint32_t> steps;
  std::vector<std::size_t> begins;  ///< of each path in steps
  std::vector<path_sum> sums;

  std::size_t size() const { return sums.size(); }
  std::span<const std::uint32_t> operator[](std::size_t i) const {
    const auto end = i + 1 < begins.size() ? begins[i + 1] : steps.size();
    return std::span(steps).subspan(begins[i], end - begins[i]);
  }
};

/// Steps between states; `to` may be one of the two ends.
struct state_step {
  static constexpr std::uint32_t conversion = 0xFFFF'FFFEU;
  static constexpr std::uint32_t nowhere = 0xFFFF'FFFFU;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::uint64_t count = 0;
};

/// worth_sum with the state's position.
struct placed_sum {
  std::uint32_t state = 0;
  std::uint32_t size = 0;
  std::int64_t count = 0;
  std::int64_t value = 0;
};

struct journey_sample {
  std::vector<std::string> names;  ///< of the states, in order
  std::vector<name_id> ids;        ///< parallel
  std::uint64_t conversions = 0;
  std::uint64_t without = 0;
  std::vector<state_step> transitions;  ///< by (from, to)
  std::vector<placed_sum> state_sums;   ///< by (state, size)
  path_list paths;
};

/// The states that occur in *tally*, each once.
std::vector<name_id> states_of(const journey_tally& tally);

/// @param names what each of states_of(tally) is called
/// @param sets  the order within a path says nothing
journey_sample sample_of(const journey_tally& tally, std::span<const std::string> names, bool sets);

/// The paths as sets of distinct states.
path_list sets_of(const path_list& paths);

}  // namespace hub
