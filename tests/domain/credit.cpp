#include "domain/credit.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "journeys_made.hpp"

using namespace hub;
using namespace hub::made;

namespace {

credit_query one_model(model m) {
  auto q = all_models_by_campaign();
  q.models = {m};
  return q;
}

std::map<std::uint32_t, std::int64_t> revenue(const credit_partial& p) {
  std::map<std::uint32_t, std::int64_t> out;
  for (const auto& row : p.rows) out[row.key.first] = row.models[0].revenue;
  return out;
}
using by_campaign = std::map<std::uint32_t, std::int64_t>;

const std::vector<journey_touch> three_clicks{click(day(1), 1), click(day(2), 2), click(day(3), 3)};

journey_conversion with_refund(journey_conversion c, instant at, std::int64_t amount) {
  c.entries.push_back({at, -amount, 0, entry_kind::refund});
  return c;
}

}  // namespace

TEST_CASE("a sale is credited to the campaigns of its touches and adds up", "[domain][credit]") {
  const auto columns = one_journey(three_clicks, {sale(day(4), 10000)});
  const auto got = credit(columns, one_model(model::linear));
  CHECK(revenue(got) == by_campaign{{1, 3333}, {2, 3333}, {3, 3334}});
  CHECK(got.booked[0] == 10000);
  CHECK(got.unattributed[0].revenue == 0);
}

TEST_CASE("a sale without touches is unattributed", "[domain][credit]") {
  const auto got = credit(one_journey({}, {sale(day(4), 10000)}), one_model(model::linear));
  CHECK(got.rows.empty());
  CHECK(got.unattributed[0].revenue == 10000);
  CHECK(got.unattributed[0].conversions.value() == 1);
  CHECK(got.booked[0] == 10000);
}

TEST_CASE("a full refund leaves zeros whatever the rounding of the sale was", "[domain][credit]") {
  auto sold = with_refund(with_refund(sale(day(4), 10000), day(5), 3333), day(6), 6667);
  const auto got = credit(one_journey(three_clicks, {sold}), one_model(model::linear));
  CHECK(revenue(got) == by_campaign{{1, 0}, {2, 0}, {3, 0}});
  CHECK(got.booked[0] == 0);
  CHECK(got.attributed[0].conversions.value() == 1);
}

TEST_CASE("a refund in range of an older sale takes its credit and counts no conversion", "[domain][credit]") {
  auto q = one_model(model::linear);
  q.from = day(5);
  const auto got = credit(one_journey(three_clicks, {with_refund(sale(day(4), 10000), day(5), 5000)}), q);
  CHECK(got.booked[0] == -5000);
  // split(50.00) − split(100.00)
  CHECK(revenue(got) == by_campaign{{1, 1666 - 3333}, {2, 1667 - 3333}, {3, 1667 - 3334}});
  CHECK(got.attributed[0].conversions.value() == 0);
}

TEST_CASE("a lost deal takes back its count at its own date", "[domain][credit]") {
  auto lost = sale(day(4), 10000);
  lost.entries.push_back({day(8), -10000, -1, entry_kind::reversal});
  auto q = one_model(model::first_touch);
  CHECK(credit(one_journey(three_clicks, {lost}), q).attributed[0].conversions.value() == 0);
  q.from = day(8);
  CHECK(credit(one_journey(three_clicks, {lost}), q).attributed[0].conversions.value() == -1);
}

TEST_CASE("an amount without a rate is listed, and the conversion still counts", "[domain][credit]") {
  auto sold = sale(day(4), 10000);
  sold.currency = eur;
  auto q = one_model(model::linear);
  const auto without = credit(one_journey(three_clicks, {sold}), q);
  CHECK(without.unconverted.at(eur).amount == 10000);
  CHECK(without.unconverted.at(eur).entries == 1);
  CHECK(without.booked[0] == 0);
  CHECK(without.attributed[0].conversions.value() == 1);
  auto rates = std::make_shared<rate_table>();
  REQUIRE(rates->set(0, eur, usd, "1.5").has_value());
  q.rates = rates;
  CHECK(credit(one_journey(three_clicks, {sold}), q).booked[0] == 15000);
}

TEST_CASE("by touch, credit is dated by the touch that earned it", "[domain][credit]") {
  auto q = one_model(model::linear);
  q.basis = report_basis::touch;
  q.from = day(2);
  q.to = day(3);
  const auto got = credit(one_journey(three_clicks, {sale(day(4), 10000)}), q);
  CHECK(revenue(got) == by_campaign{{2, 3333}});
  CHECK(got.booked[0] == 3333);
}

TEST_CASE("a campaign filter shows its rows only and keeps the totals of the scope", "[domain][credit]") {
  auto q = one_model(model::linear);
  q.campaign = 2;
  const auto got = credit(one_journey(three_clicks, {sale(day(4), 10000)}), q);
  CHECK(revenue(got) == by_campaign{{2, 3333}});
  CHECK(got.attributed[0].revenue == 10000);
}

TEST_CASE("direct touches stand under (direct) in every touch dimension", "[domain][credit]") {
  auto q = one_model(model::last_touch);
  const auto columns = one_journey({click(day(1), 7, touch_direct)}, {sale(day(4), 10000)});
  for (const auto d : {dimension::campaign, dimension::channel, dimension::ad}) {
    q.group_by = {d};
    CHECK(revenue(credit(columns, q)) == by_campaign{{direct_group, 10000}});
  }
}

TEST_CASE("two dimensions make a row for each pair", "[domain][credit]") {
  auto q = one_model(model::linear);
  q.group_by = {dimension::campaign, dimension::day};
  const auto got = credit(one_journey({click(day(1), 1), click(day(2), 1)}, {sale(day(4), 100)}), q);
  REQUIRE(got.rows.size() == 1);
  CHECK(got.rows[0].key == group_key{1, 4});
  CHECK(got.rows[0].models[0].conversions.value() == 1);
}

TEST_CASE("revenue of new customers is told apart", "[domain][credit]") {
  auto first = sale(day(4), 10000, 1);
  first.first_of_contact = true;
  const auto got = credit(one_journey(three_clicks, {first, sale(day(5), 500, 2)}), one_model(model::last_touch));
  CHECK(got.attributed[0].revenue == 10500);
  CHECK(got.attributed[0].new_revenue == 10000);
}

TEST_CASE("a conversion that stands in another journey is not counted here", "[domain][credit]") {
  auto elsewhere = sale(day(4), 10000);
  elsewhere.elsewhere = true;
  CHECK(credit(one_journey(three_clicks, {elsewhere}), one_model(model::linear)).booked[0] == 0);
}

TEST_CASE("one conversion's explanation is what the report credits", "[domain][credit]") {
  const auto columns = one_journey(three_clicks, {with_refund(sale(day(4), 10000), day(5), 1)});
  for (const auto m : all_models) {
    const auto one = credit_one(columns, columns.rows()[0], m, {}, {});
    const auto all = revenue(credit(columns, one_model(m)));
    CHECK(one.net == 9999);
    for (std::size_t i = 0; i < one.touches.size(); ++i) {
      const auto found = all.find(columns.campaign()[one.touches[i]]);
      CHECK(one.credits[i] == (found == all.end() ? 0 : found->second));
    }
  }
}

TEST_CASE("a share sum is the same number whichever way it was added up", "[domain][credit]") {
  share_sum at_once, in_parts, a, b;
  at_once.add(share_unit - 5);
  at_once.settle();
  a.add(share_unit);
  b.add(-5);
  in_parts.add(a);
  in_parts.add(b);
  CHECK(at_once == in_parts);
  CHECK(at_once.value() == in_parts.value());
}
