// Rules of deduplication put in force over data that is there.
#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "tests/domain/sales.hpp"

using namespace hub;
using namespace hub::told;

namespace {

dedup_rules any_rules() {
  dedup_rules r;
  if (*rc::gen::arbitrary<bool>()) r.window_us = *rc::gen::element<std::int64_t>(0, 8, 24, 48) * hour_us;
  if (*rc::gen::arbitrary<bool>()) r.amount_tolerance = *rc::gen::element<std::int64_t>(0, 100);
  if (*rc::gen::arbitrary<bool>()) r.same_source_fuzzy = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) r.authority = std::vector<std::string>{"anytrack", "manual"};
  return r;
}

truth_policy configured(const dedup_rules& r) {
  truth_policy p;
  if (r.window_us) p.dedup.window_us = *r.window_us;
  if (r.amount_tolerance) p.dedup.amount_tolerance = *r.amount_tolerance;
  if (r.same_source_fuzzy) p.dedup.same_source_fuzzy = *r.same_source_fuzzy;
  if (r.authority) p.authority = *r.authority;
  return p;
}

}  // namespace

TEST_CASE("a wider window joins what is there, says what it changes, and can be taken back", "[domain][rules]") {
  truth t;
  t.apply(sealed({sale("manual", "1", 4900, start), sale("hubspot", "2", 4900, start + 30 * hour_us),
                  sale("manual", "3", 100, start)}),
          start);
  dedup_rules wider;
  wider.window_us = 48 * hour_us;
  const auto [effect, delta] = t.put_in_force(wider, start + day_us, 10);
  CHECK(effect.before.conversions == 3);
  CHECK(effect.after.conversions == 2);
  CHECK(effect.before.net.at(usd) == 9900);
  CHECK(effect.after.net.at(usd) == 5000);
  CHECK(effect.joined == 1);
  CHECK(effect.moves.at({merge_rule::fuzzy, "hubspot", "manual"}) == 1);
  REQUIRE(effect.examples.size() == 1);
  CHECK(effect.examples[0].partner.external_id == "1");
  REQUIRE(delta.decisions.size() == 1);
  CHECK(delta.decisions[0].source == "hubspot");
  CHECK(delta.decisions[0].matched_source == "manual");
  CHECK(delta.stored.size() == 1);
  const auto [back, undone] = t.put_in_force({}, start + 2 * day_us, 10);
  CHECK(back.after.conversions == 3);
  CHECK(back.parted == 1);
  CHECK(t.policy().dedup.window_us == 24 * hour_us);
}

TEST_CASE("rules put in force at any time are as if they had been configured from the start", "[domain][rules]") {
  rc::prop("", [] {
    const auto story = any_story();
    const auto rules = any_rules();
    const auto facts = sealed(story);
    truth from_start(configured(rules)), changed;
    listener heard_all, heard_changed;
    heard_all.hear(from_start.apply(facts, start));
    const auto half = facts.begin() + static_cast<std::ptrdiff_t>(facts.size() / 2);
    heard_changed.hear(changed.apply({facts.begin(), half}, start));
    heard_changed.hear(changed.put_in_force(any_rules(), start + 1, 5).second);
    auto [effect, delta] = changed.put_in_force(rules, start + 2, 5);
    heard_changed.hear(std::move(delta));
    heard_changed.hear(changed.apply({half, facts.end()}, start));
    RC_ASSERT(conversions(changed, story) == conversions(from_start, story));
    RC_ASSERT(heard_changed.credits() == heard_all.credits());
  });
}

TEST_CASE("the rules decided last stand, whatever order they are read in", "[domain][rules]") {
  dedup_rules first, last;
  first.source = last.source = "manual";
  first.external_id = "dr_1";
  last.external_id = "dr_2";
  first.occurred_at = start;
  last.occurred_at = start + 1;
  first.window_us = hour_us;
  last.window_us = 2 * hour_us;
  for (const auto& order : {std::vector<fact_body>{first, last}, std::vector<fact_body>{last, first}}) {
    truth t;
    for (const auto& r : order) t.apply(sealed({r}), start);
    CHECK(t.policy().dedup.window_us == 2 * hour_us);
  }
}
