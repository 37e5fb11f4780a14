#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "domain/cohort_report.hpp"
#include "journeys_made.hpp"

using namespace hub;
using namespace hub::made;

namespace {

constexpr instant far = std::numeric_limits<instant>::max();

/// Every conversion is of the contact whose journey it stands in.
std::vector<journey_update> owned(std::vector<journey_update> journeys) {
  for (auto& j : journeys)
    for (auto& c : j.conversions) c.contact = static_cast<std::uint32_t>(j.journey);
  return journeys;
}

cohort_query by_campaign(model m = model::last_touch) {
  cohort_query q{all_models_by_campaign(), far};
  q.credit.models = {m};
  return q;
}

cohort_partial scan(const std::vector<journey_update>& journeys, const cohort_query& q) {
  journey_columns columns;
  for (const auto& j : owned(journeys)) columns.apply(j);
  return scan_cohorts(columns, q);
}

/// Not taken back as a whole.
bool stands(const journey_conversion& c) {
  int count = 0;
  for (const auto& e : c.entries) count += e.count;
  return count > 0;
}

const std::int32_t january = 0, february = 31;

}  // namespace

TEST_CASE("cohorts are the same on any number of shards", "[domain][cohorts]") {
  rc::prop("", [] {
    const auto journeys = owned(any_journeys());
    auto q = by_campaign(*rc::gen::element(model::first_touch, model::linear, model::time_decay, model::w_shaped));
    q.credit.rules = any_rules();
    q.until = *rc::gen::inRange<instant>(0, 130) * day_us;
    std::vector<journey_columns> shards(3);
    journey_columns whole;
    for (const auto& j : journeys) {
      shards[*rc::gen::inRange<std::size_t>(0, 3)].apply(j);
      whole.apply(j);
    }
    cohort_partial forwards, backwards;
    for (std::size_t i = 0; i < 3; ++i) {
      merge(forwards, scan_cohorts(shards[i], q));
      merge(backwards, scan_cohorts(shards[2 - i], q));
    }
    const auto expected = scan_cohorts(whole, q);
    for (const auto* merged : {&forwards, &backwards}) {
      RC_ASSERT(merged->cohorts == expected.cohorts);
      RC_ASSERT(merged->latest == expected.latest);
    }
  });
}

TEST_CASE("what all customers brought in is the net revenue of all that was not taken back", "[domain][cohorts]") {
  rc::prop("", [] {
    const auto journeys = owned(any_journeys());
    auto standing = journeys;
    for (auto& j : standing) std::erase_if(j.conversions, [](const auto& c) { return !stands(c); });
    auto q = by_campaign(model::time_decay);
    auto rates = std::make_shared<rate_table>();
    (void)rates->set(0, eur, usd, "1.0845");
    q.credit.rates = rates;
    journey_columns columns, without_lost;
    for (const auto& j : journeys) columns.apply(j);
    for (const auto& j : standing) without_lost.apply(j);
    const auto got = scan_cohorts(columns, q);
    std::int64_t revenue = 0;
    share_sum customers;
    for (const auto& [key, sum] : got.cohorts) {
      revenue += sum.total();
      customers.add(sum.customers);
    }
    RC_ASSERT(revenue == credit(without_lost, q.credit).booked[0]);
    std::int64_t expected = 0;
    for (const auto& j : standing) expected += j.conversions.empty() ? 0 : 1;
    RC_ASSERT(customers == (share_sum{expected, 0}));
  });
}

TEST_CASE("a customer belongs to the month and the campaign of its first conversion, with all that came later",
          "[domain][cohorts]") {
  const auto got = scan({{1, {click(day(1), 5), click(day(40), 6)}, {sale(day(2), 1000, 1), sale(day(42.5), 500, 2)}}},
                        by_campaign());
  REQUIRE(got.cohorts.size() == 1);
  const auto& [key, sum] = *got.cohorts.begin();
  CHECK(key == cohort_key{january, 5});
  CHECK(sum.customers == share_sum{1, 0});
  CHECK(sum.revenue == std::map<std::int32_t, std::int64_t>{{0, 1000}, {40, 500}});
}

TEST_CASE("a refund takes from the cohort on the day on which it came", "[domain][cohorts]") {
  auto sold = sale(day(2), 1000);
  sold.entries.push_back({day(9.5), -400, 0, entry_kind::refund});
  const auto got = scan({{1, {click(day(1), 5)}, {sold}}}, by_campaign());
  CHECK(got.cohorts.begin()->second.revenue == std::map<std::int32_t, std::int64_t>{{0, 1000}, {7, -400}});
}

TEST_CASE("a customer whom several touches earned is shared between them to the minor unit", "[domain][cohorts]") {
  const auto got = scan({{1, {click(day(1), 5), click(day(1), 6), click(day(1), 7)}, {sale(day(2), 1000)}}},
                        by_campaign(model::linear));
  std::vector<std::int64_t> revenue;
  share_sum customers;
  for (const auto& [key, sum] : got.cohorts) {
    revenue.push_back(sum.total());
    customers.add(sum.customers);
  }
  CHECK(revenue == std::vector<std::int64_t>{333, 333, 334});
  CHECK(customers == share_sum{1, 0});
}

TEST_CASE("who bought before the range is no new customer of it", "[domain][cohorts]") {
  auto q = by_campaign();
  q.credit.from = day(31);
  CHECK(scan({{1, {click(day(1), 5)}, {sale(day(2), 1000, 1), sale(day(40), 500, 2)}}}, q).cohorts.empty());
  q.credit.from = day(1);
  CHECK(scan({{1, {click(day(1), 5)}, {sale(day(2), 1000, 1), sale(day(40), 500, 2)}}}, q).cohorts.size() == 1);
}

TEST_CASE("an order dated ahead does not make cohorts riper than the data are", "[domain][cohorts]") {
  auto q = by_campaign();
  const std::vector<journey_update> journeys{
      {1, {}, {sale(day(2), 1000, 1), sale(day(9), 500, 2), sale(day(999), 5, 3)}}};
  CHECK(scan(journeys, q).latest == day(999));
  q.now = day(20);
  CHECK(scan(journeys, q).latest == day(9));
}

TEST_CASE("a deal that was lost again makes no customer", "[domain][cohorts]") {
  auto lost = sale(day(2), 1000, 1);
  lost.entries.push_back({day(20), -1000, -1, entry_kind::reversal});
  const auto got = scan({{1, {click(day(1), 5)}, {lost, sale(day(40), 500, 2)}}}, by_campaign());
  REQUIRE(got.cohorts.size() == 1);
  CHECK(got.cohorts.begin()->first.month == february);
  CHECK(got.cohorts.begin()->second.total() == 500);
}

TEST_CASE("a conversion that two contacts share makes one customer", "[domain][cohorts]") {
  auto shared = sale(day(2), 1000);
  shared.contact = 1;
  auto elsewhere = shared;
  elsewhere.elsewhere = true;
  journey_columns columns;
  columns.apply({1, {click(day(1), 5)}, {elsewhere}});
  columns.apply({2, {click(day(1), 6)}, {elsewhere}});
  columns.apply({shared_journey | 7, {click(day(1), 5), click(day(1), 6)}, {shared}});
  const auto got = scan_cohorts(columns, by_campaign());
  REQUIRE(got.cohorts.size() == 1);
  CHECK(got.cohorts.begin()->first == cohort_key{january, 5});
  CHECK(got.cohorts.begin()->second.total() == 1000);
}

namespace {

struct made_cohorts {
  report_book book;
  report_query query;
  made_cohorts() {
    query.currency = usd;
    query.models = {model::last_touch};
    book.names.intern("c1");
    spend_event s;
    s.platform = "meta";
    s.campaign_id = "c1";
    s.cost = {1200, usd};
    s.day = 10;
    book.spend.put(s);
  }
  cohort_report make(std::map<std::int32_t, std::int64_t> revenue, instant latest) const {
    cohort_partial p;
    p.cohorts[{january, 1}] = {{1, 0}, std::move(revenue)};
    p.latest = latest;
    return make_cohorts(query, book, std::move(p), cohort_spend(query, book), far);
  }
};

}  // namespace

TEST_CASE("a cohort pays back on the first day on which its revenue reaches the spend of its month",
          "[domain][cohorts]") {
  const made_cohorts made;
  const auto paid = made.make({{0, 700}, {9, 499}, {33, 1}, {80, 5}}, day(400));
  REQUIRE(paid.rows.size() == 1);
  CHECK(paid.rows[0].spend == 1200);
  CHECK(paid.rows[0].payback_day == 33);
  CHECK(paid.months[0].payback_day == 33);
  CHECK_FALSE(made.make({{0, 700}}, day(400)).rows[0].payback_day);
  auto without = made;
  without.book.spend.clear();
  const auto free = without.make({{0, 700}}, day(400));
  CHECK(free.rows[0].spend == 0);
  CHECK_FALSE(free.rows[0].payback_day);
}

TEST_CASE("a horizon that lies beyond the data is not shown as if it were complete", "[domain][cohorts]") {
  const made_cohorts made;
  const auto mature = [&](double latest) { return made.make({{0, 700}, {20, 100}}, day(latest)).rows[0].mature; };
  // January ends on day 31; the last customer's day 7 ends eight days later.
  CHECK(mature(39) == std::array{true, true, false, false, false, false, false});
  CHECK(mature(38.9) == std::array{true, false, false, false, false, false, false});
  CHECK(mature(31.9) == std::array{false, false, false, false, false, false, false});
  CHECK(mature(31 + 366) == std::array{true, true, true, true, true, true, true});
  CHECK(made.make({{0, 700}, {20, 100}}, day(39)).rows[0].revenue_so_far == 800);
}

TEST_CASE("spend without customers is a row that never paid back, by channel spend is not known", "[domain][cohorts]") {
  made_cohorts made;
  const auto report = make_cohorts(made.query, made.book, {}, cohort_spend(made.query, made.book), far);
  REQUIRE(report.rows.size() == 1);
  CHECK(report.rows[0].group == "c1");
  CHECK(report.rows[0].customers == share_sum{});
  CHECK_FALSE(report.rows[0].payback_day);
  CHECK(report.months[0].spend == 1200);
  made.query.group_by = {dimension::channel};
  const auto by_channel = made.make({{0, 2000}}, day(400));
  CHECK_FALSE(by_channel.rows[0].spend);
  CHECK(by_channel.months[0].payback_day == 0);
}
