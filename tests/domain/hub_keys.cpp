// Keys on too many events to tell orders apart.
#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "tests/domain/stories.hpp"

using namespace hub;
using namespace hub::told;

namespace {

constexpr std::size_t most = 50;

truth small_limit() {
  truth_policy policy;
  policy.dedup.max_per_key = most;
  return truth(policy);
}

/// Every customer's own order, but with one id on all of them.
conversion_event numbered(std::size_t no, const char* order = "0") {
  conversion_event e;
  e.source = no % 2 == 0 ? "manual" : "hubspot";
  e.external_id = std::to_string(no);
  e.type = "purchase";
  e.occurred_at = start + static_cast<instant>(no) * hour_us;
  e.value = money{4900, usd};
  e.order_key = order;
  e.identifiers = {{identifier_kind::email, "customer" + std::to_string(no), true}};
  return e;
}

/// One customer who buys the same again and again within minutes.
conversion_event repeated(std::size_t no) {
  auto e = numbered(no, "");
  e.identifiers = {{identifier_kind::email, "till", true}};
  e.occurred_at = start + static_cast<instant>(no) * second_us;
  return e;
}

truth_delta tell(truth& t, fact_body body) {
  std::vector<sealed_fact> facts;
  facts.push_back(seal(std::move(body), start));
  return t.apply(std::move(facts), start);
}

}  // namespace

TEST_CASE("an order id on too many events joins none of them, and is reported", "[domain][hub-keys]") {
  auto t = small_limit();
  for (std::size_t no = 0; no < most; ++no) tell(t, numbered(no));
  CHECK(t.conversion_count() == 1);
  CHECK(t.hub_keys().empty());
  const auto delta = tell(t, numbered(most));
  CHECK(t.conversion_count() == most + 1);
  REQUIRE(delta.decisions.size() == most - 1);  // all but the founder stand for something else now
  CHECK(delta.decisions.front().rule == merge_rule::none);
  CHECK(delta.decisions.front().keys == "order_id=0 is on 51 events");
  REQUIRE(t.hub_keys().size() == 1);
  CHECK(t.hub_keys()[0].kind == "order_id");
  CHECK(t.hub_keys()[0].key == "0");
  CHECK(t.hub_keys()[0].events == most + 1);
}

TEST_CASE("an event that gives its order id up lets the rest be one order again", "[domain][hub-keys]") {
  auto t = small_limit();
  for (std::size_t no = 0; no <= most; ++no) tell(t, numbered(no));
  auto corrected = numbered(7, "A-7");
  corrected.updated_at = start;
  tell(t, corrected);
  CHECK(t.conversion_count() == 2);
  CHECK(t.hub_keys().empty());
}

TEST_CASE("a refund that names an order id on too many events is refused", "[domain][hub-keys]") {
  auto t = small_limit();
  for (std::size_t no = 0; no <= most; ++no) tell(t, numbered(no));
  adjustment_event refund;
  refund.source = "manual";
  refund.external_id = "r";
  refund.order_key = "0";
  refund.occurred_at = start + day_us;
  const auto delta = tell(t, refund);
  REQUIRE(delta.results[0].status == item_status::rejected);
  CHECK(delta.results[0].errors[0].code == "order-ambiguous");
  CHECK(t.conversion(event_key("manual", "0"))->net == 4900);
}

TEST_CASE("equal amounts of one contact are not matched where there are too many of them", "[domain][hub-keys]") {
  auto t = small_limit();
  for (std::size_t no = 0; no < most; ++no) tell(t, repeated(no));
  CHECK(t.conversion_count() == most / 2);
  tell(t, repeated(most));
  CHECK(t.conversion_count() == most + 1);
  REQUIRE(t.hub_keys().size() == 1);
  CHECK(t.hub_keys()[0].kind == "likeness");
  CHECK(t.hub_keys()[0].events == most + 1);
  // The same customer's order of another month is matched as ever.
  auto one = repeated(900), other = repeated(901);
  one.occurred_at = other.occurred_at = start + 30 * day_us;
  tell(t, one);
  tell(t, other);
  CHECK(t.conversion_count() == most + 2);
}

TEST_CASE("which amounts are too many is judged anew under other rules, and as before when these are taken back",
          "[domain][hub-keys]") {
  auto t = small_limit();
  for (std::size_t no = 0; no <= most; ++no) tell(t, repeated(no));
  REQUIRE(t.hub_keys().size() == 1);
  dedup_rules narrow;
  narrow.window_us = second_us;
  t.put_in_force(narrow, start + 1, 0);
  CHECK(t.hub_keys().empty());
  CHECK(t.conversion_count() == most / 2 + 1);
  t.put_in_force({}, start + 2, 0);
  REQUIRE(t.hub_keys().size() == 1);
  CHECK(t.hub_keys()[0].events == most + 1);
  CHECK(t.conversion_count() == most + 1);
}

TEST_CASE("hub keys do not depend on the order in which events come and are corrected", "[domain][hub-keys]") {
  rc::prop("", [] {
    std::vector<fact_body> story;
    for (std::size_t no = 0; no < most + 3; ++no) {
      auto e = *rc::gen::arbitrary<bool>() ? numbered(no) : repeated(no);
      story.push_back(e);
      if (*rc::gen::inRange(0, 8) != 0) continue;
      e.order_key = "B-" + std::to_string(no);
      e.updated_at = start;
      story.push_back(e);
    }
    auto one = small_limit(), other = small_limit();
    one.apply(sealed(story), start);
    for (const auto& body : shuffled(story)) tell(other, body);
    RC_ASSERT(conversions(one, story) == conversions(other, story));
    RC_ASSERT(one.hub_keys().size() == other.hub_keys().size());
  });
}

TEST_CASE("an event that is no outcome may carry an order id and be told anew", "[domain][hub-keys]") {
  truth t;
  auto cart = numbered(1, "A-1");
  cart.outcome = false;
  tell(t, cart);
  cart.updated_at = start;
  cart.country = "DE";
  CHECK(tell(t, cart).results.at(0).updated);
  cart.updated_at = start + 1;
  cart.outcome = true;
  CHECK(tell(t, cart).results.at(0).has_conversion);
}
