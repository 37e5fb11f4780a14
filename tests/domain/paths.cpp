#include "domain/paths.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>
#include <numeric>

#include "journeys_made.hpp"

using namespace hub;
using namespace hub::made;
using steps = std::vector<name_id>;

namespace {

path_query any_sale() {
  path_query q;
  q.scope.currency = usd;
  return q;
}

/// A conversion after clicks of these channels, a day apart.
void add(journey_columns& columns, std::uint64_t no, const steps& channels, std::int64_t amount = 100) {
  journey_update j{no, {}, {}};
  instant at = 0;
  for (const auto c : channels) j.touches.push_back(click(at += day_us, c));
  if (amount >= 0) j.conversions.push_back(sale(at + day_us, amount, no));
  columns.apply(std::move(j));
}

steps only_pattern(const path_partial& p) {
  REQUIRE(p.patterns.sums.size() == 1);
  return p.patterns.steps;
}

}  // namespace

TEST_CASE("lengths and channel counts come before the transform, patterns after it", "[domain][paths]") {
  journey_columns columns;
  add(columns, 1, {1, 1, 2, 1});
  auto q = any_sale();
  const auto by = [&](path_transform t) {
    q.transform = t;
    return scan_paths(columns, q);
  };
  CHECK(only_pattern(by(path_transform::exposure)) == steps{1, 2, 1});
  CHECK(only_pattern(by(path_transform::none)) == steps{1, 1, 2, 1});
  CHECK(only_pattern(by(path_transform::unique)) == steps{1, 2});
  CHECK(only_pattern(by(path_transform::first)) == steps{1});
  const auto got = by(path_transform::first);
  CHECK(got.lengths == std::map<std::uint32_t, std::uint64_t>{{4, 1}});
  CHECK(got.counts == std::map<name_id, std::uint64_t>{{1, 3}, {2, 1}});
  CHECK(got.touches == 4);
}

TEST_CASE("conversions without a touch stand apart from the paths", "[domain][paths]") {
  journey_columns columns;
  add(columns, 1, {1});
  add(columns, 2, {});
  const auto got = scan_paths(columns, any_sale());
  CHECK(got.total == 1);
  CHECK(got.no_touch == 1);
}

TEST_CASE("a path that led nowhere counts as one without conversion", "[domain][paths]") {
  journey_columns columns;
  add(columns, 1, {1, 2});
  add(columns, 2, {1, 2}, -1);
  const auto got = scan_paths(columns, any_sale());
  CHECK(got.patterns.of(steps{1, 2}).conversions == 1);
  CHECK(got.patterns.of(steps{1, 2}).without == 1);
  CHECK(got.patterns.of(steps{1, 2}).revenue == 100);
}

TEST_CASE("a contact whose sale is out of range did not convert in it", "[domain][paths]") {
  journey_columns columns;
  add(columns, 1, {1, 2});  // clicks on days 1 and 2, sale on day 3
  auto q = any_sale();
  q.scope.to = day(3);
  const auto got = scan_paths(columns, q);
  CHECK(got.total == 0);
  CHECK(got.patterns.of(steps{1, 2}).without == 1);
}

TEST_CASE("a contact that converted in a journey shared with others did convert", "[domain][paths]") {
  journey_columns columns;
  auto told_elsewhere = sale(day(3), 100);
  told_elsewhere.elsewhere = true;
  columns.apply({1, {click(day(1), 1)}, {told_elsewhere}});
  CHECK(scan_paths(columns, any_sale()).patterns.sums.empty());
}

TEST_CASE("a journey shared by contacts is not a contact that failed to convert", "[domain][paths]") {
  journey_columns columns;
  columns.apply({shared_journey | 1, {click(day(1), 1)}, {sale(day(3), 100)}});
  auto q = any_sale();
  q.scope.to = day(3);
  CHECK(scan_paths(columns, q).patterns.sums.empty());
  q.scope.to = day(4);
  CHECK(scan_paths(columns, q).patterns.of(steps{1}).conversions == 1);
}

TEST_CASE("transitions run from start through every step to the conversion", "[domain][paths]") {
  journey_columns columns;
  add(columns, 1, {1, 2});
  CHECK(scan_paths(columns, any_sale()).transitions ==
        std::map<std::pair<name_id, name_id>, std::uint64_t>{
            {{path_start, 1}, 1}, {{1, 2}, 1}, {{2, path_conversion}, 1}});
}

TEST_CASE("a channel opens, assists and closes once per conversion", "[domain][paths]") {
  journey_columns columns;
  add(columns, 1, {1, 2, 3, 2, 4});
  add(columns, 2, {1});
  const auto roles = scan_paths(columns, any_sale()).roles;
  CHECK(roles.at(1).opener == 2);
  CHECK(roles.at(1).closer == 1);
  CHECK(roles.at(2).assist == 1);
  CHECK(roles.at(3).assist == 1);
  CHECK(roles.at(4).closer == 1);
}

TEST_CASE("time to convert runs from the first eligible touch in whole seconds", "[domain][paths]") {
  const auto columns = one_journey({click(0, 1), click(day(50), 1)}, {sale(day(120) + 1500000, 100)});
  const auto got = scan_paths(columns, any_sale());
  CHECK(got.seconds == std::vector<std::int64_t>{70 * 24 * 3600 + 1});
}

TEST_CASE("a path's revenue is converted entry by entry at the entry's own day", "[domain][paths]") {
  auto sold = sale(day(4), 1000);
  sold.currency = eur;
  sold.entries.push_back({day(6), -500, 0, entry_kind::refund});
  auto rates = std::make_shared<rate_table>();
  REQUIRE(rates->set(0, eur, usd, "1").has_value());
  REQUIRE(rates->set(6, eur, usd, "2").has_value());
  auto q = any_sale();
  q.scope.rates = rates;
  const auto got = scan_paths(one_journey({click(day(1), 1)}, {sold}), q);
  CHECK(got.patterns.of(steps{1}).revenue == 0);
}

TEST_CASE("direct touches of an all-direct path are called (direct)", "[domain][paths]") {
  const auto columns = one_journey({click(day(1), 7, touch_direct)}, {sale(day(2), 100)});
  CHECK(only_pattern(scan_paths(columns, any_sale())) == steps{direct_group});
}

TEST_CASE("shards of paths add up to the whole", "[domain][paths]") {
  rc::prop("", [] {
    const auto journeys = any_journeys();
    path_query q = any_sale();
    q.scope = any_query();
    q.transform = *rc::gen::element(path_transform::exposure, path_transform::none, path_transform::unique);
    journey_columns whole;
    std::vector<journey_columns> shards(2);
    for (const auto& j : journeys) {
      whole.apply(j);
      shards[*rc::gen::inRange<std::size_t>(0, 2)].apply(j);
    }
    auto merged = scan_paths(shards[0], q);
    merge(merged, scan_paths(shards[1], q));
    const auto got = scan_paths(whole, q);
    RC_ASSERT(merged.total == got.total);
    RC_ASSERT(merged.no_touch == got.no_touch);
    RC_ASSERT(merged.counts == got.counts);
    RC_ASSERT(merged.transitions == got.transitions);
    const auto patterns = each_once(std::move(merged.patterns));
    RC_ASSERT(patterns.sums.size() == got.patterns.sums.size());
    std::uint64_t converted = 0;
    got.patterns.for_each([&](auto path, const auto& pattern) {
      converted += pattern.conversions;
      RC_ASSERT(patterns.of(path) == pattern);
    });
    RC_ASSERT(converted == got.total);
  });
}
