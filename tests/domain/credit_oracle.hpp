// A second opinion on credit(): reads the journeys as they were told, and follows docs/semantics.md word by word. Shares
// no code with the scan: eligibility, weights, rates, dates and splits are done here again, in exact fractions or
// long double.
#pragma once

#include <chrono>
#include <cmath>
#include <map>

#include "exact_split.hpp"
#include "policy_told.hpp"

namespace hub::second {

struct opinion_cell {
  std::int64_t revenue = 0, new_revenue = 0;
  long double conversions = 0;
  bool blank() const { return revenue == 0 && new_revenue == 0 && std::abs(conversions) < 1e-9L; }
};

struct opinion {
  std::map<group_key, opinion_cell> rows;
  opinion_cell unattributed;
  std::int64_t booked = 0;
  std::map<currency, std::int64_t> unconverted;
};

/// The window of a touch: of the rules that fit, the one that names most; of as many, a type before a channel before an
/// interaction.
inline std::int64_t window_of(const told_policy& p, std::int64_t otherwise, name_id type, const journey_touch& t) {
  for (const auto [by_type, by_channel, by_how] :
       {std::array{true, true, true}, std::array{true, true, false}, std::array{true, false, true},
        std::array{false, true, true}, std::array{true, false, false}, std::array{false, true, false},
        std::array{false, false, true}, std::array{false, false, false}})
    for (const auto& w : p.windows)
      if (w.type.has_value() == by_type && w.channel.has_value() == by_channel && w.how.has_value() == by_how &&
          w.type.value_or(type) == type && w.channel.value_or(t.channel) == t.channel &&
          w.how.value_or(t.interaction()) == t.interaction())
        return w.lookback_us;
  return otherwise;
}

/// How many ranks go before that of a touch.
inline std::size_t rank_of(const told_policy& p, const journey_touch& t) {
  std::size_t rank = 0;
  for (; rank < p.priority.size() && (t.flags & touch_direct) == 0; ++rank)
    if (std::count(p.priority[rank].begin(), p.priority[rank].end(), t.campaign) != 0) return rank;
  return p.priority.size();
}

/// When the conversion before was made, where it is asked for.
inline std::optional<instant> conversion_before(const journey_update& j, const journey_conversion& c) {
  std::optional<instant> before;
  for (const auto& other : j.conversions)
    if (other.type == c.type && other.at < c.at && (!before || other.at > *before)) before = other.at;
  return before;
}

/// Positions of the eligible touches.
inline std::vector<std::size_t> eligible(const journey_update& j, const journey_conversion& c, const touch_rules& r,
                                         const told_policy& policy) {
  const auto& touches = j.touches;
  const auto is_view = [](const journey_touch& t) { return t.interaction() >= interaction::view; };
  const auto is_direct = [](const journey_touch& t) { return (t.flags & touch_direct) != 0; };
  const auto before = r.since_previous ? conversion_before(j, c) : std::nullopt;
  std::vector<std::size_t> in, out;
  bool others = false, clicks = false;
  for (std::size_t i = 0; i < touches.size(); ++i) {
    const auto& t = touches[i];
    const auto window = window_of(policy, r.lookback_us, c.type, t);
    if ((t.flags & touch_bot) != 0 && !r.bots) continue;
    if (t.at > c.at || (window != 0 && c.at - t.at > window)) continue;
    if (before && t.at <= *before) continue;
    if (std::count(policy.refused.begin(), policy.refused.end(), t.source_medium) != 0) continue;
    if (is_view(t) && !r.views) continue;
    in.push_back(i);
    others |= !is_direct(t);
  }
  if (others && r.direct == direct_policy::drop_unless_only)
    std::erase_if(in, [&](auto i) { return is_direct(touches[i]); });
  for (const auto i : in) clicks |= touches[i].interaction() == interaction::click;
  if (clicks && r.click_beats_view) std::erase_if(in, [&](auto i) { return is_view(touches[i]); });
  auto best = policy.priority.size();
  for (const auto i : in) best = std::min(best, rank_of(policy, touches[i]));
  std::erase_if(in, [&](auto i) { return rank_of(policy, touches[i]) > best; });
  for (const auto i : in) {
    const auto& t = touches[i];
    if (r.collapse_us > 0 && !out.empty()) {
      const auto& head = touches[out.back()];
      if (t.channel == head.channel && t.campaign == head.campaign && t.ad == head.ad &&
          t.at - head.at <= r.collapse_us)
        continue;
    }
    out.push_back(i);
  }
  return out;
}

inline fractions fractions_of(model m, std::size_t touches) {
  const auto n = static_cast<std::int64_t>(touches);
  if (m == model::linear || n == 1) return {std::vector<std::int64_t>(touches, 1), n};
  if (m == model::position_based && n == 2) return {{1, 1}, 2};
  fractions f{std::vector<std::int64_t>(touches, 0), 1};
  if (m == model::position_based) {
    f.numerator.assign(touches, 1);
    f.numerator.front() = f.numerator.back() = 2 * (n - 2);
    f.denominator = 5 * (n - 2);
  } else {
    (m == model::first_touch ? f.numerator.front() : f.numerator.back()) = 1;
  }
  return f;
}

/// How many milestones a touch led to: the latest at the milestone's instant or before, else the first. One that no event
/// tells of was passed with the next, the last of all with the conversion.
inline std::vector<std::int64_t> milestones_of(model m, const milestones& passed, const std::vector<instant>& at) {
  std::vector<std::int64_t> led(at.size(), 0);
  const auto opportunity = passed.opportunity;
  const auto lead = passed.lead < opportunity ? passed.lead : opportunity;
  ++led.front();
  if (m == model::full_path) ++led.back();
  for (const auto when : {lead, opportunity}) {
    std::size_t touch = 0;
    for (std::size_t i = 0; i < at.size(); ++i)
      if (at[i] <= when) touch = i;
    ++led[touch];
  }
  return led;
}

/// Nine tenths in equal parts for the milestones and a tenth for the touches that led to none; all for the milestones where
/// there are no others.
inline fractions milestone_fractions(model m, const milestones& passed, const std::vector<instant>& at) {
  const auto led = milestones_of(m, passed, at);
  const auto others = std::count(led.begin(), led.end(), 0);
  const std::int64_t steps = m == model::full_path ? 4 : 3;
  fractions f;
  f.denominator = others == 0 ? steps : 10 * steps * others;
  for (const auto n : led) f.numerator.push_back(others == 0 ? n : n == 0 ? steps : 9 * n * others);
  return f;
}

inline std::vector<long double> decayed(const std::vector<instant>& at, double half_life_days) {
  std::vector<long double> w;
  long double sum = 0;
  for (const auto t : at) {
    const auto age = static_cast<long double>(at.back() - t) / static_cast<long double>(day_us);
    sum += w.emplace_back(std::exp2(-age / static_cast<long double>(half_life_days)));
  }
  for (auto& x : w) x /= sum;
  return w;
}

/// The first day of the bucket of a local day, by the calendar of the standard library.
inline std::uint32_t bucket(dimension d, instant t, bool berlin) {
  using namespace std::chrono;
  const auto offset = !berlin ? 0 : t >= summer_from && t < summer_to ? 2 : 1;
  const auto date = floor<std::chrono::days>(sys_time<microseconds>(microseconds(t + offset * hour_us)));
  const auto count = [](sys_days s) { return static_cast<std::uint32_t>(s.time_since_epoch().count()); };
  if (d == dimension::week) return count(date - (weekday(date) - Monday));
  if (d == dimension::month) {
    const year_month_day ymd(date);
    return count(sys_days(ymd.year() / ymd.month() / 1));
  }
  return count(date);
}

/// Minor units in dollars at the rates of credit_told.hpp.
inline std::optional<std::int64_t> in_dollars(std::int64_t minor, currency from, instant at) {
  const auto day = at / day_us;  // all are after 1970
  const std::int64_t euro = day >= new_rate_day ? 12'500 : 10'845;
  std::int64_t over = 1, under = 1;
  if (from == eur) over = euro, under = 10'000;
  if (from == gbp && day < pound_day) return std::nullopt;
  if (from == gbp) over = 10, under = 8;
  if (from == jpy) over = euro * 100 * 10, under = 10'000LL * 1'625;
  const auto magnitude = std::abs(minor) * over;
  auto whole = magnitude / under;
  const auto twice = 2 * (magnitude % under);
  if (twice > under || (twice == under && whole % 2 == 1)) ++whole;
  return minor < 0 ? -whole : whole;
}

class credit_oracle {
 public:
  credit_oracle(const credit_query& q, model m, const told_policy& policy) : q_(q), m_(m), policy_(policy) {}

  opinion over(const std::vector<journey_update>& journeys) {
    for (const auto& j : journeys)
      for (const auto& c : j.conversions) add(j, c);
    return std::move(out_);
  }

 private:
  bool by_touch() const { return q_.basis == report_basis::touch; }
  bool in_range(instant t) const { return q_.from <= t && t < q_.to; }

  void add(const journey_update& j, const journey_conversion& c) {
    const auto& touches = j.touches;
    if (c.offline && !q_.include_offline) return;
    if (q_.type && std::find(c.types.begin(), c.types.end(), *q_.type) == c.types.end()) return;
    if (q_.source && std::find(c.sources.begin(), c.sources.end(), *q_.source) == c.sources.end()) return;
    const auto who = eligible(j, c, q_.rules, policy_);
    std::vector<instant> at;
    for (const auto i : who) at.push_back(touches[i].at);
    std::int64_t net = 0;
    for (const auto& e : c.entries) {
      const auto converted = e.amount == 0 ? 0 : in_dollars(e.amount, c.currency, e.at);
      const bool by_entry = !by_touch() || who.empty();
      if (!converted &&
          (by_entry ? in_range(e.at) : std::any_of(at.begin(), at.end(), [&](auto t) { return in_range(t); })))
        out_.unconverted[c.currency] += e.amount;
      const auto amount = converted.value_or(0);
      if (who.empty()) {
        if (!in_range(e.at)) continue;
        out_.booked += amount;
        put(out_.unattributed, c, amount, e.count);
        continue;
      }
      const auto before = split(c, net, at), after = split(c, net += amount, at);
      const auto weights = weigh(c, at);
      for (std::size_t k = 0; k < who.size(); ++k) {
        const auto dated = by_touch() ? at[k] : e.at;
        if (!in_range(dated)) continue;
        out_.booked += after[k] - before[k];
        const auto& t = touches[who[k]];
        if (q_.campaign && ((t.flags & touch_direct) != 0 || t.campaign != *q_.campaign)) continue;
        group_key key{value(q_.group_by[0], c, t, dated), 0};
        if (q_.group_by.size() == 2) key.second = value(q_.group_by[1], c, t, dated);
        put(out_.rows[key], c, after[k] - before[k], e.count * weights[k]);
      }
    }
  }

  fractions fractions_for(const journey_conversion& c, const std::vector<instant>& at) const {
    return is_milestone_model(m_) ? milestone_fractions(m_, c.passed, at) : fractions_of(m_, at.size());
  }

  std::vector<std::int64_t> split(const journey_conversion& c, std::int64_t net, const std::vector<instant>& at) const {
    if (m_ == model::time_decay) return split_slowly<long double>(net, decayed(at, q_.params.half_life_days));
    return split_exactly(net, fractions_for(c, at));
  }

  std::vector<long double> weigh(const journey_conversion& c, const std::vector<instant>& at) const {
    if (m_ == model::time_decay) return decayed(at, q_.params.half_life_days);
    const auto f = fractions_for(c, at);
    std::vector<long double> w;
    for (const auto n : f.numerator) w.push_back(static_cast<long double>(n) / static_cast<long double>(f.denominator));
    return w;
  }

  std::uint32_t value(dimension d, const journey_conversion& c, const journey_touch& t, instant dated) const {
    if ((t.flags & touch_direct) != 0 && d <= dimension::source_medium) return direct_group;
    switch (d) {
      case dimension::campaign: return t.campaign;
      case dimension::adset: return t.adset;
      case dimension::ad: return t.ad;
      case dimension::channel: return t.channel;
      case dimension::source_medium: return t.source_medium;
      case dimension::conversion_type: return c.type;
      case dimension::source: return c.source;
      case dimension::country: return c.country;
      default: return bucket(d, dated, q_.zone.name != "UTC");
    }
  }

  static void put(opinion_cell& cell, const journey_conversion& c, std::int64_t revenue, long double conversions) {
    cell.revenue += revenue;
    if (c.first_of_contact) cell.new_revenue += revenue;
    cell.conversions += conversions;
  }

  const credit_query& q_;
  model m_;
  const told_policy& policy_;
  opinion out_;
};

}  // namespace hub::second
