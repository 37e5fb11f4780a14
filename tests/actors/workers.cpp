#include <catch2/catch.hpp>

#include "cluster_on_stage.hpp"
#include "messages/errors.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

/// A worker that hears every question for a shard and says nothing.
worker_actor::behavior_type silent_worker(worker_actor::stateful_pointer<std::vector<caf::response_promise>> self) {
  return {[self](const shard_wanted&) -> caf::result<shard_granted> {
    auto promise = self->make_response_promise<shard_granted>();
    self->state.push_back(promise);
    return promise;
  }};
}

void check_same(const attribution_report& a, const attribution_report& b) {
  CHECK(a.booked == b.booked);
  CHECK(a.data_seq == b.data_seq);
  REQUIRE(a.rows.size() == b.rows.size());
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    CHECK(a.rows[i].group == b.rows[i].group);
    CHECK(a.rows[i].models[0].revenue == b.rows[i].models[0].revenue);
    CHECK(a.rows[i].models[0].conversions == b.rows[i].models[0].conversions);
  }
}

}  // namespace

TEST_CASE("shards in a worker answer what shards in the hub answer", "[workers]") {
  hub_on_stage plain;
  plain.settle();
  cluster_on_stage cluster;
  CHECK(cluster.notes->place(0) == shard_state::in_worker);
  CHECK(cluster.notes->place(1) == shard_state::in_worker);
  REQUIRE(plain.ask<ingest_receipt>(plain.dedup, batch_of(orders_of(30))));
  REQUIRE(cluster.ask<ingest_receipt>(cluster.dedup, batch_of(orders_of(30))));
  const auto here = plain.attribute(), there = cluster.attribute();
  REQUIRE(here);
  REQUIRE(there);
  CHECK(there->booked.front() == 30 * 10'000);
  check_same(*here, *there);
}

TEST_CASE("while a lost shard is empty questions are refused, and answered in full once it is filled", "[workers]") {
  cluster_on_stage hub;
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(30))));
  const auto before = hub.attribute();
  REQUIRE(before);
  hub.notes->refills = false;
  hub.lose_worker();
  CHECK(hub.notes->place(0) == shard_state::filling);
  CHECK(hub.notes->place(1) == shard_state::filling);
  CHECK_FALSE(hub.attribute());
  CHECK(hub.refusal == actor_errc::unavailable);

  caf::anon_send(hub.dedup, refill_request{});
  hub.settle();
  const auto after = hub.attribute();
  REQUIRE(after);
  check_same(*before, *after);
  CHECK(hub.notes->place(0) == shard_state::here);
  CHECK(hub.notes->place(1) == shard_state::here);
}

TEST_CASE("what comes in while a shard is empty is there once, when it is filled", "[workers]") {
  cluster_on_stage hub;
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(10))));
  hub.notes->refills = false;
  hub.lose_worker();
  const auto receipt = hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(10, "q")));
  REQUIRE(receipt);
  caf::anon_send(hub.dedup, refill_request{});
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(10, "r"))));
  const auto after = hub.attribute();
  REQUIRE(after);
  CHECK(after->booked.front() == 30 * 10'000);
  CHECK(after->reconciles());
}

TEST_CASE("a shard is not filled with what is not on disk yet", "[workers]") {
  cluster_on_stage hub;
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(10))));
  hub.script->hold = true;
  CHECK_FALSE(hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(10, "q"))));
  hub.lose_worker();
  CHECK_FALSE(hub.attribute());
  CHECK_FALSE(hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(10, "r"))));
  REQUIRE(hub.script->held.size() == 2);

  // The commit that everything was told behind, and not the one after it.
  auto later = std::move(hub.script->held.back());
  hub.script->held.pop_back();
  caf::anon_send(hub.writer, let_go{});
  hub.settle();
  const auto one = hub.attribute();
  REQUIRE(one);
  CHECK(one->booked.front() == 20 * 10'000);
  CHECK(one->reconciles());

  hub.script->held.push_back(std::move(later));
  caf::anon_send(hub.writer, let_go{});
  hub.settle();
  const auto both = hub.attribute();
  REQUIRE(both);
  CHECK(both->booked.front() == 30 * 10'000);
}

TEST_CASE("a commit that fails while a shard waits to be filled fills it from the log", "[workers]") {
  cluster_on_stage hub;
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(10))));
  hub.script->hold = true;
  CHECK_FALSE(hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(10, "q"))));
  hub.lose_worker();
  REQUIRE(hub.script->held.size() == 1);
  hub.script->fail = true;
  hub.script->hold = false;
  caf::anon_send(hub.writer, let_go{});
  hub.settle();
  const auto after = hub.attribute();
  REQUIRE(after);
  CHECK(after->booked.front() == 10 * 10'000);
}

TEST_CASE("a worker of another build is not used, and the hub answers all the same", "[workers]") {
  cluster_on_stage hub("1.0+b");
  CHECK(hub.notes->place(0) == shard_state::here);
  REQUIRE(hub.notes->moves.size() == 2);
  CHECK(hub.notes->moves[0].why ==
        "the worker 127.0.0.1:7001 of shard 0 is convhub 1.0+b and the hub is 1.0+a; both must be the same program; it "
        "is held by the hub itself");
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(10))));
  const auto report = hub.attribute();
  REQUIRE(report);
  CHECK(report->booked.front() == 10 * 10'000);
}

TEST_CASE("a worker that does not say yes in time is not used, and nothing that was told is lost", "[workers]") {
  cluster_on_stage hub([](caf::actor_system& system) { return system.spawn(silent_worker); });
  CHECK_FALSE(hub.notes->place(0));
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of(orders_of(10))));
  CHECK_FALSE(hub.attribute());  // it waits
  hub.scheduler().advance_time(std::chrono::seconds(11));
  hub.settle();
  CHECK(hub.notes->place(0) == shard_state::here);
  const auto report = hub.attribute();
  REQUIRE(report);
  CHECK(report->booked.front() == 10 * 10'000);
}

TEST_CASE("a worker ends a shard when its seat is gone", "[workers]") {
  std::vector<std::string> said;
  cluster_on_stage hub([&](caf::actor_system& system) {
    return spawn_worker(system, {"1.0+a", [&](const std::string& sentence) { said.push_back(sentence); }});
  });
  caf::anon_send_exit(hub.shards[0], caf::exit_reason::kill);
  hub.settle();
  CHECK(said == std::vector<std::string>{"a hub was given a shard; 1 in all", "a hub was given a shard; 2 in all",
                                         "a hub is gone and its shard with it; 1 in all"});
}
