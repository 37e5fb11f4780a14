// The attribution models there are, and how the heuristic ones spread one conversion's credit over its eligible touches.
// The milestone models are in milestones.hpp, the data-driven ones in data_models.hpp. docs/semantics.md, "Models".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/decay_curve.hpp"
#include "domain/error.hpp"
#include "domain/time.hpp"

namespace hub {

enum class model : std::uint8_t {
  first_touch,
  last_touch,
  linear,
  time_decay,
  position_based,
  w_shaped,
  full_path,
  markov,
  shapley
};
/// The five heuristics: what a comparison shows where no models are named.
inline constexpr std::size_t model_count = 5;
inline constexpr model all_models[] = {model::first_touch, model::last_touch, model::linear, model::time_decay,
                                       model::position_based};
/// Every model that can be asked for.
inline constexpr model known_models[] = {model::first_touch, model::last_touch,     model::linear,
                                         model::time_decay,  model::position_based, model::w_shaped,
                                         model::full_path,   model::markov,         model::shapley};

/// Looks at the instants of the contact's milestones too.
constexpr bool is_milestone_model(model m) { return m == model::w_shaped || m == model::full_path; }
/// Learns from all journeys at once what each group earns; says nothing of one conversion.
constexpr bool is_data_driven(model m) { return m == model::markov || m == model::shapley; }

std::string_view to_string(model m);
/// Error: `model-unknown`, naming the models there are.
result<model> parse_model(std::string_view name);

struct model_params {
  double half_life_days = 7;  ///< time_decay: a touch this much older weighs half
  double first_weight = 0.4;  ///< position_based: share of the first touch
  double last_weight = 0.4;   ///< position_based: share of the last touch

  friend bool operator==(const model_params&, const model_params&) = default;
};

/// Errors: `parameter-out-of-range` for a half-life not above 0, negative shares or shares adding up to more than 1.
result<model_params> checked(model_params params);

/// Weights over the touches at *at* (in order) of a conversion; they add up to 1.
/// @pre at is not empty, *m* is one of the five heuristics
void weigh(model m, const model_params& params, const decay_curve& decay, std::span<const instant> at,
           std::span<double> weights);

}  // namespace hub
