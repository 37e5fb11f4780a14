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

std::string line_of(const fact_body& fact) {
  std::string out = "  ";
  const auto ids = [&](const std::vector<identifier>& list) {
    for (const auto& i : list)
      out += " " + i.value + "(" + std::to_string(static_cast<int>(i.kind)) + (i.links ? ")" : ", no link)");
  };
  const auto context = [&](const campaign_context& c) {
    out += " | " + c.channel + " campaign=" + c.campaign_id + "/" + c.campaign_name + " adset=" + c.adset_id +
           " ad=" + c.ad_id + " click=" + c.click_id;
  };
  if (const auto* e = std::get_if<conversion_event>(&fact)) {
    out += e->source + ":" + e->external_id + " " + e->type + (e->outcome ? "" : " (no outcome)") + " at " +
           format_instant(e->occurred_at) + " version " + (e->updated_at ? format_instant(*e->updated_at) : "-") + " " +
           (e->value ? std::to_string(e->value->minor) + to_string(e->value->currency) : "null") + " order=" + e->order_key +
           " event=" + e->event_name + "/" + e->event_id + " dataset=" + e->dataset + " ids";
    ids(e->identifiers);
    context(e->context);
    out += " clicked " + (e->clicked_at ? format_instant(*e->clicked_at) : "-");
  } else if (const auto* t = std::get_if<touch_event>(&fact)) {
    out += "touch " + t->source + ":" + t->external_id + " at " + format_instant(t->occurred_at) + " kind " +
           std::to_string(static_cast<int>(t->kind)) + " ids";
    ids(t->identifiers);
    context(t->context);
  } else if (const auto* a = std::get_if<adjustment_event>(&fact)) {
    out += "adjustment " + a->source + ":" + a->external_id + " " + std::string(to_string(entry_of(a->kind))) + " of " +
           a->conversion_id + a->sale_source + ":" + a->sale_external_id + " order=" + a->order_key + " amount " +
           (a->amount ? std::to_string(*a->amount) : "-") + (a->currency ? to_string(*a->currency) : "") + " at " +
           format_instant(a->occurred_at);
  } else if (const auto* s = std::get_if<identity_event>(&fact)) {
    out += "identity " + s->source + ":" + s->external_id + " at " + format_instant(s->occurred_at) + " ids";
    ids(s->identifiers);
  }
  return out + "\n";
}

std::string story_of(const small_world& w) {
  std::string out = "tolerance " + std::to_string(w.policy.dedup.amount_tolerance) + ", same source " +
                    std::to_string(w.policy.dedup.same_source_fuzzy) + ", most " +
                    std::to_string(w.policy.identity.max_per_identifier) + ", first " + w.policy.authority[0] + "\n";
  for (const auto& fact : w.facts) out += line_of(fact);
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
