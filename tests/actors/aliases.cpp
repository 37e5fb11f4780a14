// Aliases between the actors: in force once their commit is done, on every shard, and not before.
#include <catch2/catch.hpp>

#include "hub_on_stage.hpp"
#include "messages/errors.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

alias_request spring_is_120() {
  alias_request r;
  r.from = "spring";
  r.to = "120";
  return r;
}

/// Campaigns with rows, and what they were met.
std::vector<std::string> campaigns(hub_on_stage& hub) {
  const auto report = hub.attribute();
  REQUIRE(report);
  CHECK(report->reconciles());
  std::vector<std::string> out;
  for (const auto& row : report->rows) out.push_back(row.group[0]);
  return out;
}

using list = std::vector<std::string>;

}  // namespace

TEST_CASE("an alias is in force once its commit is done, and not before", "[actors][aliases]") {
  hub_on_stage hub;
  hub.settle();
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of({click("t1", "ann", "spring"), purchase("o1", "ann")})));
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of({click("t2", "ben", "spring"), purchase("o2", "ben")})));
  CHECK(campaigns(hub) == list{"spring"});
  hub.script->hold = true;
  CHECK_FALSE(hub.ask<alias_receipt>(hub.dedup, spring_is_120()));
  CHECK(campaigns(hub) == list{"spring"});
  caf::anon_send(hub.writer, let_go{});
  hub.settle();
  CHECK(campaigns(hub) == list{"120"});
  const auto met = hub.ask<match_answer>(hub.report, match_request{hub.attribute()->query});
  REQUIRE(met);
  REQUIRE(met->report.without_spend.size() == 1);
  CHECK(met->report.without_spend[0].campaign.key == "120");
  CHECK(met->report.without_spend[0].touches == 2);
}

TEST_CASE("an alias whose commit fails is refused and leaves nothing behind", "[actors][aliases]") {
  hub_on_stage hub;
  hub.settle();
  REQUIRE(hub.ask<ingest_receipt>(hub.dedup, batch_of({click("t1", "ann", "spring"), purchase("o1", "ann")})));
  hub.script->fail = true;
  CHECK_FALSE(hub.ask<alias_receipt>(hub.dedup, spring_is_120()));
  CHECK(hub.refusal == actor_errc::refused);
  hub.script->fail = false;
  hub.settle();
  CHECK(campaigns(hub) == list{"spring"});
  CHECK(hub.ask<aliases_answer>(hub.dedup, aliases_request{})->aliases.empty());
  const auto told = hub.ask<alias_receipt>(hub.dedup, spring_is_120());
  REQUIRE(told);
  CHECK_FALSE(told->failure);
  CHECK(campaigns(hub) == list{"120"});
}

TEST_CASE("an alias that cannot be is answered with the reason and commits nothing", "[actors][aliases]") {
  hub_on_stage hub;
  hub.settle();
  auto itself = spring_is_120();
  itself.to = itself.from;
  const auto refused = hub.ask<alias_receipt>(hub.dedup, itself);
  REQUIRE(refused);
  REQUIRE(refused->failure);
  CHECK(refused->failure->code == "alias-self");
  CHECK(hub.script->kept.empty());
  const auto unknown = hub.ask<alias_receipt>(hub.dedup, alias_withdrawal{"al_0", 0});
  REQUIRE(unknown);
  CHECK(unknown->failure->code == "alias-unknown");
}
