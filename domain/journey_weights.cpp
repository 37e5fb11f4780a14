#include "domain/journey_weights.hpp"

#include <algorithm>
#include <functional>
#include <utility>

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
  for (const auto& s : paths.sums) journeys_ += s.conversions + s.without;
}

/// How many of the draws fell on the journeys before each, and before the end. While they are drawn there is a byte for
/// each, so that all stay near the processor; the few whose byte runs over are noted beside.
std::vector<std::uint32_t> resampler::drawn_before(random_numbers& random) const {
  std::vector<std::uint8_t> hits(journeys_);
  std::vector<std::size_t> ran_over;
  for (std::size_t i = 0; i < journeys_; ++i) {
    const auto drawn = random.below(journeys_);
    if (++hits[drawn] == 0) ran_over.push_back(drawn);
  }
  std::sort(ran_over.begin(), ran_over.end(), std::greater<>());
  std::vector<std::uint32_t> before(journeys_ + 1);
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < journeys_; ++i) {
    before[i] = sum;
    sum += hits[i];
    for (; !ran_over.empty() && ran_over.back() == i; ran_over.pop_back()) sum += 256;
  }
  before[journeys_] = sum;
  return before;
}

journey_weights resampler::draw(random_numbers& random) const {
  const auto before = drawn_before(random);
  std::size_t at = 0;
  const auto take = [&](std::uint64_t journeys) {
    const auto begin = std::exchange(at, at + journeys);
    return before[at] - before[begin];
  };
  journey_weights w;
  const auto paths = paths_.size();
  w.conversions.resize(paths);
  w.without.resize(paths);
  w.count.resize(paths);
  w.value.resize(paths);
  for (std::size_t p = 0; p < paths; ++p) {
    w.conversions[p] = take(paths_.sums[p].conversions);
    w.without[p] = take(paths_.sums[p].without);
  }
  for (std::size_t p = 0; p < paths; ++p) {
    const auto& s = paths_.sums[p];
    const auto times =
        static_cast<double>(w.conversions[p]) / static_cast<double>(std::max<std::uint64_t>(s.conversions, 1));
    w.count[p] = times * static_cast<double>(s.count);
    w.value[p] = times * static_cast<double>(s.value);
  }
  return w;
}

}  // namespace hub
