// A moment past is what a hub would have said then, by its position and by the time of receipt.
#include "domain/past.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "crm_told.hpp"

using namespace hub;
using namespace hub::told;

namespace {

/// Reads a log into a moment in pages of a size.
void read(past& moment, const std::vector<sealed_fact>& log, std::size_t page = 3) {
  for (std::size_t i = 0; i < log.size() && !moment.complete(); i += page)
    moment.take({log.begin() + static_cast<std::ptrdiff_t>(i),
                 log.begin() + static_cast<std::ptrdiff_t>(std::min(log.size(), i + page))});
}

/// A hub that keeps its log; each fact is told by itself.
struct recorder {
  truth known;
  std::vector<sealed_fact> log;

  void tell(fact_body body, instant received_at) {
    for (auto& fact : known.apply({seal(std::move(body), received_at)}, received_at).stored)
      log.push_back(std::move(fact));
  }
};

std::string hash_of(const truth& t) { return t.state().hash(); }

}  // namespace

TEST_CASE("as of a position a hub knows what it knew there", "[domain][past]") {
  rc::prop("", [] {
    recorder hub;
    std::vector<std::pair<std::uint64_t, std::string>> seen = {{0, hash_of(hub.known)}};
    for (auto& body : any_decided_story()) {
      hub.tell(std::move(body), start);
      seen.emplace_back(hub.known.last_seq(), hash_of(hub.known));
    }
    const auto& [seq, hash] = *rc::gen::elementOf(seen);
    past moment({}, {seq, 0});
    read(moment, hub.log, *rc::gen::inRange<std::size_t>(1, 5));
    RC_ASSERT(moment.complete());
    RC_ASSERT(moment.data_seq() == seq);
    RC_ASSERT(hash_of(moment.facts()) == hash);
    RC_ASSERT(moment.everything().last_seq == seq);
  });
}

TEST_CASE("as of a time a hub knows what was received by then, even where the clock went back", "[domain][past]") {
  rc::prop("", [] {
    recorder hub, by_then;
    const auto asked = start + 5 * hour_us;
    std::uint64_t last = 0;
    for (auto& body : any_decided_story()) {
      const auto at = start + *rc::gen::inRange<instant>(0, 10) * hour_us;
      const auto before = hub.log.size();
      hub.tell(body, at);
      if (at > asked || hub.log.size() == before) continue;  // what says nothing new is not in the log
      last = hub.log.back().seq;
      by_then.tell(std::move(body), at);
    }
    past moment({}, {std::nullopt, asked});
    read(moment, hub.log, *rc::gen::inRange<std::size_t>(1, 5));
    RC_ASSERT(!moment.complete());
    RC_ASSERT(moment.data_seq() == last);
    RC_ASSERT(hash_of(moment.facts()) == hash_of(by_then.known));
  });
}

TEST_CASE("what a CRM change brought about is derived again where a change before it is left out", "[domain][past]") {
  recorder hub;
  hub.tell(deal("7", start, {said(crm::amount, "10.00"), said(crm::currency, "USD")}), start + 2 * hour_us);
  hub.tell(deal("7", start, {said(crm::stage, "won")}), start + hour_us);  // the clock had gone back
  REQUIRE(hub.log.size() == 3);
  REQUIRE(hub.known.conversion(event_key("hubspot", "7")));

  past moment({}, {std::nullopt, start + hour_us});
  read(moment, hub.log);
  CHECK(moment.data_seq() == 3);
  const auto deal = moment.facts().conversion(event_key("hubspot", "7"));
  REQUIRE(deal);
  CHECK_FALSE(deal->conversion.has_value);

  past whole({}, {std::nullopt, start + 2 * hour_us});
  read(whole, hub.log);
  CHECK(whole.facts().state().hash() == hub.known.state().hash());
}

TEST_CASE("a moment named by a time grows when the clock was set back", "[domain][past]") {
  const auto touch = [](const char* id) {
    touch_event t;
    t.source = "touchpoints";
    t.external_id = id;
    t.occurred_at = start;
    return t;
  };
  recorder hub;
  hub.tell(touch("1"), start);
  past moment({}, {std::nullopt, start});
  read(moment, hub.log);
  CHECK(moment.data_seq() == 1);
  hub.tell(touch("2"), start + 1);
  CHECK_FALSE(moment.take({hub.log[1]}));
  hub.tell(touch("3"), start);
  CHECK(moment.take({hub.log[2]}));
  CHECK(moment.data_seq() == 3);
  CHECK(moment.read_to() == 3);
  CHECK(moment.facts().touch_count() == 2);
}
