// How a model spreads one conversion over its touches: as weights, as whole shares that are summed exactly, and as money.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/milestones.hpp"
#include "domain/models.hpp"
#include "domain/money.hpp"
#include "domain/share_unit.hpp"
#include "domain/split_steps.hpp"

namespace hub {

/// Weights as whole share units that add up to one conversion exactly.
inline void shares_of(std::span<const double> weights, std::span<std::int64_t> shares) {
  std::int64_t left = share_unit;
  std::size_t heaviest = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    shares[i] = static_cast<std::int64_t>(weights[i] * static_cast<double>(share_unit) + 0.5);
    left -= shares[i];
    heaviest = weights[i] >= weights[heaviest] ? i : heaviest;
  }
  shares[heaviest] += left;
}

/// One model with its parameters. What depends on the number of touches alone is computed once for each number.
class touch_weights {
 public:
  /// Parallel to the touches. Valid until the next over().
  struct view {
    std::span<const double> weights;       ///< they add up to 1
    std::span<const std::int64_t> shares;  ///< they add up to share_unit exactly
  };

  touch_weights(model m, const model_params& params)
      : model_(m), params_(params), decay_(params.half_life_days), known_(most_known + 1) {}

  hub::model what() const { return model_; }
  const decay_curve& decay() const { return decay_; }

  /// @param at instants of the touches, in order. @pre not empty, and the model is neither data-driven nor of milestones
  view over(std::span<const instant> at) {
    const auto n = at.size();
    if (model_ == model::time_decay) {
      own_.resize(n);
      decay_.weigh(at, std::span<double>(own_.weights.data(), n));
      return shared(own_);
    }
    if (n > most_known) return computed(own_, at);
    auto& known = known_[n];
    if (known.weights.empty()) return computed(known, at);
    return {known.weights, known.shares};
  }

  /// Of a milestone model, for a conversion on whose way these were passed.
  view over(std::span<const instant> at, const milestones& passed) {
    own_.resize(at.size());
    weigh_milestones(model_, passed, at, own_.weights);
    return shared(own_);
  }

  /// Splits *value* by weights that over() gave, as allocate() does.
  void split(std::int64_t value, const view& by, std::span<std::int64_t> parts) const {
    constexpr auto exact = static_cast<std::int64_t>(split_steps::exact_in_double);
    const std::span<const double> weights(by.weights.data(), by.weights.size());
    const auto n = weights.size();
    if (value >= 0 && value < exact && n <= most_known) {
      if (model_ == model::linear) return split_steps::split_equally(value, parts);
      if (model_ == model::position_based && n > 2 && split_steps::split_ends(value, weights, parts)) return;
      if (n <= split_steps::few && split_steps::split_few(value, weights, parts)) return;
    }
    allocate_into(value, weights, parts);
  }

 private:
  struct spread {
    std::vector<double> weights;
    std::vector<std::int64_t> shares;

    void resize(std::size_t n) {
      weights.resize(n);
      shares.resize(n);
    }
  };
  static constexpr std::size_t most_known = 64;

  static view shared(spread& s) {
    shares_of(std::span<const double>(s.weights.data(), s.weights.size()),
              std::span<std::int64_t>(s.shares.data(), s.shares.size()));
    return {s.weights, s.shares};
  }

  view computed(spread& s, std::span<const instant> at) const {
    s.resize(at.size());
    weigh(model_, params_, decay_, at, s.weights);
    return shared(s);
  }

  hub::model model_;
  model_params params_;
  decay_curve decay_;
  spread own_;
  std::vector<spread> known_;  // by number of touches
};

}  // namespace hub
