#include "domain/milestones.hpp"

#include <algorithm>

namespace hub {
namespace {

constexpr double share_of_others = 0.1;

/// The latest touch at or before *reached*; the first where all came later.
std::size_t touch_before(instant reached, std::span<const instant> at) {
  const auto after = std::upper_bound(at.begin(), at.end(), reached);
  return after == at.begin() ? 0 : static_cast<std::size_t>(after - at.begin()) - 1;
}

}  // namespace

void weigh_milestones(model m, const milestones& passed, std::span<const instant> at, std::span<double> weights) {
  const auto n = at.size();
  const std::size_t steps[] = {0, touch_before(std::min(passed.lead, passed.opportunity), at),
                               touch_before(passed.opportunity, at), n - 1};
  const std::size_t count = m == model::full_path ? 4 : 3;
  std::fill(weights.begin(), weights.end(), 0.0);
  const auto share = (1 - share_of_others) / static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i) weights[steps[i]] += share;
  const auto others = std::count(weights.begin(), weights.end(), 0.0);
  for (auto& w : weights) {
    if (others == 0)
      w /= 1 - share_of_others;
    else if (w == 0)
      w = share_of_others / static_cast<double>(others);
  }
}

}  // namespace hub
