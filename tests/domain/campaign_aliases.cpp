// Aliases: campaigns that somebody decided are one, in whatever order that came.
#include "domain/campaign_aliases.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "tests/domain/labels_told.hpp"

using namespace hub;
using namespace hub::told;

namespace {

campaign_alias alias(std::string id, std::string from, std::string to, instant at = start) {
  return {"manual", std::move(id), at, false, std::move(from), std::move(to), ""};
}

campaign_alias withdrawn(std::string id) { return {"manual", std::move(id), start, true, "", "", ""}; }

/// The aliases in force after these decisions, by name.
std::map<std::string, std::string> in_force(const std::vector<campaign_alias>& told) {
  campaign_aliases aliases;
  dictionary names;
  for (const auto& each : told) aliases.take(event_key(each.source, each.external_id), each, names);
  std::map<std::string, std::string> out;
  for (const auto& [from, to] : aliases.in_force().pairs()) out[names.text(from)] = names.text(to);
  return out;
}

campaign_alias proposed(campaign_aliases& aliases, const std::string& from, const std::string& to) {
  dictionary names;
  const auto told = aliases.propose(from, to, start, "");
  REQUIRE(told.has_value());
  aliases.take(event_key(told->source, told->external_id), *told, names);
  return *told;
}

std::string why_not(const campaign_aliases& aliases, const std::string& from, const std::string& to) {
  const auto told = aliases.propose(from, to, start, "");
  return told ? "" : told.error().code;
}

struct told_hub {
  truth known;
  listener heard;

  void tell(const std::vector<fact_body>& story, std::size_t batch = 1) {
    const auto facts = sealed(story);
    for (std::size_t i = 0; i < facts.size(); i += batch)
      heard.hear(known.apply({facts.begin() + static_cast<std::ptrdiff_t>(i),
                              facts.begin() + static_cast<std::ptrdiff_t>(std::min(facts.size(), i + batch))},
                             start));
  }
  std::string hash() const { return known.state().hash(); }
};

/// Decisions about the campaigns of any_story(), some of them taken back.
std::vector<fact_body> any_decisions() {
  std::vector<fact_body> out;
  for (int no = *rc::gen::inRange(0, 5); no > 0; --no) {
    const auto id = "al_" + std::to_string(no);
    out.push_back(alias(id, text_of({"spring", "summer", "autumn"}), text_of({"spring", "summer", "winter"}),
                        start + *rc::gen::inRange(0, 3) * day_us));
    if (*rc::gen::inRange(0, 3) == 0) out.push_back(withdrawn(id));
  }
  return out;
}

/// The story as it would be had everybody called *from* by the name of *to*.
std::vector<fact_body> renamed(std::vector<fact_body> story, const std::string& from, const std::string& to) {
  for (auto& fact : story) {
    if (auto* t = std::get_if<touch_event>(&fact); t != nullptr && t->context.campaign_id == from)
      t->context.campaign_id = to;
    if (auto* e = std::get_if<conversion_event>(&fact); e != nullptr && e->context.campaign_id == from)
      e->context.campaign_id = to;
  }
  return story;
}

}  // namespace

TEST_CASE("of several decisions about a campaign the latest that stands counts", "[domain][aliases]") {
  using map = std::map<std::string, std::string>;
  CHECK(in_force({alias("1", "a", "b")}) == map{{"a", "b"}});
  CHECK(in_force({alias("2", "a", "c", start + 1), alias("1", "a", "b")}) == map{{"a", "c"}});
  CHECK(in_force({alias("1", "a", "b"), alias("2", "a", "c", start + 1), withdrawn("2")}) == map{{"a", "b"}});
  CHECK(in_force({withdrawn("1"), alias("1", "a", "b")}).empty());
  CHECK(in_force({alias("1", "a", "a")}).empty());
}

TEST_CASE("an alias is one step: what its target is joined to does not matter", "[domain][aliases]") {
  using map = std::map<std::string, std::string>;
  CHECK(in_force({alias("1", "a", "b"), alias("2", "b", "c")}) == map{{"a", "b"}, {"b", "c"}});
  CHECK(in_force({alias("1", "a", "b"), alias("2", "b", "a")}) == map{{"a", "b"}, {"b", "a"}});
}

TEST_CASE("nobody can decide on chains, circles, or a second alias for one campaign", "[domain][aliases]") {
  campaign_aliases aliases;
  const auto first = proposed(aliases, "a", "b");
  CHECK(first.external_id.starts_with("al_"));
  CHECK(why_not(aliases, "x", "x") == "alias-self");
  CHECK(why_not(aliases, "a", "c") == "alias-taken");
  CHECK(why_not(aliases, "b", "a") == "alias-chain");
  CHECK(why_not(aliases, "b", "c") == "alias-chain");
  CHECK(why_not(aliases, "c", "a") == "alias-chain");
  CHECK(why_not(aliases, "c", "b").empty());
  dictionary names;
  const auto back = aliases.propose_withdrawal(first.external_id, start);
  REQUIRE(back.has_value());
  aliases.take(event_key(back->source, back->external_id), *back, names);
  CHECK(why_not(aliases, "a", "c").empty());
  CHECK(aliases.propose_withdrawal(first.external_id, start).error().code == "already-withdrawn");
  CHECK(aliases.propose_withdrawal("al_0", start).error().code == "alias-unknown");
  REQUIRE(aliases.list().size() == 1);
  CHECK(aliases.list()[0].withdrawn);
  CHECK_FALSE(aliases.list()[0].in_force);
}

TEST_CASE("an alias told again, or taken back again, is known", "[domain][aliases]") {
  truth t;
  const auto tell = [&](fact_body body) { return t.apply({seal(std::move(body), start)}, start).results.at(0).status; };
  CHECK(tell(alias("1", "a", "b")) == item_status::accepted);
  CHECK(tell(alias("1", "a", "b")) == item_status::duplicate);
  CHECK(tell(withdrawn("1")) == item_status::accepted);
  CHECK(tell(withdrawn("1")) == item_status::duplicate);
}

TEST_CASE("an alias is as if every touch had named the other campaign", "[domain][aliases]") {
  rc::prop("", [] {
    auto story = any_story();
    told_hub plain, joined;
    plain.tell(renamed(story, "spring", "summer"));
    story.insert(story.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(story.size()) + 1),
                 alias("1", "spring", "summer"));
    joined.tell(story, *rc::gen::inRange<std::size_t>(1, 8));
    RC_ASSERT(plain.heard.credits() == joined.heard.credits());
  });
}

TEST_CASE("aliases do not depend on the order of facts", "[domain][aliases]") {
  rc::prop("", [] {
    auto story = any_story();
    for (auto& decision : any_decisions()) story.push_back(std::move(decision));
    told_hub first, other;
    first.tell(story);
    other.tell(shuffled(story), *rc::gen::inRange<std::size_t>(1, 8));
    RC_ASSERT(first.heard.credits() == other.heard.credits());
    RC_ASSERT(first.hash() == other.hash());
  });
}

TEST_CASE("an alias taken back leaves no trace", "[domain][aliases]") {
  rc::prop("", [] {
    const auto story = any_story();
    told_hub plain, undone;
    plain.tell(story);
    undone.tell({alias("1", "spring", "summer")});
    undone.tell(story);
    const auto joined = undone.hash();
    undone.tell({withdrawn("1")});
    RC_ASSERT(plain.heard.credits() == undone.heard.credits());
    RC_ASSERT(plain.hash() == undone.hash());
    RC_CLASSIFY(joined != plain.hash(), "changed something");
  });
}

TEST_CASE("aliases kept up to date are those of the log read again", "[domain][aliases]") {
  rc::prop("", [] {
    auto story = any_story();
    for (auto& decision : any_decisions()) story.push_back(std::move(decision));
    told_hub hub, again;
    std::vector<sealed_fact> log;
    for (auto& fact : sealed(shuffled(story))) {
      auto delta = hub.known.apply({std::move(fact)}, start);
      log.insert(log.end(), delta.stored.begin(), delta.stored.end());
      hub.heard.hear(std::move(delta));
    }
    again.known.reload(log);
    auto everything = again.known.take_everything();
    RC_ASSERT(everything.aliases.has_value());
    RC_ASSERT(everything.aliases->pairs().size() == hub.known.aliases().in_force().pairs().size());
    again.heard.hear(std::move(everything));
    RC_ASSERT(hub.heard.credits() == again.heard.credits());
    RC_ASSERT(hub.hash() == again.hash());
  });
}

TEST_CASE("two feeds' clicks of campaigns that are one are one click", "[domain][aliases]") {
  auto click = click_of("t", "ann", start);
  click.context.campaign_id = "";
  click.context.campaign_name = "spring_sale";
  auto sale = sale_of("1", "ann", start + 30 * second_us);
  sale.source = "meta_capi";
  sale.context.campaign_id = "120";
  told_hub hub;
  hub.tell({click, sale});
  const auto touches = [&] { return hub.known.conversion(event_key("meta_capi", "1")).value().journey.touches.size(); };
  CHECK(touches() == 2);
  hub.tell({alias("1", "spring_sale", "120")});
  CHECK(touches() == 1);
  const auto told = hub.known.contact(event_key("touchpoints", "t")).value().touches.at(0);
  CHECK(told.campaign == "120");
  CHECK(told.campaign_told == "spring_sale");
  hub.tell({withdrawn("1")});
  CHECK(touches() == 2);
}
