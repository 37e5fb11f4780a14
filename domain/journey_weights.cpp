#include "domain/journey_weights.hpp"

namespace hub {

journey_weights observed(const path_list& paths) {
  journey_weights w;
  for (const auto& s : paths.sums) {
    w.conversions.push_back(s.conversions);
    w.without.push_back(s.without);
    w.count.push_back(static_cast<double>(s.count));
    w.value.push_back(static_cast<double>(s.value));
  }
  return w;
}

resampler::resampler(const path_list& paths) : paths_(paths) {
  for (std::uint32_t p = 0; p < paths.size(); ++p) {
    kind_of_.insert(kind_of_.end(), paths.sums[p].conversions, 2 * p);
    kind_of_.insert(kind_of_.end(), paths.sums[p].without, 2 * p + 1);
  }
}

journey_weights resampler::draw(random_numbers& random) const {
  journey_weights w;
  const auto paths = paths_.size();
  w.conversions.resize(paths);
  w.without.resize(paths);
  w.count.resize(paths);
  w.value.resize(paths);
  for (std::size_t i = 0; i < kind_of_.size(); ++i) {
    const auto kind = kind_of_[random.below(kind_of_.size())];
    ++(kind % 2 == 0 ? w.conversions : w.without)[kind / 2];
  }
  for (std::size_t p = 0; p < paths; ++p) {
    const auto& s = paths_.sums[p];
    if (s.conversions == 0) continue;
    const auto times = static_cast<double>(w.conversions[p]) / static_cast<double>(s.conversions);
    w.count[p] = times * static_cast<double>(s.count);
    w.value[p] = times * static_cast<double>(s.value);
  }
  return w;
}

}  // namespace hub
