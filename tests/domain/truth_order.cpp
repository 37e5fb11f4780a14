#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "stories.hpp"

using namespace hub;
using namespace hub::told;

namespace {

/// What a hub knows after a story, told in batches of the given sizes.
struct hub_state {
  truth known;
  listener heard;

  explicit hub_state(const std::vector<sealed_fact>& facts, std::size_t batch = 1) {
    for (std::size_t i = 0; i < facts.size(); i += batch) {
      const auto end = std::min(facts.size(), i + batch);
      heard.hear(known.apply(
          {facts.begin() + static_cast<std::ptrdiff_t>(i), facts.begin() + static_cast<std::ptrdiff_t>(end)}, start));
    }
  }
};

}  // namespace

TEST_CASE("conversions, ledgers, touches and people do not depend on the order of facts", "[domain][truth]") {
  rc::prop("", [] {
    const auto story = any_story();
    const hub_state first(sealed(story));
    const hub_state other(sealed(shuffled(story)), *rc::gen::inRange<std::size_t>(1, 8));
    RC_ASSERT(conversions(first.known, story) == conversions(other.known, story));
    RC_ASSERT(people(first.known, story) == people(other.known, story));
    RC_ASSERT(first.heard.credits() == other.heard.credits());
  });
}

TEST_CASE("facts told again change nothing", "[domain][truth]") {
  rc::prop("", [] {
    const auto story = any_story();
    hub_state hub(sealed(story));
    const auto before = conversions(hub.known, story);
    const auto credits = hub.heard.credits();
    const auto seq = hub.known.last_seq();
    auto again = hub.known.apply(sealed(shuffled(story)), start + day_us);
    for (const auto& result : again.results)
      RC_ASSERT(result.status == item_status::duplicate || result.status == item_status::rejected);
    RC_ASSERT(again.stored.empty());
    RC_ASSERT(hub.known.last_seq() == seq);
    hub.heard.hear(std::move(again));
    RC_ASSERT(conversions(hub.known, story) == before);
    RC_ASSERT(hub.heard.credits() == credits);
  });
}

TEST_CASE("journeys kept up to date are those compiled from everything", "[domain][truth]") {
  rc::prop("", [] {
    hub_state hub(sealed(any_story()), *rc::gen::inRange<std::size_t>(1, 5));
    listener late;
    late.hear(hub.known.take_everything());
    RC_ASSERT(hub.heard.credits() == late.credits());
  });
}

TEST_CASE("the log of stored facts brings back the same conversions with the same ids", "[domain][truth]") {
  rc::prop("", [] {
    const auto story = any_story();
    truth known, again;
    std::vector<sealed_fact> log;
    for (auto& fact : sealed(story))
      for (auto& stored : known.apply({std::move(fact)}, start).stored) log.push_back(std::move(stored));
    again.reload(log);
    RC_ASSERT(conversions(known, story) == conversions(again, story));
    RC_ASSERT(known.last_seq() == again.last_seq());
    RC_ASSERT(known.conversion_count() == again.conversion_count());
    for (const auto& body : story)
      if (const auto* e = std::get_if<conversion_event>(&body)) {
        const auto key = event_key(e->source, e->external_id);
        const auto a = known.conversion(key), b = again.conversion(key);
        RC_ASSERT(a.has_value() == b.has_value());
        if (a) RC_ASSERT(a->id == b->id);
      }
  });
}

TEST_CASE("booked revenue is what the conversions' ledgers say", "[domain][truth]") {
  rc::prop("", [] {
    const auto story = any_story();
    const hub_state hub(sealed(story));
    std::map<currency, std::int64_t> net;
    std::set<key128> seen;
    for (const auto& body : story)
      if (const auto* e = std::get_if<conversion_event>(&body))
        if (const auto d = hub.known.conversion(event_key(e->source, e->external_id)); d && seen.insert(d->id).second)
          net[d->conversion.currency] += d->net;
    const auto credits = hub.heard.credits();
    RC_ASSERT(credits.at("USD/booked")[0] == net[usd]);
    RC_ASSERT(credits.at("EUR/booked")[0] == net[eur]);
  });
}
