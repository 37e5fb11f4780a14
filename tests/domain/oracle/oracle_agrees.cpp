// The oracle and the truth read the same stories. CONVHUB_ORACLE_EVENTS says how many events in all,
// CONVHUB_ORACLE_SEED the seed of the first story.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "oracle.hpp"
#include "world.hpp"

using namespace hub;
using namespace hub::oracle;

namespace {

std::size_t events_in_all() {
  const char* told = std::getenv("CONVHUB_ORACLE_EVENTS");
  return told != nullptr ? static_cast<std::size_t>(std::atoll(told)) : 200'000;
}

std::uint64_t first_seed() {
  const char* told = std::getenv("CONVHUB_ORACLE_SEED");
  return told != nullptr ? static_cast<std::uint64_t>(std::atoll(told)) : 1;
}

std::string hub_says(const small_world& w) {
  truth hub(w.policy);
  for (const auto& fact : w.facts) hub.apply({seal(fact, 20'000 * day_us)}, 20'000 * day_us);
  return told_by(hub, names_in(w.facts), true).text();
}

bool agree(const small_world& w) { return hub_says(w) == meaning_of(w.facts, w.policy).text(); }

/// The smallest story on which they still differ: facts are dropped one by one as long as that can be done.
small_world shrunk(small_world w) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (std::size_t i = 0; i < w.facts.size(); ++i) {
      auto fewer = w;
      fewer.facts.erase(fewer.facts.begin() + static_cast<std::ptrdiff_t>(i));
      if (agree(fewer)) continue;
      w = std::move(fewer);
      smaller = true;
      break;
    }
  }
  return w;
}

std::string story_of(const small_world& w) {
  std::string out = "tolerance " + std::to_string(w.policy.dedup.amount_tolerance) + ", same source " +
                    std::to_string(w.policy.dedup.same_source_fuzzy) + ", most " +
                    std::to_string(w.policy.identity.max_per_identifier) + ", of a device " +
                    std::to_string(w.policy.identity.max_per_device) + ", of a key " +
                    std::to_string(w.policy.dedup.max_per_key) + ", first " + w.policy.authority[0] + "\n";
  for (const auto& fact : w.facts) out += "  " + text_of(fact) + "\n";
  return out + "hub:\n" + hub_says(w) + "oracle:\n" + meaning_of(w.facts, w.policy).text();
}

}  // namespace

TEST_CASE("the hub and the oracle agree on 200,000 random events", "[oracle]") {
  std::size_t told = 0;
  for (std::uint64_t seed = first_seed(); told < events_in_all(); ++seed) {
    const auto w = make_world(seed);
    told += w.facts.size();
    if (agree(w)) continue;
    std::cout << "seed " << seed << ", " << story_of(shrunk(w));
    FAIL("the hub and the oracle differ");
  }
  CHECK(told >= events_in_all());
}
