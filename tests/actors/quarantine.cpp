// What was set aside can be tried again or given up; both are committed with what they change.
#include <catch2/catch.hpp>

#include "domain/text.hpp"
#include "hub_on_stage.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

/// A batch that tries quarantined items again: each a fact now, or still wrong.
ingest_batch second_try(std::vector<std::pair<std::uint64_t, std::optional<sealed_fact>>> items) {
  auto batch = batch_of({});
  for (auto& [id, fact] : items) {
    auto& item = batch.items.emplace_back();
    item.replays = id;
    item.raw = "{}";
    if (fact)
      item.fact = std::move(fact);
    else
      item.errors = {fail("currency-unknown", "there is no such currency", "/currency")};
  }
  return batch;
}

}  // namespace

TEST_CASE("an item that is right at its second try is stored and leaves quarantine in one commit",
          "[actors][quarantine]") {
  hub_on_stage hub;
  hub.settle();
  const auto receipt = hub.ask<ingest_receipt>(hub.dedup, second_try({{7, purchase("o1", "ann")}}));
  REQUIRE(receipt);
  CHECK(receipt->results[0].status == item_status::accepted);
  REQUIRE(hub.script->kept.size() == 1);
  const auto& commit = hub.script->kept[0];
  CHECK(commit.facts.size() == 1);
  CHECK(commit.quarantined.empty());
  REQUIRE(commit.changes.size() == 1);
  CHECK(commit.changes[0].id == 7);
  CHECK(commit.changes[0].state == quarantine_state::replayed);
  CHECK(commit.changes[0].attempt);
}

TEST_CASE("an item that is still wrong keeps its number and learns why", "[actors][quarantine]") {
  hub_on_stage hub;
  hub.settle();
  const auto receipt = hub.ask<ingest_receipt>(hub.dedup, second_try({{7, std::nullopt}, {9, purchase("o1", "ann")}}));
  REQUIRE(receipt);
  CHECK(receipt->results[0].status == item_status::rejected);
  CHECK(receipt->results[0].reject == 7);
  const auto& commit = hub.script->kept.at(0);
  CHECK(commit.quarantined.empty());
  REQUIRE(commit.changes.size() == 2);
  CHECK(commit.changes[0].state == quarantine_state::open);
  CHECK(commit.changes[0].errors.at(0).code == "currency-unknown");
  CHECK(commit.changes[1].state == quarantine_state::replayed);
}

TEST_CASE("an item tried twice after a crash is one fact", "[actors][quarantine]") {
  hub_on_stage hub;
  hub.settle();
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, second_try({{7, purchase("o1", "ann")}})));
  const auto again = hub.ask<ingest_receipt>(hub.dedup, second_try({{7, purchase("o1", "ann")}}));
  REQUIRE(again);
  CHECK(again->results[0].status == item_status::duplicate);
  CHECK(hub.script->kept.at(1).facts.empty());
  CHECK(hub.script->kept.at(1).changes.at(0).state == quarantine_state::replayed);
}

TEST_CASE("what the hub means to leave out is refused and not kept", "[actors][quarantine]") {
  hub_on_stage hub;
  hub.settle();
  auto batch = batch_of({});
  batch.items.emplace_back();
  batch.items[0].left_out = true;
  batch.items[0].errors = {fail("event-ignored", "automatic events are left out")};
  const auto receipt = hub.ask<ingest_receipt>(hub.dedup, batch);
  REQUIRE(receipt);
  CHECK(receipt->results[0].status == item_status::rejected);
  CHECK(receipt->results[0].reject == 0);
  CHECK(hub.script->kept.empty());
}

TEST_CASE("giving an item up is committed before it is answered", "[actors][quarantine]") {
  hub_on_stage hub;
  hub.settle();
  hub.script->hold = true;
  CHECK_FALSE(hub.ask<discard_receipt>(hub.dedup, discard_request{7, second_us}));
  hub.script->hold = false;
  caf::anon_send(hub.writer, let_go{});
  hub.settle();
  const auto& change = hub.script->kept.at(0).changes.at(0);
  CHECK(change.id == 7);
  CHECK(change.state == quarantine_state::discarded);
  CHECK_FALSE(change.attempt);
  CHECK(hub.ask<discard_receipt>(hub.dedup, discard_request{8, second_us}));
}

TEST_CASE("facts that an item brings beside its own are stored with it and answered with it", "[actors]") {
  hub_on_stage hub;
  hub.settle();
  auto batch = batch_of({purchase("o1", "ann"), purchase("o2", "ben")});
  batch.items[0].companions = {click("t1", "ann", "spring"), click("t2", "ann", "summer")};
  const auto receipt = hub.ask<ingest_receipt>(hub.dedup, batch);
  REQUIRE(receipt);
  CHECK(receipt->results.size() == 2);
  CHECK(hub.script->kept.at(0).facts.size() == 4);
  const auto again = hub.ask<ingest_receipt>(hub.dedup, batch);
  CHECK(again->results[0].status == item_status::duplicate);
  CHECK(hub.script->kept.size() == 1);
}

TEST_CASE(
    "a fact that is refused by what is known is kept whole, and refused for the same reason when it is tried again",
    "[actors][quarantine]") {
  hub_on_stage hub;
  hub.settle();
  const auto meta = [](instant at) {
    conversion_event e;
    e.source = "meta_capi";
    e.external_id = "Purchase/e-1";
    e.type = "purchase";
    e.event_name = "Purchase";
    e.event_id = "e-1";
    e.occurred_at = at;
    return seal(e, at);
  };
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of({meta(0)})));
  const auto late = meta(3 * day_us);
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of({late})));
  const auto& kept = hub.script->kept.at(1).quarantined.at(0);
  CHECK(kept.route == fact_route);
  CHECK(kept.errors.at(0).code == "event-id-reused");
  CHECK(kept.raw.find("\"fact\":\"" + hex_of(late.encoded) + '"') != std::string::npos);
}
