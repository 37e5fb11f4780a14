#include "domain/touch_weights.hpp"

#include <algorithm>

#include "domain/money.hpp"

namespace hub {
namespace {

/// Weights as whole share units that add up to one conversion exactly.
void shares_of(std::span<const double> weights, std::span<std::int64_t> shares) {
  std::int64_t left = share_unit;
  std::size_t heaviest = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    shares[i] = static_cast<std::int64_t>(weights[i] * static_cast<double>(share_unit) + 0.5);
    left -= shares[i];
    if (weights[i] >= weights[heaviest]) heaviest = i;
  }
  shares[heaviest] += left;
}

/// What is left over of equal parts goes to the later touches, a unit each.
void split_equally(std::int64_t value, std::span<std::int64_t> parts) {
  const auto n = static_cast<std::int64_t>(parts.size());
  const auto part = value / n, left = value % n;
  const auto unit = left < 0 ? -1 : 1;
  const auto served = parts.size() - static_cast<std::size_t>(left * unit);
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = i < served ? part : part + unit;
}

}  // namespace

touch_weights::touch_weights(model m, const model_params& params)
    : model_(m), params_(params), decay_(params.half_life_days), known_(most_known + 1) {}

touch_weights::view touch_weights::computed(spread& s, std::span<const instant> at) {
  s.weights.resize(at.size());
  s.shares.resize(at.size());
  weigh(model_, params_, decay_, at, s.weights);
  shares_of(s.weights, s.shares);
  return {s.weights, s.shares};
}

touch_weights::view touch_weights::over(std::span<const instant> at) {
  if (model_ == model::time_decay || at.size() > most_known) return computed(own_, at);
  auto& known = known_[at.size()];
  if (known.weights.empty()) return computed(known, at);
  return {known.weights, known.shares};
}

touch_weights::view touch_weights::over(std::span<const instant> at, const milestones& passed) {
  own_.weights.resize(at.size());
  own_.shares.resize(at.size());
  weigh_milestones(model_, passed, at, own_.weights);
  shares_of(own_.weights, own_.shares);
  return {own_.weights, own_.shares};
}

void touch_weights::split(std::int64_t value, const view& by, std::span<std::int64_t> parts) const {
  constexpr std::int64_t exact = std::int64_t{1} << 52;
  if (model_ == model::linear && parts.size() <= most_known && value < exact && value > -exact)
    split_equally(value, parts);
  else
    allocate_into(value, by.weights, parts);
}

}  // namespace hub
