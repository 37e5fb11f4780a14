#include "domain/series.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "domain/cell_scan.hpp"
#include "domain/series_report.hpp"
#include "journeys_made.hpp"

using namespace hub;
using namespace hub::made;

namespace {

credit_query by_date() {
  auto q = any_query();
  q.group_by = {*rc::gen::element(dimension::day, dimension::week, dimension::month)};
  return q;
}

report_query daily(dimension d) {
  report_query q;
  q.currency = usd;
  q.group_by = {d};
  return q;
}

std::vector<std::string> dates_of(const series_report& r) {
  std::vector<std::string> out;
  for (const auto& row : r.rows) out.push_back(row.date);
  return out;
}

}  // namespace

TEST_CASE("a series adds up to the report, on any number of shards", "[domain][series]") {
  rc::prop("", [] {
    const auto journeys = any_journeys();
    const auto q = by_date();
    std::vector<journey_columns> shards(3);
    journey_columns whole;
    for (const auto& j : journeys) {
      shards[*rc::gen::inRange<std::size_t>(0, 3)].apply(j);
      whole.apply(j);
    }
    series_partial merged;
    for (const auto& shard : shards) merge(merged, scan_series(shard, q));
    const auto report = credit(whole, q);
    std::vector<credit_cell> attributed(q.models.size()), unattributed(q.models.size());
    for (const auto& [bucket, point] : merged.points)
      for (std::size_t m = 0; m < q.models.size(); ++m) {
        attributed[m].add(point.attributed[m]);
        unattributed[m].add(point.unattributed[m]);
      }
    for (std::size_t m = 0; m < q.models.size(); ++m) {
      RC_ASSERT(attributed[m].revenue == report.attributed[m].revenue);
      RC_ASSERT(attributed[m].conversions == report.attributed[m].conversions);
      RC_ASSERT(unattributed[m].revenue == report.unattributed[m].revenue);
      RC_ASSERT(unattributed[m].conversions == report.unattributed[m].conversions);
    }
    for (const auto& row : report.rows)
      for (std::size_t m = 0; m < q.models.size(); ++m) {
        const auto point = merged.points.find(static_cast<std::int32_t>(row.key.first));
        const auto revenue = point == merged.points.end() ? 0 : point->second.attributed[m].revenue;
        RC_ASSERT(revenue == row.models[m].revenue);
      }
  });
}

TEST_CASE("what a series says was refunded is what refunds, chargebacks and reversals of the range booked",
          "[domain][series]") {
  rc::prop("", [] {
    journey_columns columns;
    for (const auto& j : any_journeys()) columns.apply(j);
    auto q = by_date();
    q.basis = report_basis::conversion;
    std::int64_t expected = 0;
    for (const auto& c : scan_cell(columns, {q, {}, true, std::nullopt, 1000}).page)
      for (const auto& e : c.entries)
        if (e.kind != entry_kind::sale && e.kind != entry_kind::adjustment) expected -= e.booked;
    std::vector<std::int64_t> refunded(q.models.size());
    for (const auto& [bucket, point] : scan_series(columns, q).points)
      for (std::size_t m = 0; m < refunded.size(); ++m) refunded[m] += point.refunded[m];
    RC_ASSERT(refunded == std::vector<std::int64_t>(q.models.size(), expected));
    RC_CLASSIFY(expected > 0);
  });
}

TEST_CASE("days on which nothing happened are rows of zeros from the first day of the range to the last",
          "[domain][series]") {
  auto q = daily(dimension::day);
  q.scope.from = day(10);
  q.scope.to = day(14);
  series_partial partial;
  partial.points[11] = {{credit_cell{500, 0, {1, 0}}}, {credit_cell{}}, {0}};
  const auto report = make_series(q, {}, std::move(partial), {});
  CHECK(dates_of(report) == std::vector<std::string>{"1970-01-11", "1970-01-12", "1970-01-13", "1970-01-14"});
  CHECK(report.rows[0].credit.attributed[0].revenue == 0);
  CHECK(report.rows[1].credit.attributed[0].revenue == 500);
  CHECK(report.totals.credit.attributed[0].revenue == 500);
}

TEST_CASE("an open range goes from the first day with credit or spend to the last", "[domain][series]") {
  series_partial partial;
  partial.points[59] = {{credit_cell{500, 0, {}}}, {credit_cell{}}, {0}};  // March 1970
  spend_report spend;
  spend.groups[{"1970-01"}].cost = 7;
  const auto report = make_series(daily(dimension::month), {}, std::move(partial), spend);
  CHECK(dates_of(report) == std::vector<std::string>{"1970-01", "1970-02", "1970-03"});
  CHECK(report.rows[0].spend.cost == 7);
  CHECK(report.totals.spend.cost == 7);
  CHECK(make_series(daily(dimension::week), {}, {}, {}).rows.empty());
}

TEST_CASE("a range that ends at a day's first instant does not show that day", "[domain][series]") {
  auto q = daily(dimension::week);
  q.scope.from = day(4);  // a Monday
  q.scope.to = day(11);   // the next
  CHECK(dates_of(make_series(q, {}, {}, {})) == std::vector<std::string>{"1970-01-05"});
}
