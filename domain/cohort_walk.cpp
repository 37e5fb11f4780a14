#include "domain/cohort_walk.hpp"

#include <algorithm>

namespace hub {
namespace {

std::int32_t day_of(instant at, const journey_columns::row& first) {
  return static_cast<std::int32_t>(std::max<instant>(at - first.at, 0) / day_us);
}

}  // namespace

// The conversions included that it shares with others and is named first for.
std::optional<cohort_walk::customer> cohort_walk::add(const journey_columns::span_of_journey& journey, sums& to) {
  if ((journey.journey & shared_journey) != 0) return std::nullopt;
  rows_.clear();
  c_.for_each_row(journey, [&](const journey_columns::row& r) {
    if (!r.alive) return true;
    if (r.at <= now_) latest_ = std::max(latest_, r.at);
    if (c_.contact(r) == journey.journey && r.at < until_ && in_scope(c_, r, q_) && !is_left_out(r, q_) && stands(r))
      rows_.push_back(&r);
    return true;
  });
  if (rows_.empty()) return std::nullopt;
  const auto& first = **std::min_element(rows_.begin(), rows_.end(), [&](const auto* a, const auto* b) {
    return a->at != b->at ? a->at < b->at : c_.id(*a) < c_.id(*b);
  });
  if (first.at < q_.from || first.at >= q_.to) return std::nullopt;
  collect_entries();
  thank(first, to);
  return customer{&first, rows_.size()};
}

// False for what was taken back as a whole, such as a deal that was lost again.
bool cohort_walk::stands(const journey_columns::row& r) const {
  int count = 0;
  for (const auto& e : c_.entries(r))
    if (e.at < until_) count += e.count;
  return count > 0;
}

void cohort_walk::collect_entries() {
  entries_.clear();
  for (const auto* r : rows_)
    for (const auto& e : c_.entries(*r))
      if (e.at < until_) entries_.push_back({e.at, convert(*r, e)});
  std::stable_sort(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
}

std::int64_t cohort_walk::convert(const journey_columns::row& r, const journey_entry& e) {
  if (e.amount == 0 || r.currency == q_.currency) return e.amount;
  const auto converted =
      q_.rates ? q_.rates->convert(e.amount, r.currency, q_.currency, local_day(e.at, {})) : std::nullopt;
  if (converted) return *converted;
  auto& sum = unconverted_[r.currency];
  sum.amount += e.amount;
  ++sum.entries;
  return 0;
}

// Gives the customer, and all that it brought in, to the touches of its first conversion.
void cohort_walk::thank(const journey_columns::row& first, sums& to) {
  const auto month = bucket_day(dimension::month, local_day(first.at, q_.zone));
  filter_.eligible(first, touches_);
  if (touches_.empty()) {
    auto& cohort = to[{month, unattributed_group}];
    cohort.customers.add(share_unit);
    cohort.customers.settle();
    for (const auto& e : entries_) cohort.revenue[day_of(e.at, first)] += e.amount;
    return;
  }
  weigh_first(first, to);
  std::int64_t running = 0;
  for (const auto& e : entries_) {
    model_.split(running, by_, std::span(before_));
    model_.split(running += e.amount, by_, std::span(after_));
    for (std::size_t i = 0; i < touches_.size(); ++i)
      if (after_[i] != before_[i]) cohorts_[i]->revenue[day_of(e.at, first)] += after_[i] - before_[i];
  }
}

void cohort_walk::weigh_first(const journey_columns::row& first, sums& to) {
  const auto month = bucket_day(dimension::month, local_day(first.at, q_.zone));
  const auto n = touches_.size();
  at_.resize(n);
  before_.resize(n);
  after_.resize(n);
  cohorts_.resize(n);
  for (std::size_t i = 0; i < n; ++i) at_[i] = c_.at()[touches_[i]];
  by_ = weigh_touches(model_, c_, first, at_);
  for (std::size_t i = 0; i < n; ++i) {
    cohorts_[i] = &discarded_;
    if (by_.weights[i] == 0 && by_.shares[i] == 0) continue;
    cohorts_[i] = &to[{month, group_of(touches_[i])}];  // a map: places stay where they are
    cohorts_[i]->customers.add(by_.shares[i]);
    cohorts_[i]->customers.settle();
  }
}

std::uint32_t cohort_walk::group_of(std::uint32_t touch) const {
  if ((c_.flags()[touch] & touch_direct) != 0) return direct_group;
  return q_.group_by[0] == dimension::channel ? c_.channel()[touch] : c_.campaign()[touch];
}

}  // namespace hub
