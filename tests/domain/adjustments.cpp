// What became of refunds and the like, as their senders hear it and as it is listed; and what is known otherwise than an
// event says it.
#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "sales.hpp"

using namespace hub;
using namespace hub::told;

namespace {

conversion_event order(std::string source, std::string id, std::int64_t amount, std::string order_key) {
  return sale(std::move(source), std::move(id), amount, start + day_us, std::move(order_key));
}

adjustment_event refund(std::string id, std::string order_key, std::optional<std::int64_t> amount) {
  adjustment_event a;
  a.source = "shop";
  a.external_id = std::move(id);
  a.order_key = std::move(order_key);
  a.amount = amount;
  a.occurred_at = start + 2 * day_us;
  return a;
}

std::vector<item_result> tell(truth& t, const std::vector<fact_body>& facts) {
  std::vector<sealed_fact> sealed;
  for (const auto& f : facts) sealed.push_back(seal(f, start));
  return t.apply(std::move(sealed), start).results;
}

std::vector<std::string> listed(const truth& t, entry_note note) {
  std::vector<std::string> ids;
  for (const auto& a : t.list_adjustments(note, {}, 100).first) ids.push_back(a.external_id);
  return ids;
}

}  // namespace

TEST_CASE("who reports a refund hears whether it counts, also where its sale comes behind it in the same batch",
          "[domain][adjustments]") {
  truth t;
  const auto results = tell(t, {refund("r1", "A-1", 1'000), refund("r2", "A-2", 1'000),
                                order("shop", "o1", 5'000, "A-1"), refund("r3", "A-1", 4'500)});
  CHECK(results[0].note == entry_note::counted);
  CHECK(results[0].conversion == event_key("shop", "o1"));
  CHECK(results[1].note == entry_note::waits_for_sale);
  CHECK_FALSE(results[1].has_conversion);
  CHECK(results[3].note == entry_note::over_refund);
}

TEST_CASE("a refund that another source told first is answered as repeated", "[domain][adjustments]") {
  truth t;
  auto again = refund("r9", "A-1", 1'000);
  again.source = "bank";
  const auto results = tell(t, {order("shop", "o1", 5'000, "A-1"), refund("r1", "A-1", 1'000), again});
  CHECK(results[1].note == entry_note::counted);
  CHECK(results[2].note == entry_note::repeated);
}

TEST_CASE("refunds are listed by what became of them, with how they name their sale, and move on when it comes",
          "[domain][adjustments]") {
  truth t;
  auto by_event = refund("r2", "", {});
  by_event.sale_source = "crm";
  by_event.sale_external_id = "d-1";
  auto by_id = refund("r3", "", 200);
  by_id.conversion_id = conversion_id(event_key("crm", "d-2"));
  tell(t, {refund("r1", "A-1", 1'000), by_event, by_id});
  const auto [waiting, next] = t.list_adjustments(entry_note::waits_for_sale, {}, 100);
  REQUIRE(waiting.size() == 3);
  CHECK_FALSE(next);
  CHECK(waiting[0].external_id == "r3");  // the latest first
  CHECK(waiting[0].conversion == event_key("crm", "d-2"));
  CHECK(waiting[0].amount == 200);
  CHECK(waiting[1].sale_source == "crm");
  CHECK(waiting[1].sale_external_id == "d-1");
  CHECK_FALSE(waiting[1].amount);
  CHECK_FALSE(waiting[1].conversion);
  CHECK(waiting[2].order_id == "A-1");
  const auto first = t.list_adjustments(entry_note::waits_for_sale, {}, 2);
  REQUIRE(first.second);
  CHECK(t.list_adjustments(entry_note::waits_for_sale, first.second, 2).first.at(0).external_id == "r1");

  tell(t, {order("shop", "o1", 900, "A-1"), sale("crm", "d-1", 700, start)});
  CHECK(listed(t, entry_note::waits_for_sale) == std::vector<std::string>{"r3"});
  CHECK(listed(t, entry_note::over_refund) == std::vector<std::string>{"r1"});
  CHECK(listed(t, entry_note::counted) == std::vector<std::string>{"r2"});
}

TEST_CASE("every adjustment is listed under one note, which is the one in the ledger of its sale",
          "[domain][adjustments]") {
  rc::prop("notes", [] {
    truth t;
    tell(t, any_story());
    std::map<std::pair<std::string, std::string>, entry_note> notes;
    for (auto note = entry_note::counted; note <= entry_note::waits_for_sale;
         note = static_cast<entry_note>(static_cast<int>(note) + 1))
      for (const auto& a : t.list_adjustments(note, {}, 1'000).first) {
        RC_ASSERT(notes.emplace(std::pair(a.source, a.external_id), note).second);
        if (note == entry_note::waits_for_sale) continue;
        RC_ASSERT(a.conversion.has_value());
        const auto sale = t.conversion(*a.conversion);
        RC_ASSERT(sale.has_value());
        const auto found = std::find_if(sale->ledger.begin(), sale->ledger.end(), [&](const auto& e) {
          return e.source == a.source && e.external_id == a.external_id && e.kind == entry_of(a.kind);
        });
        RC_ASSERT(found != sale->ledger.end());
        RC_ASSERT(found->note == note);
      }
  });
}

TEST_CASE("an event that gives its order another value hears which was known and which holds",
          "[domain][adjustments]") {
  truth t;  // HubSpot is trusted more than Meta
  tell(t, {order("hubspot", "o1", 5'000, "A-1")});
  tell(t, {order("meta_capi", "m1", 4'000, "A-1"), order("meta_capi", "m2", 700, "A-2")});
  const auto weak = t.otherwise(event_key("meta_capi", "m1"));
  REQUIRE(weak);
  CHECK(weak->value == money{5'000, usd});
  CHECK(weak->standing == money{5'000, usd});
  tell(t, {order("hubspot", "o2", 800, "A-2")});
  const auto strong = t.otherwise(event_key("hubspot", "o2"));
  REQUIRE(strong);
  CHECK(strong->value == money{700, usd});
  CHECK(strong->standing == money{800, usd});
  CHECK_FALSE(t.otherwise(event_key("meta_capi", "m2")));  // nothing was known before it
  CHECK_FALSE(t.otherwise(event_key("meta_capi", "m9")));
}

TEST_CASE("an event whose order is known as another type hears of it", "[domain][adjustments]") {
  truth t;
  auto lead = order("shop", "l1", 100, "A-1");
  lead.type = "generate_lead";
  tell(t, {order("shop", "o1", 100, "A-1"), lead});
  const auto known = t.otherwise(event_key("shop", "l1"));
  REQUIRE(known);
  CHECK(known->type == "purchase");
  CHECK_FALSE(known->value);
  CHECK_FALSE(known->standing);
}

TEST_CASE("an event hears of an order that is written with a # before its number, or without",
          "[domain][adjustments]") {
  truth t;
  auto lead = order("shop", "l1", 100, "1003");
  lead.type = "generate_lead";
  tell(t, {order("shop", "o1", 100, "#1001"), order("shop", "o2", 100, "1002"), lead});
  tell(t, {order("file", "f1", 100, "1001"), order("file", "f2", 100, "#1002"), order("file", "f3", 100, "#1003")});
  const auto without = t.otherwise(event_key("file", "f1")), with = t.otherwise(event_key("file", "f2"));
  REQUIRE(without);
  CHECK(without->order == "#1001");
  CHECK_FALSE(without->value);
  REQUIRE(with);
  CHECK(with->order == "1002");
  CHECK_FALSE(t.otherwise(event_key("file", "f3")));  // a lead is no purchase
  CHECK_FALSE(t.otherwise(event_key("shop", "o1")));  // was there first
}

TEST_CASE("an order is found with and without the # before its number, the very spelling first",
          "[domain][adjustments]") {
  truth t;
  tell(t, {order("shop", "o1", 100, "#1001"), order("shop", "o2", 100, "1002")});
  CHECK(t.find("1001") == std::vector{event_key("shop", "o1")});
  CHECK(t.find("#1002") == std::vector{event_key("shop", "o2")});
  tell(t, {order("file", "f1", 100, "1001")});
  CHECK(t.find("1001") == std::vector{event_key("file", "f1")});
  CHECK(t.find("#1001") == std::vector{event_key("shop", "o1")});
  CHECK(t.find("#").empty());
}
