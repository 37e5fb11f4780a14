#include "domain/credit_walk.hpp"

#include <algorithm>

#include "domain/touch_group.hpp"

namespace hub {

touch_weights::view weigh_touches(touch_weights& by, const journey_columns& columns, const journey_columns::row& r,
                                  std::span<const instant> at) {
  return is_milestone_model(by.what()) ? by.over(at, columns.passed(r)) : by.over(at);
}

void add_to(credit_cell& cell, const walked_credit& credit, bool new_customer) {
  cell.revenue += credit.revenue;
  if (new_customer) cell.new_revenue += credit.revenue;
  cell.conversions.add(credit.shares);
  cell.conversions.settle();
}

left_out_sum left_out_of(const journey_columns& columns, const credit_query& query) {
  left_out_sum sum;
  for (const auto& r : columns.rows()) {
    if (!r.alive || r.elsewhere || !is_left_out(r, query) || !in_scope(columns, r, query)) continue;
    for (const auto& e : columns.entries(r)) {
      if (e.at < query.from || e.at >= query.to) continue;
      sum.conversions += e.count;
      if (r.currency) sum.net[r.currency] += e.amount;
    }
  }
  return sum;
}

credit_walk::credit_walk(const journey_columns& columns, const credit_query& query)
    : c_(columns), q_(query), filter_(columns, query.rules) {
  for (const auto m : query.models) models_.emplace_back(m, query.params);
}

bool credit_walk::includes(const journey_columns::row& r) const {
  return r.alive && !r.elsewhere && in_scope(c_, r, q_) && !is_left_out(r, q_);
}

bool credit_walk::may_be_in_range(const journey_columns::row& r) const {
  if (q_.basis == report_basis::touch) return true;
  if (r.plain) return in_range(r.at);
  const auto& entries = c_.entries(r);
  return std::any_of(entries.begin(), entries.end(), [&](const auto& e) { return in_range(e.at); });
}

const walked_conversion& credit_walk::look_at(const journey_columns::row& r) {
  found_.credits.clear();
  found_.weights.clear();
  book(r);
  filter_.eligible(r, found_.touches);
  unpriced_.settle(r.currency, q_, found_.touches, c_, unconverted_);
  if (found_.touches.empty()) {
    for (std::uint32_t e = 0; e < found_.entries.size(); ++e)
      for (std::uint32_t m = 0; m < q_.models.size() && found_.entries[e].in_range; ++m)
        put({e, no_touch, m, found_.entries[e].at, found_.entries[e].booked(), found_.entries[e].count * share_unit});
    return found_;
  }
  weigh(r);
  for (std::uint32_t e = 0; e < found_.entries.size(); ++e) {
    if (q_.basis == report_basis::conversion && !found_.entries[e].in_range) continue;
    for (std::uint32_t m = 0; m < q_.models.size(); ++m) split(e, m);
  }
  return found_;
}

void credit_walk::book(const journey_columns::row& r) {
  found_.entries.clear();
  std::int64_t running = 0;
  for (const auto& e : c_.entries(r)) {
    const auto amount = convert(r, e);
    const auto after = running + amount.value_or(0);
    found_.entries.push_back({e.at, running, after, e.count, e.kind, in_range(e.at), amount.has_value()});
    running = after;
  }
}

std::optional<std::int64_t> credit_walk::convert(const journey_columns::row& r, const journey_entry& e) {
  if (e.amount == 0 || r.currency == q_.currency) return e.amount;
  const auto day = local_day(e.at, {});
  const auto converted = q_.rates ? q_.rates->convert(e.amount, r.currency, q_.currency, day) : std::nullopt;
  if (!converted) unpriced_.add(e.at, e.amount);
  return converted;
}

/// Weights of every model; they are the same for all entries of the conversion.
void credit_walk::weigh(const journey_columns::row& r) {
  at_.clear();
  for (const auto touch : found_.touches) at_.push_back(c_.at()[touch]);
  for (auto& model : models_) found_.weights.push_back(weigh_touches(model, c_, r, at_));
}

/// What an entry credits is the split of the running net after it less the split before it.
void credit_walk::split(std::uint32_t entry, std::uint32_t model) {
  const auto& e = found_.entries[entry];
  const auto n = found_.touches.size();
  const auto& by = found_.weights[model];
  before_.resize(n);
  after_.resize(n);
  models_[model].split(e.before, by, std::span(before_));
  models_[model].split(e.after, by, std::span(after_));
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto dated = q_.basis == report_basis::touch ? at_[i] : e.at;
    if (in_range(dated)) put({entry, i, model, dated, after_[i] - before_[i], e.count * by.shares[i]});
  }
}

void credit_walk::put(walked_credit credit) {
  if (credit.revenue != 0 || credit.shares != 0) found_.credits.push_back(credit);
}

std::map<exclusion, std::uint32_t> credit_walk::excluded(const journey_columns::row& r) const {
  std::vector<std::uint32_t> eligible;
  std::vector<exclusion> reasons;
  filter_.eligible(r, eligible, &reasons);
  std::map<exclusion, std::uint32_t> counted;
  for (const auto why : reasons)
    if (why != exclusion::none) ++counted[why];
  return counted;
}

std::optional<group_key> credit_walk::group_of(const journey_columns::row& r, const walked_credit& credit) const {
  return group_of_touch(c_, q_, r, found_.touches[credit.touch], credit.dated);
}

}  // namespace hub
