#include <catch2/catch.hpp>

#include "hub_on_stage.hpp"
#include "messages/errors.hpp"

using namespace hub;
using namespace hub::testing;

TEST_CASE("a report asked before the log is read is refused, not empty", "[actors]") {
  hub_on_stage hub;
  caf::scoped_actor self(hub.system);
  attribution_request request;
  auto fresh = spawn_report(hub.system, hub.shards, hub.archive);
  auto answer = hub.ask<attribution_answer>(fresh, request);
  CHECK_FALSE(answer);
  CHECK(hub.refusal == actor_errc::not_ready);
  caf::anon_send_exit(fresh, caf::exit_reason::kill);
}

TEST_CASE("facts are in reports once their commit is done, and not before", "[actors]") {
  hub_on_stage hub;
  hub.settle();
  hub.script->hold = true;
  CHECK_FALSE(hub.ask<ingest_receipt>(hub.dedup, batch_of({click("t1", "ann", "spring"), purchase("o1", "ann")})));
  REQUIRE(hub.script->held.size() == 1);
  const auto early = hub.attribute();
  REQUIRE(early);
  CHECK(early->booked.front() == 0);
  CHECK(early->data_seq == 0);

  caf::anon_send(hub.writer, let_go{});
  hub.settle();
  const auto after = hub.attribute();
  REQUIRE(after);
  CHECK(after->booked.front() == 10'000);
  CHECK(after->data_seq == 2);
  REQUIRE(after->rows.size() == 1);
  CHECK(after->rows[0].group[0] == "spring");
  CHECK(after->reconciles());
}

TEST_CASE("an order told by two sources is answered as merged and counted once", "[actors]") {
  hub_on_stage hub;
  hub.settle();
  const auto first = hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("o1", "ann", "A-1")}));
  const auto second = hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("x9", "", "A-1", "shop")}));
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->results[0].status == item_status::accepted);
  CHECK(second->results[0].status == item_status::merged);
  CHECK(second->results[0].rule == merge_rule::order_key);
  CHECK(second->results[0].conversion == first->results[0].conversion);
  CHECK(hub.attribute()->booked.front() == 10'000);
  REQUIRE(hub.script->kept.size() == 2);
  REQUIRE(hub.script->kept[1].decisions.size() == 1);
  CHECK(hub.script->kept[1].decisions[0].keys == "order_id=A-1");
}

TEST_CASE("a redelivery is answered but not stored again", "[actors]") {
  hub_on_stage hub;
  hub.settle();
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("o1", "ann")})));
  const auto again = hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("o1", "ann")}));
  REQUIRE(again);
  CHECK(again->results[0].status == item_status::duplicate);
  CHECK(again->results[0].rule == merge_rule::redelivery);
  CHECK(hub.script->kept.size() == 1);
}

TEST_CASE("when a commit fails everything in flight is refused and the hub goes on from the log", "[actors]") {
  hub_on_stage hub;
  hub.settle();
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("o1", "ann")})));
  hub.script->fail = true;
  CHECK_FALSE(hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("o2", "ben")})));
  CHECK(hub.refusal == actor_errc::refused);
  hub.script->fail = false;
  const auto retried = hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("o2", "ben")}));
  REQUIRE(retried);
  CHECK(retried->results[0].status == item_status::accepted);
  CHECK(hub.attribute()->booked.front() == 20'000);
  CHECK(hub.script->kept.back().facts.back().seq == 2);
}

TEST_CASE("while the disk is full questions are answered and what would have to be kept is refused", "[actors]") {
  hub_on_stage hub;
  hub.settle();
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("o1", "ann")})));
  hub.script->fail = true;
  hub.script->failure = fail("disk-full", "no space is left");
  CHECK_FALSE(hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("o2", "ben")})));
  CHECK(hub.refusal == actor_errc::no_room);
  hub.settle();
  CHECK(hub.attribute()->booked.front() == 10'000);
  CHECK_FALSE(hub.ask<discard_receipt>(hub.dedup, discard_request{1, 0}));
  CHECK(hub.refusal == actor_errc::no_room);
  CHECK(hub.ask<hub_status>(hub.dedup, status_request{})->refuses == "no space is left");
  const auto kept = hub.script->kept.size();
  hub.script->fail = false;
  CHECK_FALSE(hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("o2", "ben")})));  // nobody looked yet
  hub.scheduler().advance_time(std::chrono::seconds(2));
  hub.settle();
  CHECK(hub.script->kept.size() == kept + 1);
  CHECK(hub.ask<hub_status>(hub.dedup, status_request{})->refuses.empty());
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of({purchase("o2", "ben")})));
  CHECK(hub.attribute()->booked.front() == 20'000);
}

TEST_CASE("rejected items go to quarantine with numbers that go on", "[actors]") {
  hub_on_stage hub;
  hub.settle();
  auto batch = batch_of({purchase("o1", "ann")});
  batch.items.emplace_back();
  batch.items.back().errors = {fail("currency-missing", "a value needs a currency", "/1/currency")};
  batch.items.back().raw = "{\"value\":1}";
  const auto receipt = hub.ask<ingest_receipt>(hub.dedup, batch);
  REQUIRE(receipt);
  CHECK(receipt->results[0].status == item_status::accepted);
  CHECK(receipt->results[1].status == item_status::rejected);
  CHECK(receipt->results[1].reject == 1);
  REQUIRE(hub.script->kept[0].quarantined.size() == 1);
  CHECK(hub.script->kept[0].quarantined[0].raw == "{\"value\":1}");
}

TEST_CASE("a CRM record that must be looked up is listed until what it lacks is told, also after a failed commit",
          "[actors]") {
  hub_on_stage hub;
  hub.settle();
  const auto told = [](instant at, std::vector<crm_property> properties) {
    crm_change c{"hubspot", "d1/" + std::to_string(at), "", crm_object::deal, "d1", at, std::move(properties)};
    return batch_of({seal(std::move(c), 0)});
  };
  const auto wanted = [&] { return hub.ask<crm_wanted_answer>(hub.dedup, crm_wanted_request{"hubspot", 10, {}}); };
  const auto receipt = hub.ask<ingest_receipt>(hub.dedup, told(1, {{"stage", "won"}, {"contacts", "told"}}));
  REQUIRE(receipt);
  CHECK(receipt->results[0].has_conversion);
  CHECK(hub.script->kept.back().facts.size() == 2);  // the change and the conversion that it means
  hub.script->fail = true;
  CHECK_FALSE(hub.ask<ingest_receipt>(hub.dedup, told(2, {{"amount", "5"}, {"currency", "USD"}})));
  hub.script->fail = false;
  auto answer = wanted();
  REQUIRE(answer);
  CHECK(answer->records == std::vector<crm_wanted>{{"hubspot", crm_object::deal, "d1", {"amount"}}});
  CHECK(answer->waiting == 1);
  CHECK(hub.ask<hub_status>(hub.dedup, status_request{})->awaiting_fetch.at("hubspot") == 1);
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, told(2, {{"amount", "5"}, {"currency", "USD"}})));
  CHECK(wanted()->records.empty());
  CHECK(hub.ask<hub_status>(hub.dedup, status_request{})->awaiting_fetch.at("hubspot") == 0);
}

TEST_CASE("a shard that is gone makes the report an error, never a smaller number", "[actors]") {
  hub_on_stage hub;
  hub.settle();
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup,
                                  batch_of({purchase("o1", "ann"), purchase("o2", "ben"), purchase("o3", "cem")})));
  REQUIRE(hub.attribute()->booked.front() == 30'000);
  caf::anon_send_exit(hub.shards[0], caf::exit_reason::kill);
  hub.settle();
  CHECK_FALSE(hub.attribute());
  CHECK(hub.refusal == actor_errc::unavailable);
}
