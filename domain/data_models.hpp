// What the data-driven models (Markov, Shapley) may be asked, beside what every report is asked.
// docs/semantics.md, "Data-driven models".
#pragma once

#include <cstdint>
#include <string_view>

#include "domain/models.hpp"

namespace hub {

/// Which game Shapley values are of.
enum class shapley_game : std::uint8_t {
  set,             ///< a coalition is worth what the journeys brought that need nobody else
  conversion_rate  ///< a coalition is worth the share of such journeys that converted
};
constexpr std::string_view to_string(shapley_game g) { return g == shapley_game::set ? "set" : "conversion_rate"; }

inline constexpr int most_order = 3;

struct data_model_params {
  int order = 1;  ///< markov: how many touches back the next step depends on, 1 to most_order
  shapley_game game = shapley_game::set;
  std::int64_t seed = 1;              ///< of what is drawn: Monte-Carlo orders, bootstrap samples
  bool intervals = false;             ///< bootstrap intervals of 90 % wanted
  std::int64_t min_conversions = 30;  ///< with fewer converting journeys the models are refused

  friend bool operator==(const data_model_params&, const data_model_params&) = default;
};

}  // namespace hub
