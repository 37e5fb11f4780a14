#include "domain/decision.hpp"

#include <catch2/catch.hpp>

using namespace hub;

TEST_CASE("every merge rule has the name that clients and the audit trail know it by", "[domain][decision]") {
  CHECK(to_string(merge_rule::none).empty());
  CHECK(to_string(merge_rule::redelivery) == "redelivery");
  CHECK(to_string(merge_rule::order_key) == "order_key");
  CHECK(to_string(merge_rule::event_key) == "event_key");
  CHECK(to_string(merge_rule::fuzzy) == "fuzzy");
  CHECK(to_string(merge_rule::manual) == "manual");
}
