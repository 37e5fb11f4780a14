#include "actors/feed.hpp"

#include <catch2/catch.hpp>

#include "hub_on_stage.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

struct feed_on_stage : hub_on_stage {
  feed_actor feed = spawn_feed(system, {3, 2, std::chrono::seconds(15)});
  dedup_actor told;

  feed_on_stage() {
    dedup_config config{{}, writer, archive, report, 0};
    config.feed = feed;
    told = spawn_dedup(system, config);
    settle();
  }
  ~feed_on_stage() {
    caf::anon_send_exit(told, caf::exit_reason::kill);
    caf::anon_send_exit(feed, caf::exit_reason::kill);
    settle();
  }

  std::vector<std::string> after(std::uint64_t seq) {
    const auto reply = ask<feed_reply>(feed, feed_request{seq, 10});
    std::vector<std::string> ids;
    if (!reply) return ids;
    if (reply->gap_until) ids.push_back("gap to " + std::to_string(*reply->gap_until));
    for (const auto& each : reply->entries) ids.push_back(each.external_id);
    return ids;
  }
};

}  // namespace

TEST_CASE("the feed tells of conversions once they are committed, with what was decided", "[feed]") {
  feed_on_stage on;
  on.script->hold = true;
  caf::anon_send(on.told, batch_of({purchase("1", "a", "A-1"), click("2", "a", "spring")}));
  on.settle();
  CHECK(on.after(0).empty());
  on.script->hold = false;
  caf::anon_send(on.writer, let_go{});
  on.settle();
  caf::anon_send(on.told, batch_of({purchase("3", "a", "A-1", "shop")}));
  on.settle();
  const auto reply = on.ask<feed_reply>(on.feed, feed_request{0, 10});
  REQUIRE(reply);
  REQUIRE(reply->entries.size() == 2);
  CHECK(reply->last_seq == 3);
  CHECK(reply->entries[0].external_id == "1");
  REQUIRE(reply->entries[1].decisions.size() == 1);
  CHECK(reply->entries[1].decisions[0].rule == merge_rule::order_key);
  CHECK(reply->entries[1].decisions[0].after == reply->entries[0].event);
}

TEST_CASE("who looks on waits for news, but not for ever, and goes on where it stopped", "[feed]") {
  feed_on_stage on;
  caf::scoped_actor client(on.system);
  auto pending = client->request(on.feed, caf::infinite, feed_request{});
  on.settle();
  CHECK(!client->has_next_message());
  caf::anon_send(on.told, batch_of({purchase("1", "a")}));
  on.settle();
  pending.receive([](feed_reply& reply) { CHECK(reply.entries.size() == 1); },
                  [](caf::error&) { FAIL("there were news"); });
  CHECK(on.after(0) == std::vector<std::string>{"1"});

  auto patient = client->request(on.feed, caf::infinite, feed_request{1, 10});
  on.settle();
  on.scheduler().clock().advance_time(std::chrono::seconds(15));
  on.settle();
  patient.receive([](feed_reply& reply) { CHECK(reply.entries.empty()); },
                  [](caf::error&) { FAIL("no news are no error"); });
}

TEST_CASE("what the feed does not keep any more is said to be a gap", "[feed]") {
  feed_on_stage on;
  for (const auto* id : {"1", "2", "3", "4", "5"}) caf::anon_send(on.told, batch_of({purchase(id, "a")}));
  on.settle();
  CHECK(on.after(1) == std::vector<std::string>{"gap to 2", "3", "4", "5"});
  CHECK(on.after(2) == std::vector<std::string>{"3", "4", "5"});
  CHECK(on.after(99) == std::vector<std::string>{"gap to 5"});
}
