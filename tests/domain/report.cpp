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
