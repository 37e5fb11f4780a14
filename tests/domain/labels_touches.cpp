#include <catch2/catch.hpp>

#include "labels_told.hpp"

using namespace hub;
using namespace hub::told;
using texts = std::vector<std::string>;

namespace {

touch_event with_click(touch_event t, std::string click_id) {
  t.context.click_id = std::move(click_id);
  return t;
}

/// *n* touches within one minute, each of a contact of its own.
std::vector<fact_body> crowd(int n, instant minute = start) {
  std::vector<fact_body> facts;
  for (int i = 0; i < n; ++i)
    facts.push_back(click_of("f" + std::to_string(i), "f" + std::to_string(i), minute + i * second_us / 4));
  return facts;
}

label_policy floods_of(std::size_t touches) {
  label_policy p;
  p.flood_touches = touches;
  return p;
}

}  // namespace

TEST_CASE("a machine's touch carries a label and earns nothing", "[domain][labels]") {
  labelled_hub hub;
  auto bot = click_of("t1", "ann", start);
  bot.user_agent = googlebot;
  hub.tell({bot, click_of("t2", "ann", start + hour_us), sale_of("s1", "ann", start + day_us)});
  REQUIRE(names_of(hub.marks_of_touch("t1")) == texts{"bot-agent"});
  CHECK(hub.marks_of_touch("t1")[0].reason == "the user agent says 'googlebot'");
  CHECK(hub.marks_of_touch("t1")[0].left_out);
  CHECK(hub.marks_of_touch("t2").empty());
  const auto dossier = hub.known.conversion(event_key("manual", "s1")).value();
  CHECK((dossier.journey.touches[0].flags & touch_bot) != 0);
  CHECK((dossier.journey.touches[1].flags & touch_bot) == 0);
  CHECK(hub.count(label::bot_agent) == 1);
}

TEST_CASE("a label outside the policy is shown and changes nothing", "[domain][labels]") {
  label_policy policy;
  policy.leave_out = {};
  labelled_hub hub(policy);
  auto bot = click_of("t1", "ann", start);
  bot.user_agent = googlebot;
  hub.tell({bot, sale_of("s1", "ann", start + day_us)});
  REQUIRE(names_of(hub.marks_of_touch("t1")) == texts{"bot-agent"});
  CHECK_FALSE(hub.marks_of_touch("t1")[0].left_out);
  CHECK((hub.known.conversion(event_key("manual", "s1"))->journey.touches[0].flags & touch_bot) == 0);
}

TEST_CASE("the touch that an event brings is a machine's when the event says so", "[domain][labels]") {
  labelled_hub hub;
  auto sale = sale_of("s1", "ann", start);
  sale.context.campaign_id = "spring";
  sale.user_agent = googlebot;
  hub.tell({sale});
  const auto dossier = hub.known.conversion(event_key("manual", "s1")).value();
  REQUIRE(dossier.touches.size() == 1);
  CHECK(names_of(dossier.touches[0].marks) == texts{"bot-agent"});
}

TEST_CASE("a click told twice carries the labels of both reports", "[domain][labels]") {
  labelled_hub hub;
  auto feed = with_click(click_of("t1", "ann", start), "k");
  feed.user_agent = "";
  auto sale = sale_of("s1", "ann", start + minute_us);
  sale.context = feed.context;
  sale.user_agent = googlebot;
  hub.tell({feed, sale});
  const auto dossier = hub.known.conversion(event_key("manual", "s1")).value();
  REQUIRE(dossier.journey.touches.size() == 1);
  CHECK((dossier.journey.touches[0].flags & touch_bot) != 0);
  CHECK(dossier.touches[0].marks.at(0).reason == "another report of this click has it");
  CHECK(dossier.touches[1].marks.at(0).reason == "the user agent says 'googlebot'");
}

TEST_CASE("a click id is duplicate from the fourth contact on, for all of them", "[domain][labels]") {
  label_policy policy;
  policy.leave_out = {label::duplicate_click_id};
  labelled_hub hub(policy);
  for (const auto* who : {"a", "b", "c"}) hub.tell({with_click(click_of(who, who, start), "k")});
  hub.tell({with_click(click_of("a2", "a", start + day_us), "k")});  // a contact's second touch is no further contact
  hub.tell({sale_of("s1", "a", start + 2 * day_us)});
  CHECK(hub.count(label::duplicate_click_id) == 0);
  CHECK(hub.marks_of_touch("a").empty());
  CHECK(hub.credits({}).attributed[0].revenue == 5000);
  hub.tell({with_click(click_of("d", "d", start), "k")});
  CHECK(hub.count(label::duplicate_click_id) == 5);
  for (const auto* touch : {"a", "a2", "b", "c", "d"}) {
    REQUIRE(names_of(hub.marks_of_touch(touch)) == texts{"duplicate-click-id"});
    CHECK(hub.marks_of_touch(touch)[0].reason == "its click id stands on touches of 4 contacts, more than 3");
  }
  CHECK(hub.credits({}).attributed[0].revenue == 0);  // the journeys of those before know it too
  CHECK(hub.credits({}).unattributed[0].revenue == 5000);
}

TEST_CASE("a click id ceases to be duplicate when contacts turn out to be one", "[domain][labels]") {
  label_policy policy;
  policy.leave_out = {label::duplicate_click_id};
  labelled_hub hub(policy);
  for (const auto* who : {"a", "b", "c", "d"}) hub.tell({with_click(click_of(who, who, start), "k")});
  hub.tell({sale_of("s1", "a", start + day_us)});
  CHECK(hub.count(label::duplicate_click_id) == 4);
  hub.tell({identity_event{
      "manual", "i1", start, {{identifier_kind::email, "c", true}, {identifier_kind::email, "d", true}}}});
  CHECK(hub.count(label::duplicate_click_id) == 0);
  CHECK(hub.credits({}).attributed[0].revenue == 5000);
}

TEST_CASE("one touch more than the limit in a minute is a flood", "[domain][labels]") {
  labelled_hub hub;
  hub.tell(crowd(100), 17);
  CHECK(hub.count(label::one_hit_flood) == 0);
  CHECK(hub.marks_of_touch("f0").empty());
  hub.tell({click_of("f100", "f100", start + minute_us - 1)});
  CHECK(hub.count(label::one_hit_flood) == 101);
  REQUIRE(names_of(hub.marks_of_touch("f0")) == texts{"one-hit-flood"});
  CHECK_FALSE(hub.marks_of_touch("f0")[0].left_out);
  CHECK(
      hub.marks_of_touch("f0")[0].reason ==
      "101 touches of campaign spring by one user agent in the minute of 2024-10-04T00:00:00Z, each all that is known "
      "of its contact, more than 100");
}

TEST_CASE("minutes, campaigns and user agents are counted apart", "[domain][labels]") {
  labelled_hub hub(floods_of(3));
  auto facts = crowd(3);
  facts.push_back(click_of("next", "x1", start + minute_us));
  facts.push_back(click_of("before", "x2", start - 1));
  auto other = click_of("summer", "x3", start);
  other.context.campaign_id = "summer";
  facts.push_back(other);
  auto agent = click_of("agent", "x4", start);
  agent.user_agent = "another";
  facts.push_back(agent);
  hub.tell(facts);
  CHECK(hub.count(label::one_hit_flood) == 0);
}

TEST_CASE("touches without a campaign or a user agent are no flood", "[domain][labels]") {
  labelled_hub hub(floods_of(1));
  for (int i = 0; i < 5; ++i) {
    auto nameless = click_of("n" + std::to_string(i), "n" + std::to_string(i), start);
    nameless.context = {};
    auto agentless = click_of("a" + std::to_string(i), "a" + std::to_string(i), start);
    agentless.user_agent = "";
    hub.tell({nameless, agentless});
  }
  CHECK(hub.count(label::one_hit_flood) == 0);
}

TEST_CASE("who comes again or buys was no part of a flood", "[domain][labels]") {
  label_policy policy = floods_of(3);
  policy.leave_out = {label::one_hit_flood};
  labelled_hub hub(policy);
  hub.tell(crowd(5));
  CHECK(hub.count(label::one_hit_flood) == 5);
  hub.tell({sale_of("s0", "f0", start + day_us)});
  CHECK(hub.count(label::one_hit_flood) == 4);
  CHECK(hub.marks_of_touch("f0").empty());
  CHECK(hub.credits({}).attributed[0].revenue == 5000);
  hub.tell({click_of("again", "f1", start + day_us)});  // three are left, which is within the limit
  CHECK(hub.count(label::one_hit_flood) == 0);
  CHECK(hub.marks_of_touch("f4").empty());
}

TEST_CASE("a touch told anew leaves the flood it was in", "[domain][labels]") {
  labelled_hub hub(floods_of(3));
  hub.tell(crowd(4));
  CHECK(hub.count(label::one_hit_flood) == 4);
  hub.tell({click_of("f3", "f3", start + hour_us)});
  CHECK(hub.count(label::one_hit_flood) == 0);
}
