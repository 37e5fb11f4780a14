#include <catch2/catch.hpp>

#include "domain/conversion_scan.hpp"
#include "labels_told.hpp"

using namespace hub;
using namespace hub::told;
using texts = std::vector<std::string>;

namespace {

texts after_click(std::int64_t us, void (*change)(touch_event&, conversion_event&) = nullptr) {
  labelled_hub hub;
  auto click = click_of("t1", "ann", start);
  auto sale = sale_of("s1", "ann", start + us);
  if (change != nullptr) change(click, sale);
  hub.tell({click, sale});
  return names_of(hub.marks_of_sale("s1"));
}

/// *n* sales of 50.00, each of a contact of its own.
std::vector<fact_body> usual_sales(int n) {
  std::vector<fact_body> facts;
  for (int i = 0; i < n; ++i)
    facts.push_back(sale_of("u" + std::to_string(i), "u" + std::to_string(i), start + i * hour_us));
  return facts;
}

}  // namespace

TEST_CASE("an order is too fast up to two seconds after its first click", "[domain][labels]") {
  const texts fast = {"fast-order"};
  CHECK(after_click(0) == fast);
  CHECK(after_click(2 * second_us) == fast);
  CHECK(after_click(2 * second_us + 1).empty());
  CHECK(after_click(-1).empty());
  labelled_hub hub;
  hub.tell({click_of("t1", "ann", start), sale_of("s1", "ann", start + 800'000)});
  CHECK(hub.marks_of_sale("s1").at(0).reason ==
        "0.8 seconds after the click t1, and nothing is known of its contacts from more than 2 seconds before");
  CHECK(hub.count(label::fast_order) == 1);
}

TEST_CASE("leads and views are not too fast", "[domain][labels]") {
  CHECK(after_click(1, [](auto&, auto& sale) { sale.type = "generate_lead"; }).empty());
  CHECK(after_click(1, [](auto& click, auto&) { click.kind = interaction::view; }).empty());
  CHECK(after_click(1, [](auto&, auto& sale) { sale.type = "subscribe"; }) == texts{"fast-order"});
}

TEST_CASE("whoever was known before may order at once", "[domain][labels]") {
  labelled_hub hub;
  hub.tell({click_of("t1", "ann", start), sale_of("s1", "ann", start + second_us)});
  CHECK(hub.marks_of_sale("s1").size() == 1);
  SECTION("by an earlier touch") { hub.tell({click_of("t0", "ann", start - hour_us)}); }
  SECTION("by an earlier event") { hub.tell({sale_of("s0", "ann", start - hour_us)}); }
  CHECK(hub.marks_of_sale("s1").empty());
  CHECK(hub.count(label::fast_order) == 0);
}

TEST_CASE("the click that an order itself names is no evidence", "[domain][labels]") {
  labelled_hub hub;
  auto sale = sale_of("s1", "ann", start + second_us);
  sale.context.click_id = "k";
  sale.clicked_at = start;
  hub.tell({sale});
  CHECK(hub.marks_of_sale("s1").empty());
  // A page view that only has the time of its own does not say when the click was.
  auto view = sale_of("v1", "ann", start + second_us);
  view.type = "page_view";
  view.outcome = false;
  view.value.reset();
  view.context.click_id = "k";
  hub.tell({view});
  CHECK(hub.marks_of_sale("s1").empty());
  // One that knows the click's time does.
  view.external_id = "v2";
  view.clicked_at = start;
  hub.tell({view});
  CHECK(names_of(hub.marks_of_sale("s1")) == texts{"fast-order"});
}

TEST_CASE("a value beyond a hundred times the median is an outlier, from thirty conversions on", "[domain][labels]") {
  labelled_hub hub;
  hub.tell(usual_sales(28), 5);
  hub.tell({sale_of("big", "x", start, 500'001)});
  CHECK(hub.marks_of_sale("big").empty());  // the 29th
  hub.tell({sale_of("even", "y", start, 500'000)});
  REQUIRE(names_of(hub.marks_of_sale("big")) == texts{"outlier-value"});
  CHECK(hub.marks_of_sale("even").empty());
  CHECK(hub.marks_of_sale("big")[0].reason ==
        "5000.01 USD is 100 times 50.00 USD, the median of 30 conversions of type purchase in this currency; more than "
        "100 times is an outlier");
  CHECK(hub.count(label::outlier_value) == 1);
}

TEST_CASE("types and currencies have medians of their own", "[domain][labels]") {
  labelled_hub hub;
  hub.tell(usual_sales(30));
  auto lead = sale_of("lead", "x", start, 9'000'000);
  lead.type = "generate_lead";
  auto euros = sale_of("euros", "y", start, 9'000'000);
  euros.value->currency = eur;
  auto priceless = sale_of("none", "z", start);
  priceless.value.reset();
  hub.tell({lead, euros, priceless});
  CHECK(hub.count(label::outlier_value) == 0);
}

TEST_CASE("an outlier follows corrections and merges", "[domain][labels]") {
  labelled_hub hub;
  hub.tell(usual_sales(30));
  auto big = sale_of("big", "x", start, 600'000);
  big.order_key = "A-1";
  hub.tell({big});
  CHECK(hub.count(label::outlier_value) == 1);
  auto trusted = sale_of("deal", "x", start, 6'000);
  trusted.source = "hubspot";
  trusted.order_key = "A-1";
  hub.tell({trusted});  // one conversion now, worth what the CRM says
  CHECK(hub.count(label::outlier_value) == 0);
  trusted.value = money{700'000, usd};
  trusted.updated_at = start + day_us;
  hub.tell({trusted});
  CHECK(hub.count(label::outlier_value) == 1);
  CHECK(hub.known.labelled(label::outlier_value, std::nullopt, 10).at(0).value.minor == 700'000);
}

TEST_CASE("values count with their first two digits", "[domain][labels]") {
  for (const auto& [value, rounded] : std::map<std::int64_t, std::int64_t>{{0, 0},
                                                                           {7, 7},
                                                                           {99, 99},
                                                                           {100, 100},
                                                                           {109, 100},
                                                                           {110, 110},
                                                                           {199, 190},
                                                                           {999, 990},
                                                                           {1000, 1000},
                                                                           {123'456, 120'000}})
    CHECK(rounded_value(value) == rounded);
  CHECK(rounded_value(std::numeric_limits<std::int64_t>::max()) == 9'200'000'000'000'000'000);
}

TEST_CASE("a report leaves out conversions by the policy and says how many", "[domain][labels]") {
  labelled_hub hub;
  hub.tell(usual_sales(30));
  hub.tell({click_of("t1", "ann", start), sale_of("s1", "ann", start + second_us, 700),
            sale_of("big", "x", start, 600'000)});
  const auto all = hub.credits({});
  CHECK(all.booked[0] == 30 * 5000 + 700 + 600'000);
  CHECK(all.left_out == left_out_sum{});
  const auto some = hub.credits({label::outlier_value});
  CHECK(some.booked[0] == 30 * 5000 + 700);
  CHECK(some.left_out == left_out_sum{1, {{usd, 600'000}}});
  const auto fewer = hub.credits({label::outlier_value, label::fast_order, label::bot_agent});
  CHECK(fewer.booked[0] == 30 * 5000);
  CHECK(fewer.left_out == left_out_sum{2, {{usd, 600'700}}});
  CHECK(fewer.booked[0] == fewer.attributed[0].revenue + fewer.unattributed[0].revenue);
}

TEST_CASE("a left-out conversion takes its refunds with it, and counts where its entries are dated",
          "[domain][labels]") {
  labelled_hub hub;
  adjustment_event refund;
  refund.source = "manual";
  refund.external_id = "r1";
  refund.sale_source = "manual";
  refund.sale_external_id = "s1";
  refund.amount = 200;
  refund.occurred_at = start + 10 * day_us;
  hub.tell({click_of("t1", "ann", start), sale_of("s1", "ann", start + second_us, 700), refund});
  CHECK(hub.credits({label::fast_order}).left_out == left_out_sum{1, {{usd, 500}}});
  credit_query later;
  later.models = {model::linear};
  later.group_by = {dimension::campaign};
  later.currency = usd;
  later.leave_out = {label::fast_order};
  later.from = start + day_us;
  CHECK(credit(hub.columns, later).left_out == left_out_sum{0, {{usd, -200}}});
}

TEST_CASE("conversions are found by their labels", "[domain][labels]") {
  labelled_hub hub;
  hub.tell(usual_sales(30));
  hub.tell(
      {click_of("t1", "ann", start), sale_of("s1", "ann", start + second_us), sale_of("big", "x", start, 600'000)});
  conversion_filter filter;
  filter.limits = std::make_shared<const value_limits>(hub.limits);
  filter.label = label::fast_order;
  CHECK(find_conversions(hub.columns, filter).at(0).id == event_key("manual", "s1"));
  filter.label = label::outlier_value;
  const auto found = find_conversions(hub.columns, filter);
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == event_key("manual", "big"));
}
