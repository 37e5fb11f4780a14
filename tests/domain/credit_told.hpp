// Random journeys and questions for the second opinion on credit: amounts up to thousands, several currencies, touches
// at equal instants, nights on which the clocks change, refunds, reversals.
#pragma once

#include <chrono>
#include <random>

#include "journeys_made.hpp"

namespace hub::second {

using made::eur;
using made::usd;
inline const currency gbp = parse_currency("GBP").value();
inline const currency jpy = parse_currency("JPY").value();

constexpr std::int32_t day_of(int year, unsigned month, unsigned d) {
  using namespace std::chrono;
  return static_cast<std::int32_t>(
      sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{d}}.time_since_epoch().count());
}
constexpr std::int32_t first_day = day_of(2026, 3, 1), days = 250;
/// Summer time in Berlin in 2026, in UTC.
constexpr instant summer_from = day_of(2026, 3, 29) * day_us + hour_us;
constexpr instant summer_to = day_of(2026, 10, 25) * day_us + hour_us;
/// From these days on there are rates; of pounds none before.
constexpr std::int32_t new_rate_day = day_of(2026, 6, 1), pound_day = day_of(2026, 4, 15);

class dice {
 public:
  explicit dice(std::uint64_t seed) : random_(seed) {}
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  name_id name(std::uint64_t n) { return static_cast<name_id>(below(n)); }
  template <class T>
  T of(std::initializer_list<T> list) {
    return list.begin()[below(list.size())];
  }
  /// Any microsecond, a whole day, or near midnight in Berlin.
  instant time() {
    const auto d = (first_day + static_cast<instant>(below(days))) * day_us;
    if (one_in(4)) return d;
    if (one_in(4))
      return of({summer_from, summer_to, d}) - of<instant>({0, 1, 2, 3}) * hour_us + of<instant>({-1, 0, 1});
    return d + static_cast<instant>(below(day_us));
  }

 private:
  std::mt19937_64 random_;
};

inline journey_touch any_touch(dice& d) {
  auto flags = static_cast<std::uint8_t>(d.of({0, 0, 0, 1, 2, 3}));
  if (d.one_in(6)) flags |= touch_direct;
  if (d.one_in(12)) flags |= touch_bot;
  return {d.time(), d.name(4), d.name(3), d.name(6), d.name(3), d.name(3), flags};
}

inline journey_conversion any_conversion(dice& d, std::uint64_t no) {
  auto c = made::sale(
      d.time(), d.one_in(8) ? 0 : static_cast<std::int64_t>(d.below(d.of<std::uint64_t>({20, 5'000, 200'000}))), no);
  c.currency = d.of({usd, usd, eur, gbp, jpy});
  c.type = c.types[0] = 1 + d.name(3);
  if (d.one_in(5)) c.types.push_back(4);
  c.source = c.sources[0] = 1 + d.name(2);
  if (d.one_in(4)) c.sources.push_back(3);
  if (c.entries[0].amount == 0 && d.one_in(2)) c.has_value = false, c.currency = {};
  if (d.one_in(2)) c.passed.lead = c.at - static_cast<instant>(d.below(60)) * day_us;
  if (d.one_in(2)) c.passed.opportunity = c.at - static_cast<instant>(d.below(20)) * day_us;
  c.country = d.name(3);
  c.offline = d.one_in(4);
  c.first_of_contact = d.one_in(2);
  auto left = c.entries[0].amount;
  auto at = c.at;
  for (auto n = d.of<int>({0, 0, 0, 1, 2}); n > 0; --n) {
    at += static_cast<instant>(d.below(40)) * day_us;
    const auto taken = d.one_in(3) ? left : static_cast<std::int64_t>(d.below(static_cast<std::uint64_t>(left) + 1));
    c.entries.push_back({at, -taken, 0, entry_kind::refund});
    left -= taken;
  }
  if (d.one_in(8)) c.entries.push_back({at, -left, -1, entry_kind::reversal});
  return c;
}

inline std::vector<journey_update> any_journeys(dice& d, std::size_t count) {
  std::vector<journey_update> out(count);
  std::uint64_t no = 0;
  for (auto& j : out) {
    j.journey = ++no;
    j.touches.resize(d.below(9));
    for (auto& t : j.touches) t = any_touch(d);
    for (std::size_t i = 1; i < j.touches.size(); ++i) {
      if (d.one_in(5)) j.touches[i].at = j.touches[i - 1].at;
      if (d.one_in(5)) j.touches[i].at = j.touches[0].at + static_cast<instant>(d.below(9)) * 7 * day_us;
    }
    std::stable_sort(j.touches.begin(), j.touches.end(), [](const auto& a, const auto& b) {
      return std::pair(a.at, a.interaction()) < std::pair(b.at, b.interaction());
    });
    for (auto n = 1 + d.below(2); n > 0; --n) j.conversions.push_back(any_conversion(d, ++no));
    if (!j.touches.empty() && d.one_in(4)) {  // sold at the instant of its last touch
      auto& c = j.conversions.back();
      const auto shift = j.touches.back().at - c.at;
      c.at += shift;
      for (auto& e : c.entries) e.at += shift;
      for (auto* passed : {&c.passed.lead, &c.passed.opportunity})
        if (*passed != no_milestone) *passed += shift;
    }
  }
  return out;
}

inline credit_query any_query(dice& d) {
  credit_query q = made::all_models_by_campaign();
  q.models.insert(q.models.end(), {model::w_shaped, model::full_path});
  std::shuffle(q.models.begin(), q.models.end(), std::mt19937_64(d.below(1'000'000)));
  q.models.resize(1 + d.below(q.models.size()));
  q.group_by = {static_cast<dimension>(d.below(11))};
  if (d.one_in(2)) q.group_by.push_back(static_cast<dimension>(d.below(11)));
  if (!d.one_in(3)) {
    q.from = d.time();
    q.to = q.from + static_cast<instant>(d.below(120)) * day_us;
  }
  q.basis = d.of({report_basis::conversion, report_basis::touch});
  if (d.one_in(3)) q.type = 1 + d.name(4);
  if (d.one_in(4)) q.source = 1 + d.name(3);
  if (d.one_in(3)) q.campaign = d.name(6);
  q.include_offline = !d.one_in(3);
  q.rules.lookback_us = d.of<std::int64_t>({0, 7, 30, 90}) * day_us;
  q.rules.views = d.one_in(2);
  q.rules.bots = d.one_in(3);
  q.rules.direct = d.of({direct_policy::drop_unless_only, direct_policy::keep});
  q.rules.click_beats_view = d.one_in(2);
  q.rules.collapse_us = d.of<std::int64_t>({0, 0, 7}) * day_us;
  q.params.half_life_days = d.of({1.0, 7.0, 30.0});
  if (d.one_in(2)) q.zone = {"Europe/Berlin", {INT64_MIN, summer_from, summer_to}, {3600, 7200, 3600}};
  auto rates = std::make_shared<rate_table>();
  (void)rates->set(first_day - 1000, eur, usd, "1.0845");
  (void)rates->set(new_rate_day, eur, usd, "1.25");
  (void)rates->set(pound_day, usd, gbp, "0.8");
  (void)rates->set(first_day - 1000, eur, jpy, "162.5");
  q.rates = rates;
  return q;
}

}  // namespace hub::second
