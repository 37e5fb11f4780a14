// How much each distinct path counts: as it was observed, or as one bootstrap sample of the journeys has it.
#pragma once

#include <cstdint>
#include <vector>

#include "domain/journey_sample.hpp"
#include "domain/random_numbers.hpp"

namespace hub {

/// All lists parallel to the paths.
struct journey_weights {
  std::vector<std::uint64_t> conversions, without;  ///< journeys
  std::vector<double> count, value;                 ///< what the converting ones brought
};

journey_weights observed(const path_list& paths);

/// Draws journeys from those observed, as many, with replacement. Journeys of one path that converted brought what they did
/// on average.
class resampler {
 public:
  explicit resampler(const path_list& paths);
  journey_weights draw(random_numbers& random) const;

 private:
  std::vector<std::uint32_t> drawn_before(random_numbers& random) const;

  const path_list& paths_;
  std::uint64_t journeys_ = 0;  // path by path, those that converted before those that led nowhere
};

}  // namespace hub
