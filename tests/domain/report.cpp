#include "domain/report.hpp"

#include <catch2/catch.hpp>

using namespace hub;

namespace {

report_query by_campaign() {
  report_query q;
  q.currency = parse_currency("EUR").value();
  q.models = {model::linear};
  return q;
}

/// Campaigns `kept` and `cancelled`; the credit of the latter adds up to nothing.
credit_partial two_campaigns(report_book& book) {
  credit_cell sold;
  sold.revenue = 500;
  sold.conversions.add(share_unit);
  credit_cell cancelled = sold;
  cancelled.revenue = 0;
  cancelled.conversions.add(-share_unit);
  cancelled.conversions.settle();
  credit_partial p;
  p.rows = {{{book.names.intern("kept"), 0}, {sold}}, {{book.names.intern("cancelled"), 0}, {cancelled}}};
  p.attributed = {sold};
  p.unattributed = {credit_cell{}};
  p.booked = {500};
  return p;
}

}  // namespace

TEST_CASE("rows stand by revenue, those by day in the order of time", "[domain][report]") {
  report_book book;
  const auto sold = [](std::int64_t revenue) {
    credit_cell cell;
    cell.revenue = revenue;
    cell.conversions.add(share_unit);
    return cell;
  };
  const auto days = [&](dimension first) {
    credit_partial p;
    for (const auto& [name, revenue] :
         {std::pair("2026-01-02", 900), std::pair("2026-01-03", 500), std::pair("2026-01-01", 700)})
      p.rows.push_back(
          {{first == dimension::day ? static_cast<std::uint32_t>(*parse_day(name)) : book.names.intern(name), 0},
           {sold(revenue)}});
    p.attributed = {sold(2100)};
    p.unattributed = {credit_cell{}};
    p.booked = {2100};
    auto query = by_campaign();
    query.group_by = {first};
    std::string order;
    for (const auto& row : make_attribution(query, book, std::move(p), std::nullopt).rows) order += row.group[0] + " ";
    return order;
  };
  CHECK(days(dimension::campaign) == "2026-01-02 2026-01-01 2026-01-03 ");
  CHECK(days(dimension::day) == "2026-01-01 2026-01-02 2026-01-03 ");
}

TEST_CASE("a row whose credits cancel out is left out, unless it has spend", "[domain][report]") {
  report_book book;
  auto partial = two_campaigns(book);
  const auto attribution = make_attribution(by_campaign(), book, credit_partial(partial), std::nullopt);
  REQUIRE(attribution.rows.size() == 1);
  CHECK(attribution.rows[0].group[0] == "kept");
  CHECK(attribution.reconciles());

  spend_report spend;
  spend.groups[{"cancelled"}].cost = 100;
  spend.total.cost = 100;
  CHECK(make_attribution(by_campaign(), book, credit_partial(partial), spend).rows.size() == 2);

  spend_report without_a_rate;
  without_a_rate.groups[{"cancelled"}].unpriced = true;
  CHECK(make_attribution(by_campaign(), book, std::move(partial), without_a_rate).rows.size() == 2);
}
