#include <catch2/catch.hpp>

#include "sync_on_stage.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

constexpr auto unauthorized = R"({"message":"the token is not known"})";

}  // namespace

TEST_CASE("a page is committed together with the cursor behind it, and then the next is asked for", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  REQUIRE(on.asked.size() == 1);
  CHECK(on.state().phase == sync_phase::syncing);

  on.answer(200, list_page({"1", "2"}, "p2"));
  CHECK(on.stored() == std::vector<std::string>{"1", "2"});
  REQUIRE(on.asked.size() == 1);
  CHECK_THAT(on.asked.front().request.url, Catch::EndsWith("cursor=p2"));

  on.script->hold = true;
  on.answer(200, list_page({"3"}));
  CHECK(on.stored().size() == 2);
  CHECK(on.state().phase == sync_phase::syncing);
  on.script->hold = false;
  caf::anon_send(on.writer, let_go{});
  on.settle();
  CHECK(on.stored().size() == 3);
  const auto& last = on.script->kept.back();
  REQUIRE(last.facts.size() == 1);
  REQUIRE(last.marks.size() == 1);
  CHECK(last.marks[0].records == 3);
  CHECK(last.marks[0].read_up_at == sync_on_stage::began + on.passed());

  const auto state = on.state();
  CHECK(state.phase == sync_phase::ok);
  CHECK(state.records == 3);
  CHECK(state.next_run == sync_on_stage::began + on.passed() + 10 * minute_us);
  on.pass(10 * minute_us);
  CHECK(on.asked.size() == 1);
}

TEST_CASE("a source that starts again goes on from its mark, when its next run is due", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  on.answer(200, list_page({"1"}));
  const auto cursor = on.last_mark()->cursor;
  on.pass(4 * minute_us);
  on.end_syncs();
  on.pull({list_plan()});
  CHECK(on.state().cursor == cursor);
  CHECK(on.state().records == 1);
  CHECK(on.asked.empty());
  on.pass(6 * minute_us);
  CHECK(on.asked.size() == 1);
}

TEST_CASE("what the hub cannot take in is told again until it does", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  on.script->fail = true;
  on.answer(200, list_page({"1"}, "p2"));
  CHECK(on.asked.empty());
  CHECK(on.state().phase == sync_phase::retrying);
  CHECK(on.state().why->code == "hub-busy");
  on.pass(second_us);
  CHECK(on.stored().empty());
  on.script->fail = false;
  on.pass(second_us);
  CHECK(on.stored() == std::vector<std::string>{"1"});
  CHECK(on.asked.size() == 1);
  CHECK(on.state().phase == sync_phase::syncing);
}

TEST_CASE("a request that fails three times ends its run, and the next begins after a pause", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  on.answer(200, list_page({"1"}, "p2"));
  on.answer(502, "<html>bad gateway</html>");
  CHECK(on.state().phase == sync_phase::retrying);
  CHECK(on.state().tries == 1);
  const auto since = on.state().failing_since;
  CHECK(since == sync_on_stage::began + on.passed());
  CHECK(on.state().until == sync_on_stage::began + on.passed() + second_us / 2);
  on.pass(second_us / 2);
  on.answer(502, "<html>bad gateway</html>");
  on.pass(second_us);
  on.answer(502, "<html>bad gateway</html>");
  CHECK(on.state().phase == sync_phase::failing);
  CHECK(on.state().last_error);
  CHECK(on.state().failing_since == since);
  REQUIRE(on.notices.size() == 1);
  CHECK(on.asked.empty());
  on.pass(second_us / 2);
  REQUIRE(on.asked.size() == 1);
  CHECK_THAT(on.asked.front().request.url, Catch::EndsWith("cursor="));
  on.answer(200, list_page({"1", "2"}));
  CHECK(on.stored() == std::vector<std::string>{"1", "2"});
  CHECK(on.state().phase == sync_phase::ok);
  CHECK(on.state().last_error);
  CHECK_FALSE(on.state().failing_since);
}

TEST_CASE("a platform that asks for patience is waited for, which is no failure", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  on.answer(429, "{}", {{"retry-after", "90"}});
  CHECK(on.state().phase == sync_phase::waiting);
  CHECK(on.state().until == sync_on_stage::began + on.passed() + 90 * second_us);
  REQUIRE(on.notices.size() == 1);
  CHECK_THAT(on.notices.front(), Catch::EndsWith("waits for 90 s: the platform asks to be asked less often"));
  on.pass(89 * second_us);
  CHECK(on.asked.empty());
  on.pass(second_us);
  REQUIRE(on.asked.size() == 1);
  on.answer(429, "{}", {{"retry-after", "5"}});
  CHECK(on.notices.size() == 1);  // over before anybody reads of it
  on.pass(5 * second_us);
  on.answer(200, list_page({"1"}));
  CHECK(on.state().phase == sync_phase::ok);
}

TEST_CASE("a pause does not shorten what a platform asked to wait", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  on.answer(429, "{}", {{"retry-after", "90"}});
  on.pass(10 * second_us);
  CHECK(on.order(sync_action::pause) == order_outcome::taken);
  CHECK(on.order(sync_action::resume) == order_outcome::taken);
  CHECK(on.asked.empty());
  CHECK(on.state().phase == sync_phase::waiting);
  CHECK(on.state().why);
  CHECK(on.state().until == sync_on_stage::began + on.passed() + 80 * second_us);
  on.pass(79 * second_us);
  CHECK(on.asked.empty());
  on.pass(second_us);
  REQUIRE(on.asked.size() == 1);
  on.answer(200, list_page({"1"}));
  CHECK(on.state().phase == sync_phase::ok);
}

TEST_CASE("a refused token stops the source until somebody runs it", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  on.answer(401, unauthorized);
  CHECK(on.state().phase == sync_phase::stopped);
  CHECK(!on.state().next_run);
  CHECK(on.notices.size() == 1);
  on.pass(day_us);
  CHECK(on.asked.empty());
  CHECK(on.order(sync_action::run) == order_outcome::taken);
  REQUIRE(on.asked.size() == 1);
  on.answer(200, list_page({"1"}));
  CHECK(on.state().phase == sync_phase::ok);
}

TEST_CASE("a paused source asks nothing, after a new start too, until it is resumed", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  CHECK(on.order(sync_action::pause) == order_outcome::taken);
  CHECK(on.state().phase == sync_phase::paused);
  on.answer(200, list_page({"1"}));
  CHECK(on.stored().empty());
  CHECK(on.order(sync_action::run) == order_outcome::paused);
  CHECK(on.order(sync_action::backfill) == order_outcome::paused);
  on.end_syncs();
  on.pull({list_plan()});
  on.pass(day_us);
  CHECK(on.asked.empty());
  CHECK(on.state().phase == sync_phase::paused);
  CHECK(on.order(sync_action::resume) == order_outcome::taken);
  REQUIRE(on.asked.size() == 1);
  on.answer(200, list_page({"1"}));
  CHECK(on.stored().size() == 1);
}

TEST_CASE("a pause that meets a commit takes effect behind it", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  on.script->hold = true;
  on.answer(200, list_page({"1"}, "p2"));
  caf::anon_send(on.syncs, sync_order{sync_action::pause, "shop", 0});
  on.settle();
  on.script->hold = false;
  caf::anon_send(on.writer, let_go{});
  on.settle();
  CHECK(on.stored().size() == 1);
  CHECK(on.asked.empty());
  CHECK(on.state().phase == sync_phase::paused);
  CHECK(on.last_mark()->paused);
}

TEST_CASE("a backfill begins where it is told, once nothing else runs", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  CHECK(on.order(sync_action::backfill) == order_outcome::busy);
  on.answer(200, list_page({"1"}));
  const auto from = sync_on_stage::began - 30 * day_us;
  CHECK(on.order(sync_action::backfill, "shop", from) == order_outcome::taken);
  REQUIRE(on.asked.size() == 1);
  CHECK_THAT(on.asked.front().request.url, Catch::Contains("since=" + sources::query_encoded(format_instant(from))));
  CHECK(on.order(sync_action::run, "shops") == order_outcome::unknown);
}

TEST_CASE("one page of very many records reaches the hub in parts, of which the last brings the cursor", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  std::vector<std::string> ids;
  for (int i = 0; i < 1201; ++i) ids.push_back(std::to_string(i));
  on.answer(200, list_page(ids));
  REQUIRE(on.script->kept.size() == 3);
  CHECK(on.script->kept[0].marks.empty());
  CHECK(on.script->kept[1].marks.empty());
  CHECK(on.script->kept[2].marks.size() == 1);
  CHECK(on.stored() == ids);
}

TEST_CASE("records that cannot be read are set aside, and the cursor goes on", "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  on.answer(200, R"({"rows":[{"type":"purchase","external_id":"x","occurred_at":"some day"}],"next":""})");
  CHECK(on.state().phase == sync_phase::ok);
  CHECK(on.state().rejected == 1);
  REQUIRE(on.script->kept.size() == 1);
  REQUIRE(on.script->kept[0].quarantined.size() == 1);
  CHECK(on.script->kept[0].quarantined[0].route == "conversions");
  CHECK(on.script->kept[0].marks.size() == 1);
  REQUIRE(on.taken.size() == 1);
  CHECK(on.taken[0].first == "shop");
  CHECK(on.taken[0].second.status == item_status::rejected);
}

TEST_CASE("a record that waits in quarantine and is read again is a duplicate, neither refused nor set aside again",
          "[sync]") {
  sync_on_stage on;
  on.pull({list_plan()});
  const std::string wrong = R"({"type":"purchase","external_id":"x","occurred_at":"some day"})";
  on.answer(200, R"({"rows":[)" + wrong + R"(],"next":"p2"})");
  on.answer(200, R"({"rows":[)" + wrong + R"(,{"type":"purchase"}],"next":""})");
  REQUIRE(on.taken.size() == 3);
  CHECK(on.taken[0].second.status == item_status::rejected);
  CHECK(on.taken[0].second.reject != 0);
  CHECK(on.taken[1].second.status == item_status::duplicate);
  CHECK(on.taken[2].second.status == item_status::rejected);
  CHECK(on.state().rejected == 2);
  std::size_t aside = 0;
  for (const auto& batch : on.script->kept) aside += batch.quarantined.size();
  CHECK(aside == 2);
}

TEST_CASE("a record that dedup cannot decide over goes to quarantine alone, and its source goes on", "[sync][dedup]") {
  sync_on_stage on;
  on.pull({list_plan()});
  caf::anon_send(caf::actor_cast<caf::actor>(on.dedup), injected_fault{fault_kind::at_record, "3"});
  on.settle();
  on.answer(200, list_page({"1", "2", "3", "4"}, "p2"));
  for (int i = 0; i < 60 && on.asked.empty(); ++i) on.pass(second_us);
  CHECK(on.stored() == std::vector<std::string>{"1", "2", "4"});
  REQUIRE(on.last_mark());
  CHECK(on.state().rejected == 1);
  const auto& last = on.script->kept;
  const auto aside = std::find_if(last.begin(), last.end(), [](const auto& b) { return !b.quarantined.empty(); });
  REQUIRE(aside != last.end());
  CHECK(aside->quarantined[0].errors.at(0).code == "record-unfit");
  CHECK_THAT(aside->quarantined[0].raw, Catch::Contains(R"("external_id":"3")"));
  REQUIRE(on.taken.size() == 4);
  REQUIRE(on.asked.size() == 1);
  on.answer(200, list_page({"3", "5"}));
  CHECK(on.stored() == std::vector<std::string>{"1", "2", "4", "5"});
  CHECK(on.state().phase == sync_phase::ok);
}

TEST_CASE("a sync actor that dies starts again from its cursor, and one that dies again and again is parked",
          "[sync][syncs]") {
  sync_on_stage on;
  on.pull({list_plan("apples"), list_plan("pears")});
  REQUIRE(on.asked.size() == 2);
  on.asked.pop_back();
  on.fetch_dies = true;
  on.answer(200, list_page({"1"}, "p2"));
  CHECK(on.stored() == std::vector<std::string>{"1"});
  CHECK(on.state().phase == sync_phase::failing);
  CHECK(on.state().restarts == 1);
  CHECK(on.order(sync_action::run, "apples") == order_outcome::starting);
  on.fetch_dies = false;
  on.pass(second_us);
  REQUIRE(on.asked.size() == 1);
  CHECK_THAT(on.asked.front().request.url, Catch::Contains("/apples?"));

  on.fetch_dies = true;
  on.answer(502, "");
  for (int i = 0; i < 100; ++i) on.pass(second_us / 5);  // pauses grow to 1.6 s
  CHECK(on.state(0).phase == sync_phase::parked);
  CHECK(on.state(0).restarts == 6);
  on.fetch_dies = false;
  on.pass(20 * minute_us);
  CHECK(on.asked.empty());
  CHECK(on.state(1).phase == sync_phase::syncing);
  CHECK(on.order(sync_action::run, "apples") == order_outcome::taken);
  CHECK(on.asked.size() == 1);
}

TEST_CASE("when the hub's actors start again, so do those that pull", "[sync][syncs]") {
  sync_on_stage on;
  on.pull({list_plan()});
  on.answer(200, list_page({"1"}, "p2"));
  caf::anon_send(on.syncs, on.actors());
  on.settle();
  REQUIRE(on.asked.size() == 2);
  on.asked.pop_front();
  CHECK_THAT(on.asked.front().request.url, Catch::EndsWith("cursor="));
  on.answer(200, list_page({"1", "2"}));
  CHECK(on.stored() == std::vector<std::string>{"1", "2"});
  CHECK(on.state().restarts == 0);
}

TEST_CASE("changed plans reach the sources that they are about, and no other", "[sync][syncs]") {
  sync_on_stage on;
  on.pull({list_plan("apples"), list_plan("pears"), list_plan("plums")});
  REQUIRE(on.asked.size() == 3);
  on.answer(200, list_page({"1"}, "p2"));
  on.answer(401, unauthorized);
  CHECK(on.state(1).phase == sync_phase::stopped);
  on.asked.clear();  // apples' second page and plums' first are still waited for

  caf::anon_send(on.syncs,
                 sync_plans_changed{{list_plan("cherries"), list_plan("pears"), list_plan("apples")}, {"pears"}});
  on.settle();
  REQUIRE(on.asked.size() == 2);
  CHECK_THAT(on.asked[0].request.url + on.asked[1].request.url,
             Catch::Contains("/pears?") && Catch::Contains("/cherries?"));
  const auto states = on.ask<sync_states>(on.syncs, sync_states_request{});
  REQUIRE(states);
  REQUIRE(states->sources.size() == 3);
  CHECK(states->sources[0].source == "apples");
  CHECK(states->sources[1].source == "cherries");
  CHECK(states->sources[2].source == "pears");
  for (const auto& each : states->sources) CHECK(each.phase == sync_phase::syncing);
  CHECK(states->sources[0].records == 1);
  CHECK(on.order(sync_action::run, "plums") == order_outcome::unknown);
}

TEST_CASE("a source whose plan changed goes on from its cursor, at once", "[sync][syncs]") {
  sync_on_stage on;
  on.pull({list_plan()});
  on.answer(200, list_page({"1"}));
  const auto cursor = on.last_mark()->cursor;
  on.pass(minute_us);
  CHECK(on.asked.empty());
  caf::anon_send(on.syncs, sync_plans_changed{{list_plan()}, {}});
  on.settle();
  CHECK(on.asked.empty());
  caf::anon_send(on.syncs, sync_plans_changed{{list_plan()}, {"shop"}});
  on.settle();
  REQUIRE(on.asked.size() == 1);
  CHECK(on.state().cursor == cursor);
  CHECK(on.state().restarts == 0);
}
