// Versions of one fact, and what their senders hear of those that do not stand.
#include <catch2/catch.hpp>

#include "domain/truth.hpp"

using namespace hub;

namespace {

template <class Fact>
Fact told(std::int64_t cents) {
  Fact f;
  f.source = "shop";
  f.external_id = "1";
  f.occurred_at = 100 * second_us;
  const money worth{cents, parse_currency("EUR").value()};
  if constexpr (std::is_same_v<Fact, adjustment_event>)
    f.amount = worth.minor, f.currency = worth.currency, f.order_key = "A-1";
  else
    f.type = "purchase", f.value = worth;
  return f;
}

item_result tell(truth& known, fact_body fact) {
  std::vector<sealed_fact> facts;
  facts.push_back(seal(std::move(fact), 0));
  return known.apply(std::move(facts), 0).results.at(0);
}

template <class Fact>
void check_outdated() {
  truth known;
  CHECK_FALSE(tell(known, told<Fact>(100)).outdated);
  CHECK_FALSE(tell(known, told<Fact>(100)).outdated);  // stands
  const auto newer = tell(known, told<Fact>(200));
  CHECK(newer.updated);
  CHECK_FALSE(newer.outdated);
  const auto again = tell(known, told<Fact>(100));
  CHECK(again.status == item_status::duplicate);
  CHECK(again.outdated);
  CHECK_FALSE(again.updated);
}

}  // namespace

TEST_CASE("a content that was told before and replaced since is said to be outdated", "[domain][versions]") {
  check_outdated<conversion_event>();
  check_outdated<adjustment_event>();
}

TEST_CASE("a version that states an earlier time than the standing one is outdated, and holds again with a later one",
          "[domain][versions]") {
  truth known;
  auto first = told<conversion_event>(100), second = told<conversion_event>(200);
  second.updated_at = 500 * second_us;
  tell(known, second);
  CHECK(tell(known, first).outdated);
  first.updated_at = 600 * second_us;
  CHECK(tell(known, first).updated);
  CHECK(known.conversion(event_key("shop", "1"))->net == 100);
}
