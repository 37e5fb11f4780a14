#include "net/delivery_json.hpp"

#include <catch2/catch.hpp>

using namespace hub;
using namespace hub::net;

namespace {

item_result result_of(item_status status) {
  item_result r;
  r.status = status;
  return r;
}

item_result refused(std::uint64_t reject) {
  auto r = result_of(item_status::rejected);
  r.reject = reject;
  r.errors.push_back(fail("field-missing", "'event' is missing", "/batch/3/event"));
  return r;
}

}  // namespace

TEST_CASE("a delivery's answer counts what was stored, known, set aside and left out", "[net][deliveries]") {
  auto newer = result_of(item_status::duplicate);
  newer.updated = true;
  auto older = result_of(item_status::duplicate);
  older.kept = true;
  const ingest_receipt receipt{{result_of(item_status::accepted), result_of(item_status::merged), newer, older,
                                result_of(item_status::duplicate), refused(7), refused(0)},
                               12};
  CHECK(
      delivery_json(receipt) ==
      R"({"success":true,"stored":4,"duplicates":1,"quarantined":1,"ignored":1,"errors":[)"
      R"({"index":5,"reject_id":"rj_7","pointer":"/batch/3/event","code":"field-missing","detail":"'event' is missing"},)"
      R"({"index":6,"pointer":"/batch/3/event","code":"field-missing","detail":"'event' is missing"}]})"
      "\n");
}

TEST_CASE("an empty delivery is a success", "[net][deliveries]") {
  CHECK(delivery_json({}) ==
        "{\"success\":true,\"stored\":0,\"duplicates\":0,\"quarantined\":0,\"ignored\":0,\"errors\":[]}\n");
}
