#include "actors/sync_parcel.hpp"

#include <catch2/catch.hpp>

#include "actors/sync_wanted.hpp"
#include "stage.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

ingest_batch page_of(int sales) {
  std::vector<sealed_fact> facts;
  for (int i = 0; i < sales; ++i) facts.push_back(purchase(std::to_string(i), "p"));
  return batch_of(std::move(facts));
}

}  // namespace

TEST_CASE("a page without items still brings its mark", "[sync]") {
  std::set<key128> unfit;
  const sync_parcel parcel(page_of(0), 10, unfit);
  REQUIRE(!parcel.done());
  CHECK(parcel.part({"shop"}).mark);
}

TEST_CASE("a record that cannot be decided over is found and set aside whole; the rest is kept", "[sync]") {
  std::set<key128> unfit;
  const auto poison = purchase("3", "p").key;
  std::size_t kept = 0, sent = 0;
  std::vector<ingest_item> aside;
  const auto deliver = [&](sync_parcel& parcel) {
    while (!parcel.done()) {
      REQUIRE(++sent < 40);
      const auto part = parcel.part({"shop"});
      const bool bad = std::any_of(part.items.begin(), part.items.end(),
                                   [&](const ingest_item& item) { return item.fact && item.fact->key == poison; });
      if (bad) {
        parcel.refused("it makes no sense");
        continue;
      }
      for (const auto& item : part.items) item.fact ? void(++kept) : aside.push_back(item);
      parcel.taken();
      CHECK(part.mark.has_value() == parcel.done());
    }
  };
  sync_parcel first(page_of(8), 5, unfit);
  deliver(first);
  CHECK(kept == 7);
  REQUIRE(aside.size() == 1);
  CHECK(aside[0].raw_is_fact);
  CHECK_THAT(aside[0].raw, Catch::Contains("\"external_id\":\"3\""));
  CHECK(aside[0].errors[0].detail == "it makes no sense");

  SECTION("and is left out at once when it comes again") {
    sync_parcel second(page_of(8), 5, unfit);
    deliver(second);
    CHECK(kept == 14);
    REQUIRE(aside.size() == 2);
    CHECK(aside[1].left_out);
    CHECK(aside[1].errors.empty());
  }
}

TEST_CASE("a record that cannot be read is set aside once, however often it comes, and again when it changed",
          "[sync]") {
  std::set<key128> before;
  const auto told = [&](const std::string& raw) {
    ingest_batch page;
    page.items.emplace_back().raw = raw;
    page.items.back().errors = {fail("time-malformed", "no time")};
    sync_parcel parcel(std::move(page), 10, before);
    const auto part = parcel.part({"shop"});
    parcel.taken();
    const auto& item = part.items.at(0);
    CHECK(item.left_out == item.errors.empty());
    return !item.left_out;
  };
  CHECK(told("{\"at\":\"some day\"}"));
  CHECK_FALSE(told("{\"at\":\"some day\"}"));
  CHECK(told("{\"at\":\"another day\"}"));
  ingest_batch refused;
  refused.items.emplace_back().raw = "not committed";
  const sync_parcel lost(std::move(refused), 10, before);
  CHECK(told("not committed"));
}

TEST_CASE("a record that was looked up and is wanted still is asked for less and less often", "[sync]") {
  sync_wanted wanted;
  const std::vector<crm_wanted> records = {{"hubspot", crm_object::deal, "1", {}},
                                           {"hubspot", crm_object::contact, "2", {}},
                                           {"hubspot", crm_object::deal, "77:3", {}}};
  const auto first = wanted.due(records, 0);
  CHECK(first.deals == std::vector<std::string>{"1"});
  CHECK(first.contacts == std::vector<std::string>{"2"});
  CHECK(wanted.due(records, minute_us - 1).deals.empty());
  CHECK(wanted.due(records, minute_us).deals.size() == 1);
  CHECK(wanted.due(records, 2 * minute_us).deals.empty());
  CHECK(wanted.due(records, 3 * minute_us).deals.size() == 1);
}
