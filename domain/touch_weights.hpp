// How a model spreads one conversion over its touches: as weights, as whole shares that are summed exactly, and as money.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/milestones.hpp"
#include "domain/models.hpp"

namespace hub {

/// Shares of conversions are summed in units of 10^-12 conversion.
inline constexpr std::int64_t share_unit = 1'000'000'000'000;

/// One model with its parameters. What depends on the number of touches alone is computed once for each number.
class touch_weights {
 public:
  /// Parallel to the touches. Valid until the next over().
  struct view {
    std::span<const double> weights;       ///< they add up to 1
    std::span<const std::int64_t> shares;  ///< they add up to share_unit exactly
  };

  touch_weights(model m, const model_params& params);

  hub::model what() const { return model_; }
  /// @param at instants of the touches, in order. @pre not empty, and the model is neither data-driven nor of milestones
  view over(std::span<const instant> at);
  /// Of a milestone model, for a conversion on whose way these were passed.
  view over(std::span<const instant> at, const milestones& passed);
  /// Splits *value* by weights that over() gave, as allocate() does.
  void split(std::int64_t value, const view& by, std::span<std::int64_t> parts) const;

 private:
  struct spread {
    std::vector<double> weights;
    std::vector<std::int64_t> shares;
  };
  static constexpr std::size_t most_known = 64;

  view computed(spread& s, std::span<const instant> at);

  hub::model model_;
  model_params params_;
  decay_curve decay_;
  spread own_;
  std::vector<spread> known_;  // by number of touches
};

}  // namespace hub
