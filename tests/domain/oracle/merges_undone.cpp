// People join and part conversions a thousand times; when all of it is taken back, everything is as it was.
#include <catch2/catch.hpp>
#include <random>

#include "oracle.hpp"
#include "world.hpp"

using namespace hub;
using namespace hub::oracle;

namespace {

constexpr instant now = 20'000 * day_us;

/// A hub that people decide in, and what it says.
struct desk {
  small_world told;
  truth hub;
  std::mt19937_64 random;

  explicit desk(std::uint64_t seed) : told(make_world(seed)), hub(told.policy), random(seed) {
    for (const auto& fact : told.facts) tell(fact);
  }

  void tell(fact_body fact) {
    std::vector<sealed_fact> facts;
    facts.push_back(seal(std::move(fact), now));
    hub.apply(std::move(facts), now);
  }
  std::string says() const { return told_by(hub, names_in(told.facts), true).text(); }
  std::string hash() const { return hub.state().hash(); }

  /// The ids of all conversions now.
  std::vector<key128> conversions() const {
    std::set<key128> ids;
    for (const auto& [source, id] : names_in(told.facts))
      if (const auto d = hub.conversion(event_key(source, id))) ids.insert(d->id);
    return {ids.begin(), ids.end()};
  }

  /// Joins two conversions, or parts one: all its events, or one from the rest. Nothing where that cannot be.
  std::optional<merge_verdict> decide(instant at) {
    const auto ids = conversions();
    if (ids.empty()) return std::nullopt;
    const auto one = ids[random() % ids.size()], other = ids[random() % ids.size()];
    const auto members = hub.conversion(one)->events;
    const auto proposed =
        random() % 2 == 0 && one != other
            ? hub.propose_merge(std::vector{one, other}, at, "")
            : hub.propose_unmerge(
                  one, random() % 2 == 0 ? std::optional(members[random() % members.size()].key) : std::nullopt,
                  std::nullopt, at, "");
    if (!proposed) return std::nullopt;
    tell(*proposed);
    return *proposed;
  }
};

}  // namespace

TEST_CASE("a thousand merges and unmerges that are taken back return to the start exactly", "[verdicts]") {
  std::size_t decided = 0, changed = 0;
  for (std::uint64_t seed = 1; decided < 1000; ++seed) {
    INFO("seed " << seed);
    desk d(seed);
    const auto start = d.says(), hash = d.hash();
    std::vector<merge_verdict> decisions;
    for (instant at = 1; at <= 20; ++at)
      if (auto made = d.decide(now + at)) decisions.push_back(std::move(*made));
    decided += decisions.size();
    if (d.says() != start) ++changed;

    // Whoever hears of it all at once and in another order says the same.
    auto everything = d.told;
    everything.facts.insert(everything.facts.begin(), decisions.begin(), decisions.end());
    REQUIRE(d.says() == meaning_of(everything.facts, everything.policy).text());

    std::shuffle(decisions.begin(), decisions.end(), d.random);
    for (const auto& made : decisions) d.tell(*d.hub.propose_withdrawal(made.external_id, now + day_us));
    REQUIRE(d.says() == start);
    REQUIRE(d.hash() == hash);
  }
  CHECK(changed > 0);
}
