// What credit() must answer, said the long way round: conversion by conversion, model by model, entry by entry, with
// nothing but the public functions for eligibility, weights and splitting. The scan may be as clever as it likes.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>

#include "domain/credit.hpp"

namespace hub::made {

struct plain_answer {
  std::map<group_key, std::vector<credit_cell>> rows;
  std::vector<credit_cell> attributed, unattributed;
  std::vector<std::int64_t> booked;
  std::map<currency, std::int64_t> unconverted;
};

inline std::uint32_t plain_value(const journey_columns& c, const credit_query& q, dimension d,
                                 const journey_columns::row& r, std::uint32_t t, instant dated) {
  if ((c.flags()[t] & touch_direct) != 0 && is_touch_dimension(d)) return direct_group;
  const auto& detail = c.detail(r);
  switch (d) {
    case dimension::campaign: return c.campaign()[t];
    case dimension::adset: return c.adset()[t];
    case dimension::ad: return c.ad()[t];
    case dimension::channel: return c.channel()[t];
    case dimension::source_medium: return c.source_medium()[t];
    case dimension::conversion_type: return detail.type;
    case dimension::source: return detail.source;
    case dimension::country: return detail.country;
    default: return static_cast<std::uint32_t>(bucket_day(d, local_day(dated, q.zone)));
  }
}

/// Shares in units of 10^-12: each rounded, the heaviest (of equals the last) bears what is missing.
inline std::vector<std::int64_t> plain_shares(const std::vector<double>& weights) {
  std::vector<std::int64_t> shares;
  std::size_t heaviest = 0;
  std::int64_t left = share_unit;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    shares.push_back(static_cast<std::int64_t>(std::floor(weights[i] * static_cast<double>(share_unit) + 0.5)));
    left -= shares[i];
    if (weights[i] >= weights[heaviest]) heaviest = i;
  }
  shares[heaviest] += left;
  return shares;
}

class plain_credit {
 public:
  plain_credit(const journey_columns& columns, const credit_query& query) : c_(columns), q_(query) {
    out_.attributed.resize(q_.models.size());
    out_.unattributed.resize(q_.models.size());
    out_.booked.resize(q_.models.size());
  }

  plain_answer answer() {
    for (const auto& r : c_.rows())
      if (r.alive && !r.elsewhere && in_scope(c_, r, q_)) add(r);
    return std::move(out_);
  }

 private:
  bool in_range(instant at) const { return at >= q_.from && at < q_.to; }

  void add(const journey_columns::row& r) {
    const auto& detail = c_.detail(r);
    std::vector<std::uint32_t> touches;
    eligible_touches(c_, r, q_.rules, touches);
    std::int64_t before = 0;
    for (const auto& e : detail.entries) {
      const auto amount = converted(detail.currency, e, touches);
      const auto counts = q_.basis == report_basis::touch ? !touches.empty() || in_range(e.at) : in_range(e.at);
      if (counts) add_entry(r, e, touches, before, before + amount);
      before += amount;
    }
  }

  /// A direct touch is of no campaign.
  bool shown(std::uint32_t t) const {
    return !q_.campaign || ((c_.flags()[t] & touch_direct) == 0 && c_.campaign()[t] == *q_.campaign);
  }

  /// Whether a report would show something of the entry.
  bool concerns(const journey_entry& e, const std::vector<std::uint32_t>& touches) const {
    if (q_.basis == report_basis::conversion || touches.empty()) return in_range(e.at);
    return std::any_of(touches.begin(), touches.end(), [&](auto t) { return in_range(c_.at()[t]); });
  }

  std::int64_t converted(currency from, const journey_entry& e, const std::vector<std::uint32_t>& touches) {
    if (e.amount == 0 || from == q_.currency) return e.amount;
    const auto day = static_cast<std::int32_t>(local_day(e.at, {}));
    if (const auto got = q_.rates->convert(e.amount, from, q_.currency, day)) return *got;
    if (concerns(e, touches)) out_.unconverted[from] += e.amount;
    return 0;
  }

  void add_entry(const journey_columns::row& r, const journey_entry& e, const std::vector<std::uint32_t>& touches,
                 std::int64_t before, std::int64_t after) {
    if (touches.empty()) {
      for (auto& booked : out_.booked) booked += after - before;
      for (auto& cell : out_.unattributed) put(cell, r, after - before, e.count * share_unit);
      return;
    }
    std::vector<instant> at;
    for (const auto t : touches) at.push_back(c_.at()[t]);
    for (std::size_t m = 0; m < q_.models.size(); ++m) {
      std::vector<double> weights(at.size());
      weigh(q_.models[m], q_.params, decay_curve(q_.params.half_life_days), at, weights);
      const auto shares = plain_shares(weights);
      const auto now = allocate(after, weights), then = allocate(before, weights);
      for (std::size_t i = 0; i < at.size(); ++i) {
        const auto dated = q_.basis == report_basis::touch ? at[i] : e.at;
        if (q_.basis == report_basis::touch && !in_range(dated)) continue;
        out_.booked[m] += now[i] - then[i];
        put(out_.attributed[m], r, now[i] - then[i], e.count * shares[i]);
        if (!shown(touches[i])) continue;
        if (now[i] == then[i] && shares[i] == 0) continue;  // a row without credit is left out
        group_key key{plain_value(c_, q_, q_.group_by[0], r, touches[i], dated), 0};
        if (q_.group_by.size() > 1) key.second = plain_value(c_, q_, q_.group_by[1], r, touches[i], dated);
        auto& cells = out_.rows[key];
        cells.resize(q_.models.size());
        put(cells[m], r, now[i] - then[i], e.count * shares[i]);
      }
    }
  }

  void put(credit_cell& cell, const journey_columns::row& r, std::int64_t revenue, std::int64_t shares) const {
    credit_cell more;
    more.revenue = revenue;
    if (c_.detail(r).first_of_contact) more.new_revenue = revenue;
    more.conversions.add(shares);
    cell.add(more);
  }

  const journey_columns& c_;
  const credit_query& q_;
  plain_answer out_;
};

}  // namespace hub::made
