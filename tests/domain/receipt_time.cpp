// Facts whose time leans on when they were received: a sender's clock that was set right, a time that was not stated.
#include <catch2/catch.hpp>

#include "domain/truth.hpp"

using namespace hub;

namespace {

conversion_event order(instant at, std::int64_t cents = 4900) {
  conversion_event e;
  e.source = "segment";
  e.external_id = "msg-1";
  e.type = "purchase";
  e.occurred_at = at;
  e.value = money{cents, parse_currency("EUR").value()};
  e.timed_by_receipt = true;
  return e;
}

item_result tell(truth& known, fact_body fact) {
  std::vector<sealed_fact> facts;
  facts.push_back(seal(std::move(fact), 0));
  return known.apply(std::move(facts), 0).results.at(0);
}

instant sold_at(const truth& known) { return known.conversion(event_key("segment", "msg-1"))->conversion.at; }

}  // namespace

TEST_CASE("a retry with another corrected time is a redelivery, and the first time stands", "[domain][receipt]") {
  for (const std::int64_t later : {second_us, -3 * second_us}) {
    truth known;
    CHECK(tell(known, order(100 * second_us)).status == item_status::accepted);
    const auto again = tell(known, order(100 * second_us + later));
    CHECK(again.status == item_status::duplicate);
    CHECK_FALSE(again.updated);
    CHECK_FALSE(again.kept);
    CHECK(sold_at(known) == 100 * second_us);
    CHECK(known.last_seq() == 1);
  }
}

TEST_CASE("a later delivery that says something else is a version, with its own time", "[domain][receipt]") {
  truth known;
  tell(known, order(100 * second_us));
  const auto changed = tell(known, order(200 * second_us, 5900));
  CHECK(changed.updated);
  CHECK(sold_at(known) == 200 * second_us);
}

TEST_CASE("where the source states the time, another time is another version", "[domain][receipt]") {
  truth known;
  auto stated = order(100 * second_us);
  stated.timed_by_receipt = false;
  tell(known, stated);
  stated.occurred_at += second_us;
  CHECK(tell(known, stated).updated);
}

TEST_CASE("touches, refunds and identities timed by their receipt are told once too", "[domain][receipt]") {
  truth known;
  const auto twice = [&](auto fact) {
    fact.source = "segment";
    fact.external_id = "msg-2";
    fact.timed_by_receipt = true;
    tell(known, fact);
    const auto seq = known.last_seq();
    fact.occurred_at += second_us;
    const auto again = tell(known, fact);
    CHECK(again.status == item_status::duplicate);
    CHECK_FALSE(again.updated);
    CHECK(known.last_seq() == seq);
  };
  twice(touch_event{});
  twice(adjustment_event{});
  twice(identity_event{});
}
