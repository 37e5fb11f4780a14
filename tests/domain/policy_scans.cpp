// Every scan has the same opinion on which touches count, under any policy: reports, single conversions, series, paths,
// and the journeys that data-driven models learn from.
#include <catch2/catch.hpp>

#include "credit_oracle.hpp"
#include "domain/credit_walk.hpp"
#include "domain/journey_tally.hpp"
#include "domain/paths.hpp"
#include "domain/series.hpp"

using namespace hub;
using namespace hub::second;

namespace {

/// One model by one dimension, dated by conversions, so that every scan can answer it.
credit_query plain_question(dice& d) {
  auto q = second::any_query(d);
  q.models = {model::linear};
  q.basis = report_basis::conversion;
  q.campaign.reset();
  q.group_by = {dimension::channel};
  q.wish.transitions = q.wish.without = true;
  return q;
}

bool sold_in_scope(const credit_query& q, const journey_conversion& c) {
  if (c.at < q.from || c.at >= q.to || (c.offline && !q.include_offline)) return false;
  if (q.source && std::count(c.sources.begin(), c.sources.end(), *q.source) == 0) return false;
  return !q.type || std::count(c.types.begin(), c.types.end(), *q.type) != 0;
}

/// What paths must count, conversion by conversion.
struct counted {
  std::uint64_t total = 0, no_touch = 0, touches = 0, without = 0;
  friend bool operator==(const counted&, const counted&) = default;
};

counted count(const std::vector<journey_update>& journeys, const credit_query& q, const told_policy& policy) {
  counted n;
  for (const auto& j : journeys) {
    bool sold = false;
    for (const auto& c : j.conversions) {
      if (!sold_in_scope(q, c)) continue;
      sold = true;
      const auto touches = eligible(j, c, q.rules, policy).size();
      ++(touches == 0 ? n.no_touch : n.total);
      n.touches += touches;
    }
    // Who did not convert has touches in the range and no window.
    auto rest = j;
    std::erase_if(rest.touches, [&](const auto& t) { return t.at < q.from || t.at >= q.to; });
    auto rules = q.rules;
    rules.lookback_us = 0;
    rules.since_previous = false;
    auto no_windows = policy;
    no_windows.windows.clear();
    journey_conversion end;
    end.at = std::numeric_limits<instant>::max();
    if (!sold && !eligible(rest, end, rules, no_windows).empty()) ++n.without;
  }
  return n;
}

counted count(const path_partial& p) {
  counted n{p.total, p.no_touch, p.touches, 0};
  for (const auto& pattern : p.patterns.sums) n.without += pattern.without;
  return n;
}

}  // namespace

TEST_CASE("all scans credit the same, and count the same touches, under any policy",
          "[domain][policy][second-opinion]") {
  std::size_t with_policy = 0, with_rows = 0, led_nowhere = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    dice d(seed);
    const auto journeys = second::any_journeys(d, 120);
    journey_columns columns;
    for (const auto& j : journeys) columns.apply(j);
    auto q = plain_question(d);
    const auto policy = any_policy(d);
    q.rules.since_previous = d.one_in(3);
    if (!policy.words.empty()) q.rules.named = resolve(policy.words, q.rules.lookback_us, told_names());
    with_policy += q.rules.plain() ? 0 : 1;
    INFO("seed " << seed);

    const auto reported = credit(columns, q);
    with_rows += reported.rows.empty() ? 0 : 1;
    const auto learned = tally(columns, q);
    CHECK(learned.attributed.revenue == reported.attributed[0].revenue);
    CHECK(learned.unattributed.revenue == reported.unattributed[0].revenue);

    credit_cell thanked, unthanked;
    credit_walk walk(columns, q);
    for (const auto& r : columns.rows())
      if (walk.includes(r) && walk.may_be_in_range(r))
        for (const auto& c : walk.look_at(r).credits)
          add_to(c.touch == no_touch ? unthanked : thanked, c, r.first_of_contact);
    CHECK(thanked.revenue == reported.attributed[0].revenue);
    CHECK(thanked.conversions == reported.attributed[0].conversions);
    CHECK(unthanked.revenue == reported.unattributed[0].revenue);

    auto by_day = q;
    by_day.group_by = {dimension::day};
    std::int64_t over_time = 0;
    for (const auto& [day, point] : scan_series(columns, by_day).points) over_time += point.attributed[0].revenue;
    CHECK(over_time == reported.attributed[0].revenue);

    const auto expected = count(journeys, q, policy);
    CHECK(count(scan_paths(columns, {q, dimension::channel, path_transform::none})) == expected);
    CHECK(learned.conversions == expected.total);
    CHECK(learned.without == expected.without);
    led_nowhere += expected.without;
  }
  CHECK(with_policy > 40);
  CHECK(with_rows > 30);
  CHECK(led_nowhere > 100);
}
