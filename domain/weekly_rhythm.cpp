#include "domain/weekly_rhythm.hpp"

#include <algorithm>

namespace hub {

void weekly_rhythm::note(instant at) {
  const auto hour = at / hour_us;
  if (!last_) {
    hours_.assign(hours_kept, 0);
    first_ = last_ = at;
  }
  const auto newest = *last_ / hour_us;
  if (hour <= newest - hours_kept) return;
  // The hours in between were silent; what stood in their places is too old.
  for (auto h = newest + 1; h <= std::min(hour, newest + hours_kept); ++h)
    hours_[static_cast<std::size_t>(h % hours_kept)] = 0;
  ++hours_[static_cast<std::size_t>(hour % hours_kept)];
  first_ = std::min(*first_, at);
  last_ = std::max(*last_, at);
}

/// Of an hour that lies partly within, as much counts.
double weekly_rhythm::count_between(instant from, instant to) const {
  double sum = 0;
  for (auto hour = from / hour_us; hour * hour_us < to; ++hour) {
    const auto within = std::min(to, (hour + 1) * hour_us) - std::max(from, hour * hour_us);
    sum += hours_[static_cast<std::size_t>(hour % hours_kept)] * static_cast<double>(within) /
           static_cast<double>(hour_us);
  }
  return sum;
}

std::optional<double> weekly_rhythm::usual_since_last(instant now) const {
  if (!last_) return std::nullopt;
  const auto until = std::clamp(now, *last_, *last_ + 2 * week_us);
  std::vector<double> before;
  for (int weeks = 1; weeks <= 4; ++weeks) {
    const auto from = *last_ - weeks * week_us;
    if (until - weeks * week_us > *last_) continue;  // part of that stretch is this silence
    if (from < *first_) break;
    before.push_back(count_between(from, until - weeks * week_us));
  }
  if (before.size() < 2) return std::nullopt;
  std::sort(before.begin(), before.end());
  return before[(before.size() - 1) / 2];
}

std::uint32_t weekly_rhythm::count_of(std::int64_t hour) const {
  const auto newest = last_ ? *last_ / hour_us : 0;
  const bool kept = last_ && hour <= newest && hour > newest - hours_kept;
  return kept ? hours_[static_cast<std::size_t>(hour % hours_kept)] : 0;
}

std::vector<hour_of_rhythm> weekly_rhythm::hours(instant now, std::int32_t count) const {
  constexpr std::int64_t week = 7 * 24;
  std::vector<hour_of_rhythm> told;
  for (auto hour = now / hour_us - count + 1; hour <= now / hour_us; ++hour) {
    hour_of_rhythm each{hour * hour_us, count_of(hour), {}};
    std::vector<std::uint32_t> before;
    for (int weeks = 1; weeks <= 4; ++weeks) {
      const auto then = hour - weeks * week;
      if (!first_ || then * hour_us < *first_ || then <= *last_ / hour_us - hours_kept) break;
      before.push_back(count_of(then));
    }
    std::sort(before.begin(), before.end());
    if (before.size() >= 2) each.usual = before[(before.size() - 1) / 2];
    told.push_back(each);
  }
  return told;
}

}  // namespace hub
