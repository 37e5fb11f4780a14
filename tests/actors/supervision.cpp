// Deaths under the supervisor: what happens to the others, what is kept, and when it gives up.
#include <catch2/catch.hpp>

#include "messages/errors.hpp"
#include "supervised_on_stage.hpp"
#include "sync_on_stage.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

const std::vector<std::string> everybody = {"writer", "archive", "attribution", "report",
                                            "feed",   "dedup",   "rehearsal",   "historian"};

/// A keeper of two sources whose platform never answers.
syncs_actor two_silent_sources(caf::actor_system& system) {
  sync_world world;
  world.fetch = [](sources::fetch_request, sources::take_outcome) {};
  world.wall = [] { return sync_on_stage::began; };
  world.chance = [] { return 0.5; };
  world.own_threads = false;
  return spawn_syncs(system, {{list_plan("apples"), list_plan("pears")}, std::move(world)});
}

}  // namespace

TEST_CASE("when any actor dies all start again from the store, and nothing is lost or changed", "[supervision]") {
  supervised_on_stage on;
  REQUIRE(on.send({click("t1", "ann", "spring"), purchase("o1", "ann", "A-1"), purchase("o2", "ben")}));
  const auto before = on.sums();
  REQUIRE(before);
  CHECK(on.let_die("nobody").actors == everybody);

  std::size_t deaths = 0;
  for (const auto& actor : everybody) {
    INFO(actor);
    const auto named = on.told->named.size();
    CHECK(on.let_die(actor).known);
    on.settle();
    REQUIRE(on.notices.size() == ++deaths);
    CHECK_THAT(on.notices.back(), Catch::Contains("a fault on purpose"));
    CHECK_FALSE(on.status().ready);
    CHECK_FALSE(on.sums());
    CHECK(on.told->named.size() == named);
    on.pass(minute_us);
    REQUIRE(on.told->named.size() == named + 1);
    CHECK(on.status().ready);
    const auto after = on.sums();
    REQUIRE(after);
    CHECK(after->hash() == before->hash());
    CHECK(after->data_seq == before->data_seq);
    on.pass(minute_us);
  }
  const auto again = on.send({purchase("o1", "ann", "A-1"), purchase("o3", "ann")});
  REQUIRE(again);
  CHECK(again->results[0].status == item_status::duplicate);
  CHECK(again->results[1].status == item_status::accepted);
}

TEST_CASE("what a writer that dies had not committed is not there, and what it had is there once", "[supervision]") {
  supervised_on_stage on;
  CHECK(on.let_die("writer", fault_kind::before_commit).known);
  CHECK_FALSE(on.send({purchase("o1", "ann")}));
  on.pass(minute_us);
  CHECK(on.sums()->conversions.count() == 0);

  CHECK(on.let_die("writer", fault_kind::after_commit).known);
  CHECK_FALSE(on.send({purchase("o2", "ann")}));
  on.pass(minute_us);
  CHECK(on.sums()->conversions.count() == 1);
  const auto again = on.send({purchase("o1", "ann"), purchase("o2", "ann")});
  REQUIRE(again);
  CHECK(again->results[0].status == item_status::accepted);
  CHECK(again->results[1].status == item_status::duplicate);
}

TEST_CASE("more than five deaths in a minute end the supervisor with the reason, fewer do not", "[supervision]") {
  supervised_on_stage on;
  CHECK(on.let_die("report", fault_kind::at_once, 5).known);
  on.pass(59 * second_us);
  for (int i = 0; i < 50; ++i) on.pass(second_us / 10);  // pauses grow to 1.6 s
  CHECK(on.notices.size() == 5);
  CHECK(on.status().ready);
  on.pass(10 * minute_us);
  CHECK(on.let_die("report", fault_kind::at_once, 6).known);
  for (int i = 0; i < 30; ++i) on.pass(2 * second_us);
  CHECK(on.notices.size() == 11);
  REQUIRE(on.deaths->ended == std::vector<std::string>{"supervisor"});
  CHECK(on.deaths->last_reason == actor_errc::died);
  CHECK_THAT(sentence_of(on.deaths->last_reason), Catch::Contains("report: a fault on purpose"));
}

TEST_CASE("the end comes in order: those that pull, dedup, the writer, the rest, the supervisor", "[supervision]") {
  supervised_on_stage on(two_silent_sources);
  on.watch("syncs", on.syncs);
  on.watch("dedup", on.hub().dedup);
  on.watch("archive", on.hub().archive);
  on.watch("report", on.hub().report);
  caf::anon_send_exit(on.supervisor, caf::exit_reason::user_shutdown);
  on.settle();
  const auto& ended = on.deaths->ended;
  REQUIRE(ended.size() == 5);
  CHECK(ended[0] == "syncs");
  CHECK(ended[1] == "dedup");
  CHECK(ended[4] == "supervisor");
  // The writer outlives who sends it commits, and ends before the rest.
  CHECK(on.deaths->holders["dedup"] == on.deaths->holders["archive"] + 1);
  CHECK(on.deaths->holders["report"] == on.deaths->holders["archive"]);
  CHECK(on.deaths->last_reason == caf::exit_reason::user_shutdown);
}

TEST_CASE("a sync actor may die five times a minute, then its source is parked and the others go on",
          "[supervision][sync]") {
  supervised_on_stage on(two_silent_sources);
  const auto state = [&](std::size_t place) {
    const auto states = on.ask<sync_states>(on.syncs, sync_states_request{});
    REQUIRE(states);
    return states->sources[place];
  };
  const auto receipt = on.let_die("sync:apples", fault_kind::at_once, 5);
  CHECK(receipt.known);
  CHECK(receipt.actors.back() == "sync:pears");
  for (int i = 0; i < 30; ++i) on.pass(second_us);
  CHECK(state(0).phase == sync_phase::syncing);
  CHECK(state(0).restarts == 5);
  on.pass(2 * minute_us);

  CHECK(on.let_die("sync:apples", fault_kind::at_once, 6).known);
  for (int i = 0; i < 30; ++i) on.pass(second_us);
  CHECK(state(0).phase == sync_phase::parked);
  CHECK_THAT(state(0).why->detail, Catch::Contains("a fault on purpose"));
  CHECK(state(1).phase == sync_phase::syncing);
  CHECK(state(1).restarts == 0);
  CHECK(on.notices.empty());
  CHECK(on.status().ready);
}
