// What people decide about duplicates: joined, parted, taken back.
#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "tests/domain/sales.hpp"

using namespace hub;
using namespace hub::told;

namespace {

key128 id_of(const conversion_event& e) { return event_key(e.source, e.external_id); }

truth_delta tell(truth& t, fact_body body) {
  std::vector<sealed_fact> facts;
  facts.push_back(seal(std::move(body), start));
  return t.apply(std::move(facts), start);
}

/// Who stands with whom.
std::set<std::set<std::string>> clusters(const truth& t, const std::vector<fact_body>& story) {
  std::set<std::set<std::string>> out;
  for (const auto& body : story)
    if (const auto* e = std::get_if<conversion_event>(&body))
      if (const auto d = t.conversion(event_key(e->source, e->external_id))) {
        std::set<std::string> ids;
        for (const auto& member : d->events) ids.insert(member.source + ":" + member.external_id);
        out.insert(ids);
      }
  return out;
}

using sets = std::set<std::set<std::string>>;

}  // namespace

TEST_CASE("an event parted from the rest stands alone until the decision is taken back", "[domain][verdicts]") {
  const auto a = sale("manual", "1", 4900, start, "A"), b = sale("hubspot", "2", 4900, start + hour_us, "A"),
             c = sale("anytrack", "3", 4900, start + 2 * hour_us, "A");
  const std::vector<fact_body> story{a, b, c};
  truth t;
  t.apply(sealed(story), start);
  REQUIRE(clusters(t, story) == sets{{"manual:1", "hubspot:2", "anytrack:3"}});
  const auto apart = t.propose_unmerge(id_of(a), id_of(b), std::nullopt, start + day_us, "two tills");
  REQUIRE(apart.has_value());
  const auto delta = tell(t, *apart);
  CHECK(clusters(t, story) == sets{{"manual:1", "anytrack:3"}, {"hubspot:2"}});
  REQUIRE(delta.decisions.size() == 1);
  CHECK(delta.decisions[0].event == id_of(b));
  CHECK(delta.decisions[0].before == id_of(a));
  CHECK(delta.decisions[0].after == id_of(b));
  CHECK(delta.decisions[0].source == "hubspot");
  CHECK(t.conversions_of(*apart) == std::vector{id_of(a), id_of(b)});

  const auto back = t.propose_withdrawal(apart->external_id, start + 2 * day_us);
  REQUIRE(back.has_value());
  tell(t, *back);
  CHECK(clusters(t, story) == sets{{"manual:1", "hubspot:2", "anytrack:3"}});
  CHECK(t.propose_withdrawal(apart->external_id, start).error().code == "already-withdrawn");
  CHECK(t.propose_withdrawal("vd_none", start).error().code == "verdict-unknown");
}

TEST_CASE("without naming an event every pair is parted", "[domain][verdicts]") {
  const std::vector<fact_body> story{sale("manual", "1", 4900, start, "A"), sale("hubspot", "2", 4900, start, "A"),
                                     sale("anytrack", "3", 4900, start, "A")};
  truth t;
  t.apply(sealed(story), start);
  const auto apart = t.propose_unmerge(event_key("manual", "1"), std::nullopt, std::nullopt, start, {});
  REQUIRE(apart.has_value());
  tell(t, *apart);
  CHECK(clusters(t, story) == sets{{"manual:1"}, {"hubspot:2"}, {"anytrack:3"}});
  CHECK(t.propose_unmerge(event_key("manual", "1"), std::nullopt, std::nullopt, start, {}).error().code == "one-event");
}

TEST_CASE("conversions joined by hand are one and can be parted again along their sides", "[domain][verdicts]") {
  const std::vector<fact_body> story{sale("manual", "1", 4900, start, "A"), sale("hubspot", "2", 4900, start, "A"),
                                     sale("manual", "3", 5100, start + 3 * day_us, "B"),
                                     sale("hubspot", "4", 5100, start + 3 * day_us, "B")};
  truth t;
  t.apply(sealed(story), start);
  const auto before = clusters(t, story);
  const std::vector<key128> both{event_key("hubspot", "4"), event_key("manual", "1")};
  const auto merge = t.propose_merge(both, start, {});
  REQUIRE(merge.has_value());
  tell(t, *merge);
  CHECK(clusters(t, story) == sets{{"manual:1", "hubspot:2", "manual:3", "hubspot:4"}});
  CHECK(t.propose_merge(both, start, {}).error().code == "already-one");
  CHECK(t.propose_unmerge(both[0], std::nullopt, key128{1, 1}, start, {}).error().code == "event-unknown");
  const auto part = t.propose_unmerge(event_key("manual", "1"), std::nullopt, event_key("manual", "3"), start + 1, {});
  REQUIRE(part.has_value());
  tell(t, *part);
  CHECK(clusters(t, story) == before);
  CHECK(t.propose_unmerge(event_key("manual", "1"), std::nullopt, event_key("hubspot", "2"), start, {}).error().code ==
        "nothing-to-part");
}

TEST_CASE("conversions that nearly were one are never one by decision, whatever the rules come to say",
          "[domain][verdicts]") {
  const std::vector<fact_body> story{sale("manual", "1", 4900, start), sale("hubspot", "2", 4900, start + 25 * hour_us),
                                     sale("anytrack", "3", 4900, start + 30 * hour_us)};
  truth t;
  t.apply(sealed(story), start);
  const auto before = clusters(t, story);
  REQUIRE(before == sets{{"manual:1"}, {"hubspot:2", "anytrack:3"}});
  const std::vector<key128> both{event_key("manual", "1"), event_key("anytrack", "3")};  // by any of their events
  const auto never = t.propose_keep_apart(both, start, "two baskets");
  REQUIRE(never.has_value());
  CHECK(never->said == verdict::apart);
  CHECK(never->events.size() == 3);
  tell(t, *never);
  CHECK(clusters(t, story) == before);
  for (const auto& pair : t.pairs({}, {}, 10).first)
    CHECK((pair.standing == pair_standing::merged || pair.reason == "unmerged"));

  dedup_rules wider;
  wider.window_us = 3 * day_us;
  t.put_in_force(wider, start, 0);
  CHECK(clusters(t, story) == before);
  tell(t, *t.propose_withdrawal(never->external_id, start));
  CHECK(clusters(t, story) != before);
}

TEST_CASE("one conversion cannot be kept apart from itself", "[domain][verdicts]") {
  truth t;
  t.apply(sealed({sale("manual", "1", 4900, start, "A"), sale("hubspot", "2", 4900, start, "A")}), start);
  const std::vector<key128> same{event_key("manual", "1"), event_key("hubspot", "2")};
  const auto refused = t.propose_keep_apart(same, start, {});
  CHECK(refused.error().code == "already-one");
  CHECK(refused.error().detail.find("unmerge") != std::string::npos);
  const std::vector<key128> unknown{event_key("manual", "1"), event_key("manual", "9")};
  CHECK(t.propose_keep_apart(unknown, start, {}).error().code == "conversion-unknown");
}

TEST_CASE("a decision about events that come later waits for them", "[domain][verdicts]") {
  const auto a = sale("manual", "1", 4900, start, "A"), b = sale("hubspot", "2", 4900, start, "A");
  truth t;
  tell(t, merge_verdict{"manual", "vd_1", start, verdict::apart, {{0, "manual", "1"}, {1, "hubspot", "2"}}, {}});
  t.apply(sealed({a, b}), start);
  CHECK(clusters(t, {a, b}) == sets{{"manual:1"}, {"hubspot:2"}});
}

TEST_CASE("a refund of an order whose reports were parted counts once", "[domain][verdicts]") {
  const auto a = sale("manual", "1", 4900, start, "A"), b = sale("hubspot", "2", 4900, start + hour_us, "A");
  adjustment_event refund;
  refund.source = "manual";
  refund.external_id = "r";
  refund.order_key = "A";
  refund.amount = 4900;
  refund.occurred_at = start + day_us;
  truth t;
  t.apply(sealed({a, b, refund}), start);
  tell(t, *t.propose_unmerge(id_of(a), std::nullopt, std::nullopt, start, {}));
  CHECK(t.conversion(id_of(a))->net == 0);
  CHECK(t.conversion(id_of(b))->net == 4900);
}

TEST_CASE("a decision names those that it overrules, and only those that stand and are about the same pair",
          "[domain][verdicts]") {
  const auto a = sale("manual", "1", 4900, start), b = sale("hubspot", "2", 4900, start + 2 * day_us),
             c = sale("anytrack", "3", 100, start + 9 * day_us);
  truth t;
  t.apply(sealed({a, b, c}), start);
  const std::vector<key128> one_two{id_of(a), id_of(b)}, one_three{id_of(a), id_of(c)};
  const auto ids = [&](const merge_verdict& told) {
    std::vector<std::string> all;
    for (const auto& d : t.overruled_by(told)) all.push_back(d.external_id);
    return all;
  };
  const auto apart = *t.propose_keep_apart(one_two, start, "two baskets");
  const auto other = *t.propose_keep_apart(one_three, start, {});
  CHECK(ids(apart).empty());
  tell(t, apart);
  tell(t, other);
  const auto merge = *t.propose_merge(one_two, start + 1, {});
  CHECK(ids(merge) == std::vector{apart.external_id});
  CHECK(t.overruled_by(merge).front().note == "two baskets");
  tell(t, merge);
  REQUIRE(t.conversion(id_of(b))->id == id_of(a));
  const auto overruling = [&] {
    std::map<std::string, std::string> all;
    for (const auto& v : t.verdicts(0, 10)) all[v.told.external_id] = v.overruled_by;
    return all;
  };
  using by_id = std::map<std::string, std::string>;
  CHECK(overruling() ==
        by_id{{apart.external_id, merge.external_id}, {other.external_id, ""}, {merge.external_id, ""}});
  const auto part = *t.propose_unmerge(id_of(a), std::nullopt, std::nullopt, start + 2, {});
  CHECK(ids(part) == std::vector{merge.external_id});
  const auto back = *t.propose_withdrawal(merge.external_id, start + 3);
  CHECK(ids(back).empty());
  tell(t, back);
  CHECK(ids(part).empty());
  CHECK(overruling() == by_id{{apart.external_id, ""}, {other.external_id, ""}, {merge.external_id, ""}});
}

TEST_CASE("a decision overrules only what holds until then, not what another has overruled already",
          "[domain][verdicts]") {
  const auto a = sale("manual", "1", 4900, start), b = sale("hubspot", "2", 4900, start + 2 * day_us);
  truth t;
  t.apply(sealed({a, b}), start);
  const std::vector<key128> both{id_of(a), id_of(b)};
  const auto ids = [&](const merge_verdict& told) {
    std::vector<std::string> all;
    for (const auto& d : t.overruled_by(told)) all.push_back(d.external_id);
    return all;
  };
  const auto merge = *t.propose_merge(both, start, {});
  tell(t, merge);
  const auto part = *t.propose_unmerge(id_of(a), std::nullopt, std::nullopt, start + 1, {});
  CHECK(ids(part) == std::vector{merge.external_id});
  tell(t, part);
  const auto first = *t.propose_keep_apart(both, start + 2, {});
  CHECK(ids(first).empty());
  tell(t, first);
  const auto second = *t.propose_keep_apart(both, start + 3, {});
  CHECK(ids(second).empty());
  tell(t, second);
  const auto after_all = *t.propose_merge(both, start + 4, {});
  CHECK(ids(after_all) == std::vector{second.external_id});
  CHECK(ids(*t.propose_merge(both, start + 2, {})).empty());  // a clock set back: the later holds on
}

TEST_CASE("decisions taken and taken back, in any order of arrival, leave everything as it was", "[domain][verdicts]") {
  rc::prop("", [] {
    auto story = any_story();
    truth t;
    t.apply(sealed(story), start);
    listener heard;
    heard.hear(t.take_everything());
    const auto conversions_before = conversions(t, story);
    const auto credits_before = heard.credits();
    std::vector<merge_verdict> decisions;
    const auto ids = [&] {
      std::vector<key128> list;
      for (const auto& body : story)
        if (const auto* e = std::get_if<conversion_event>(&body))
          if (const auto d = t.conversion(event_key(e->source, e->external_id))) list.push_back(d->id);
      return list;
    };
    for (int i = 0; i < 10; ++i) {
      const auto known = ids();
      const auto one = *rc::gen::elementOf(known), other = *rc::gen::elementOf(known);
      const auto at = start + i;
      const std::vector<key128> pair{one, other};
      const auto proposed =
          one != other ? t.propose_merge(pair, at, {}) : t.propose_unmerge(one, std::nullopt, std::nullopt, at, {});
      if (!proposed) continue;
      heard.hear(tell(t, *proposed));
      decisions.push_back(*proposed);
    }
    // Another hub hears of all of it in another order.
    auto everything = story;
    for (const auto& d : decisions) everything.emplace_back(d);
    truth elsewhere;
    elsewhere.apply(sealed(shuffled(everything)), start);
    RC_ASSERT(conversions(elsewhere, story) == conversions(t, story));
    for (const auto& d : shuffled(decisions)) heard.hear(tell(t, *t.propose_withdrawal(d.external_id, start)));
    RC_ASSERT(conversions(t, story) == conversions_before);
    RC_ASSERT(heard.credits() == credits_before);
  });
}
