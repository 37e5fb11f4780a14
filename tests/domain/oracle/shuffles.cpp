// However the reports of five sources come in, they are as many conversions as there were orders.
// CONVHUB_SHUFFLED_ORDERS and CONVHUB_SHUFFLES say how many orders and shuffles; the defaults suit a sanitized build.
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>

#include "five_sources.hpp"

using namespace hub;
using namespace hub::oracle;

namespace {

std::size_t told_or(const char* name, std::size_t otherwise) {
  const char* told = std::getenv(name);
  return told != nullptr ? static_cast<std::size_t>(std::atoll(told)) : otherwise;
}

/// The truth after the facts in the order of a shuffle, in requests of one to a hundred.
truth hear(std::vector<sealed_fact> facts, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::shuffle(facts.begin(), facts.end(), random);
  truth hub;
  for (std::size_t i = 0; i < facts.size();) {
    const auto end = std::min<std::size_t>(facts.size(), i + 1 + random() % 100);
    std::vector<sealed_fact> request(facts.begin() + static_cast<std::ptrdiff_t>(i),
                                     facts.begin() + static_cast<std::ptrdiff_t>(end));
    hub.apply(std::move(request), 20'000 * day_us);
    i = end;
  }
  return hub;
}

}  // namespace

TEST_CASE("orders that five sources report are one conversion each, in whatever order the reports come", "[shuffles]") {
  const auto orders = told_or("CONVHUB_SHUFFLED_ORDERS", 400);
  const auto shuffles = told_or("CONVHUB_SHUFFLES", 10);
  const auto story = tell_by_five(orders, 4);
  std::map<event_name, const told_order*> order_of;
  std::int64_t sold = 0;
  for (const auto& o : story.orders) {
    sold += o.price;
    for (const auto& report : o.reports) order_of[report] = &o;
  }
  const auto started = std::chrono::steady_clock::now();
  std::string first, hash;
  std::size_t contacts = 0, pure = 0;
  for (std::size_t shuffle = 0; shuffle < shuffles; ++shuffle) {
    INFO("shuffle " << shuffle);
    const auto hub = hear(story.facts, shuffle);
    const auto state = told_by(hub, story.reports, false);
    REQUIRE(hub.conversion_count() == orders);
    REQUIRE(state.conversions.size() == orders);
    std::int64_t net = 0;
    pure = 0;
    for (const auto& c : state.conversions) {
      std::set<std::string> sources;
      for (const auto& [source, id] : c.events) sources.insert(source);
      REQUIRE(c.events.size() == 5);
      REQUIRE(sources.size() == 5);
      const auto& o = *order_of.at(*c.events.begin());
      if (o.reports == c.events) ++pure;
      if (!o.close_repeat) REQUIRE(o.reports == c.events);
      net += c.net;
    }
    REQUIRE(net == sold);
    if (shuffle == 0) {
      first = state.text();
      hash = hub.state().hash();
      contacts = hub.contact_count();
    }
    REQUIRE(state.text() == first);
    REQUIRE(hub.state().hash() == hash);
    REQUIRE(hub.contact_count() == contacts);
  }
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  std::cout << orders << " orders, " << story.facts.size() << " facts with retries, " << story.repeats
            << " repeats within the hour; " << shuffles << " shuffles: " << orders << " conversions and the state hash "
            << hash.substr(0, 16) << " each, " << pure << " of just the reports of one order; " << seconds << " s\n";
}
