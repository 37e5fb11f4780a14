#include "domain/cohort_scan.hpp"

#include <algorithm>

#include "domain/credit_walk.hpp"

namespace hub {
namespace {

/// An amount of a customer in the report's currency.
struct customer_entry {
  instant at = 0;
  std::int64_t amount = 0;
};

class scan {
 public:
  scan(const journey_columns& columns, const cohort_query& query)
      : c_(columns),
        q_(query.credit),
        filter_(columns, query.credit.rules),
        until_(query.until),
        model_(q_.models[0], q_.params) {}

  cohort_partial run() {
    c_.for_each_journey([&](const journey_columns::span_of_journey& journey) {
      if ((journey.journey & shared_journey) == 0) take(journey);
    });
    out_.left_out = left_out_of(c_, q_);
    for (auto& [key, sum] : out_.cohorts) sum.customers.settle();
    return std::move(out_);
  }

 private:
  /// A contact and its conversions, those included that it shares with others and is named first for.
  void take(const journey_columns::span_of_journey& journey) {
    rows_.clear();
    c_.for_each_row(journey, [&](const journey_columns::row& r) {
      if (!r.alive) return true;
      out_.latest = std::max(out_.latest, r.at);
      if (c_.contact(r) == journey.journey && r.at < until_ && in_scope(c_, r, q_) && !is_left_out(r, q_) && stands(r))
        rows_.push_back(&r);
      return true;
    });
    if (rows_.empty()) return;
    const auto& first = **std::min_element(rows_.begin(), rows_.end(), [&](const auto* a, const auto* b) {
      return a->at != b->at ? a->at < b->at : c_.id(*a) < c_.id(*b);
    });
    if (first.at < q_.from || first.at >= q_.to) return;
    collect_entries();
    thank(first);
  }

  /// False for what was taken back as a whole, such as a deal that was lost again.
  bool stands(const journey_columns::row& r) const {
    int count = 0;
    for (const auto& e : c_.entries(r))
      if (e.at < until_) count += e.count;
    return count > 0;
  }

  void collect_entries() {
    entries_.clear();
    for (const auto* r : rows_)
      for (const auto& e : c_.entries(*r))
        if (e.at < until_) entries_.push_back({e.at, convert(*r, e)});
    std::stable_sort(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  }

  std::int64_t convert(const journey_columns::row& r, const journey_entry& e) {
    if (e.amount == 0 || r.currency == q_.currency) return e.amount;
    const auto converted =
        q_.rates ? q_.rates->convert(e.amount, r.currency, q_.currency, local_day(e.at, {})) : std::nullopt;
    if (converted) return *converted;
    auto& sum = out_.unconverted[r.currency];
    sum.amount += e.amount;
    ++sum.entries;
    return 0;
  }

  /// Gives the customer, and all that it brought in, to the touches of its first conversion.
  void thank(const journey_columns::row& first) {
    const auto month = bucket_day(dimension::month, local_day(first.at, q_.zone));
    filter_.eligible(first, touches_);
    if (touches_.empty()) {
      auto& cohort = out_.cohorts[{month, unattributed_group}];
      cohort.customers.add(share_unit);
      cohort.customers.settle();
      for (const auto& e : entries_) cohort.revenue[day_of(e, first)] += e.amount;
      return;
    }
    weigh_first(first);
    std::int64_t running = 0;
    for (const auto& e : entries_) {
      model_.split(running, by_, std::span(before_));
      model_.split(running += e.amount, by_, std::span(after_));
      for (std::size_t i = 0; i < touches_.size(); ++i)
        if (after_[i] != before_[i]) cohorts_[i]->revenue[day_of(e, first)] += after_[i] - before_[i];
    }
  }

  void weigh_first(const journey_columns::row& first) {
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
      cohorts_[i] = &out_.cohorts[{month, group_of(touches_[i])}];  // a map: places stay where they are
      cohorts_[i]->customers.add(by_.shares[i]);
      cohorts_[i]->customers.settle();
    }
  }

  static std::int32_t day_of(const customer_entry& e, const journey_columns::row& first) {
    return static_cast<std::int32_t>(std::max<instant>(e.at - first.at, 0) / day_us);
  }

  std::uint32_t group_of(std::uint32_t touch) const {
    if ((c_.flags()[touch] & touch_direct) != 0) return direct_group;
    return q_.group_by[0] == dimension::channel ? c_.channel()[touch] : c_.campaign()[touch];
  }

  const journey_columns& c_;
  const credit_query& q_;
  touch_filter filter_;
  instant until_;
  touch_weights model_;
  touch_weights::view by_;
  cohort_partial out_;
  cohort_sum discarded_;  // where a weight of nothing goes
  std::vector<const journey_columns::row*> rows_;
  std::vector<customer_entry> entries_;
  std::vector<std::uint32_t> touches_;
  std::vector<instant> at_;
  std::vector<std::int64_t> before_, after_;
  std::vector<cohort_sum*> cohorts_;  // by touch
};

}  // namespace

void cohort_sum::add(const cohort_sum& o) {
  customers.add(o.customers);
  for (const auto& [day, amount] : o.revenue) revenue[day] += amount;
}

std::int64_t cohort_sum::total() const {
  std::int64_t sum = 0;
  for (const auto& [day, amount] : revenue) sum += amount;
  return sum;
}

cohort_partial scan_cohorts(const journey_columns& columns, const cohort_query& query) {
  return scan(columns, query).run();
}

void merge(cohort_partial& into, cohort_partial&& more) {
  for (const auto& [key, sum] : more.cohorts) into.cohorts[key].add(sum);
  for (const auto& [currency, sum] : more.unconverted) {
    into.unconverted[currency].amount += sum.amount;
    into.unconverted[currency].entries += sum.entries;
  }
  into.left_out.add(more.left_out);
  into.latest = std::max(into.latest, more.latest);
}

}  // namespace hub
