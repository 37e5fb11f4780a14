#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "crm_told.hpp"

using namespace hub;
using namespace hub::told;

namespace {

struct crm_hub {
  truth known;
  listener heard;
  std::vector<sealed_fact> log;

  void tell(std::vector<sealed_fact> facts) {
    auto delta = known.apply(std::move(facts), start);
    for (const auto& fact : delta.stored) log.push_back(fact);
    heard.hear(std::move(delta));
  }
  void tell(const std::vector<fact_body>& story, std::size_t batch) {
    const auto facts = sealed(story);
    for (std::size_t i = 0; i < facts.size(); i += batch)
      tell({facts.begin() + static_cast<std::ptrdiff_t>(i),
            facts.begin() + static_cast<std::ptrdiff_t>(std::min(facts.size(), i + batch))});
  }
};

}  // namespace

TEST_CASE("what a CRM says means the same in any order and batches", "[domain][crm]") {
  rc::prop("", [] {
    const auto story = any_mixed_story();
    crm_hub first, other;
    first.tell(story, 1);
    other.tell(shuffled(story), *rc::gen::inRange<std::size_t>(1, 8));
    const auto named = with_deals(story);
    RC_ASSERT(conversions(first.known, named) == conversions(other.known, named));
    RC_ASSERT(people(first.known, named) == people(other.known, named));
    RC_ASSERT(first.heard.credits() == other.heard.credits());
    RC_ASSERT(first.known.crm().wanted("", 100) == other.known.crm().wanted("", 100));
  });
}

TEST_CASE("what a CRM says again changes nothing", "[domain][crm]") {
  rc::prop("", [] {
    const auto story = any_mixed_story();
    crm_hub hub;
    hub.tell(story, 1);
    const auto named = with_deals(story);
    const auto before = conversions(hub.known, named);
    const auto credits = hub.heard.credits();
    const auto seq = hub.known.last_seq();
    hub.tell(shuffled(story), 3);
    RC_ASSERT(hub.known.last_seq() == seq);
    RC_ASSERT(conversions(hub.known, named) == before);
    RC_ASSERT(hub.heard.credits() == credits);
  });
}

TEST_CASE("the log brings back what the CRM said and what it meant", "[domain][crm]") {
  rc::prop("", [] {
    const auto story = any_mixed_story();
    crm_hub hub;
    hub.tell(story, *rc::gen::inRange<std::size_t>(1, 5));
    truth again;
    again.reload(hub.log);
    const auto named = with_deals(story);
    RC_ASSERT(conversions(hub.known, named) == conversions(again, named));
    RC_ASSERT(people(hub.known, named) == people(again, named));
    RC_ASSERT(hub.known.last_seq() == again.last_seq());
    RC_ASSERT(hub.known.conversion_count() == again.conversion_count());
    RC_ASSERT(hub.known.crm().wanted("", 100) == again.crm().wanted("", 100));
    listener late;
    late.hear(again.take_everything());
    RC_ASSERT(hub.heard.credits() == late.credits());
  });
}
