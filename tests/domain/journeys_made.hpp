// Journeys for tests: touches and conversions in a few words, and journeys full of everything for property tests.
#pragma once

#include <rapidcheck.h>
#include <algorithm>

#include "domain/credit.hpp"

namespace hub::made {

inline const currency usd = parse_currency("USD").value();
inline const currency eur = parse_currency("EUR").value();

constexpr instant day(double days) { return static_cast<instant>(days * static_cast<double>(day_us)); }

/// A click of a campaign; channel, ad and the rest carry the same number.
inline journey_touch click(instant at, name_id campaign, std::uint8_t flags = 0) {
  return {at, campaign, campaign, campaign, campaign, campaign, flags};
}
inline journey_touch seen(instant at, name_id campaign, interaction kind) {
  return click(at, campaign, static_cast<std::uint8_t>(kind));
}

/// A sale in USD. @param no names it
inline journey_conversion sale(instant at, std::int64_t amount, std::uint64_t no = 1) {
  journey_conversion c;
  c.id = {no, no};
  c.at = at;
  c.currency = usd;
  c.has_value = true;
  c.type = 1;
  c.source = 1;
  c.types.push_back(1);
  c.sources.push_back(1);
  c.entries.push_back({at, amount, 1, entry_kind::sale});
  return c;
}

inline journey_columns one_journey(std::vector<journey_touch> touches, std::vector<journey_conversion> conversions) {
  journey_columns columns;
  columns.apply({1, std::move(touches), std::move(conversions)});
  return columns;
}

/// All five models by campaign in USD.
inline credit_query all_models_by_campaign() {
  credit_query q;
  q.models.assign(std::begin(all_models), std::end(all_models));
  q.group_by = {dimension::campaign};
  q.currency = usd;
  return q;
}

inline journey_touch any_touch() {
  const auto channel = *rc::gen::inRange(0U, 4U);
  auto flags = static_cast<std::uint8_t>(*rc::gen::element(0, 0, 0, 1, 2, 3));
  if (channel == 3) flags |= touch_direct;
  if (*rc::gen::inRange(0, 12) == 0) flags |= touch_bot;
  return {*rc::gen::inRange<instant>(0, 100) * day_us,
          channel,
          *rc::gen::inRange(0U, 3U),
          *rc::gen::inRange(0U, 5U),
          *rc::gen::inRange(0U, 3U),
          *rc::gen::inRange(0U, 3U),
          flags};
}

/// A conversion with what its ledger may hold: refunds in part or whole, corrections, a reversal.
inline journey_conversion any_conversion(std::uint64_t no) {
  auto c =
      sale(*rc::gen::inRange<instant>(0, 110) * day_us, *rc::gen::element<std::int64_t>(0, 1, 100, 9999, 123457), no);
  c.currency = *rc::gen::element(usd, usd, usd, eur);
  c.type = *rc::gen::inRange(1U, 3U);
  c.types[0] = c.type;
  c.source = *rc::gen::inRange(1U, 3U);
  c.sources[0] = c.source;
  if (*rc::gen::inRange(0, 4) == 0) c.sources.push_back(3);
  c.country = *rc::gen::inRange(0U, 3U);
  c.offline = *rc::gen::element(false, false, true);
  c.first_of_contact = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) c.passed.lead = c.at - *rc::gen::inRange<instant>(0, 30) * day_us;
  if (*rc::gen::arbitrary<bool>()) c.passed.opportunity = c.at - *rc::gen::inRange<instant>(0, 10) * day_us;
  auto left = c.entries[0].amount;
  auto at = c.at;
  for (auto n = *rc::gen::element(0, 0, 1, 2, 3); n > 0; --n) {
    at += *rc::gen::inRange<instant>(0, 20) * day_us;
    const auto taken = *rc::gen::inRange<std::int64_t>(-50, left + 1);
    c.entries.push_back({at, -taken, 0, taken < 0 ? entry_kind::adjustment : entry_kind::refund});
    left -= taken;
  }
  if (*rc::gen::inRange(0, 6) == 0) c.entries.push_back({at, -left, -1, entry_kind::reversal});
  return c;
}

inline std::vector<journey_update> any_journeys() {
  std::vector<journey_update> out(*rc::gen::inRange<std::size_t>(0, 8));
  std::uint64_t no = 0;
  for (auto& j : out) {
    j.journey = ++no;
    j.touches.resize(*rc::gen::inRange<std::size_t>(0, 7));
    for (auto& t : j.touches) t = any_touch();
    std::stable_sort(j.touches.begin(), j.touches.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    for (auto n = *rc::gen::inRange(0, 4); n > 0; --n) j.conversions.push_back(any_conversion(++no));
  }
  return out;
}

inline touch_rules any_rules() {
  touch_rules r;
  r.lookback_us = *rc::gen::element<std::int64_t>(0, 7, 30, 90) * day_us;
  r.views = *rc::gen::arbitrary<bool>();
  r.bots = *rc::gen::arbitrary<bool>();
  r.direct = *rc::gen::element(direct_policy::drop_unless_only, direct_policy::keep);
  r.click_beats_view = *rc::gen::arbitrary<bool>();
  r.collapse_us = *rc::gen::element<std::int64_t>(0, 0, 3) * day_us;
  return r;
}

/// Any question over those journeys: a few models, one or two dimensions, a range, filters, both bases.
inline credit_query any_query() {
  credit_query q = all_models_by_campaign();
  std::rotate(q.models.begin(), q.models.begin() + *rc::gen::inRange(0, 5), q.models.end());
  q.models.resize(*rc::gen::inRange<std::size_t>(1, 6));
  const auto any_dimension = rc::gen::map(rc::gen::inRange(0, 11), [](int d) { return static_cast<dimension>(d); });
  q.group_by = *rc::gen::container<std::vector<dimension>>(*rc::gen::inRange<std::size_t>(1, 3), any_dimension);
  if (*rc::gen::arbitrary<bool>()) {
    q.from = *rc::gen::inRange<instant>(0, 60) * day_us;
    q.to = q.from + *rc::gen::inRange<instant>(0, 80) * day_us;
  }
  q.basis = *rc::gen::element(report_basis::conversion, report_basis::touch);
  if (*rc::gen::inRange(0, 4) == 0) q.type = *rc::gen::inRange(1U, 3U);
  if (*rc::gen::inRange(0, 4) == 0) q.source = *rc::gen::inRange(1U, 4U);
  q.include_offline = *rc::gen::element(true, true, false);
  q.rules = any_rules();
  q.params.half_life_days = *rc::gen::element(0.5, 7.0, 30.0);
  q.params.first_weight = *rc::gen::element(0.4, 0.0, 1.0 / 3);
  q.params.last_weight = *rc::gen::element(0.4, 0.0, 0.6);
  auto rates = std::make_shared<rate_table>();
  if (*rc::gen::arbitrary<bool>()) (void)rates->set(0, eur, usd, "1.0845");
  q.rates = rates;
  return q;
}

}  // namespace hub::made
