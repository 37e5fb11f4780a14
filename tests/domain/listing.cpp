#include "domain/listing.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "sales.hpp"

using namespace hub;
using namespace hub::told;

namespace {

touch_event visit(std::string id, instant at, std::string campaign) {
  touch_event t;
  t.source = "touchpoints";
  t.external_id = std::move(id);
  t.occurred_at = at;
  t.identifiers = {{identifier_kind::email, "ann", true}};
  t.context.campaign_id = std::move(campaign);
  return t;
}

truth told_all(const std::vector<fact_body>& facts) {
  truth all;
  std::vector<sealed_fact> sealed;
  for (const auto& f : facts) sealed.push_back(seal(f, start));
  (void)all.apply(std::move(sealed), start);
  return all;
}

constexpr auto ever = std::numeric_limits<instant>::max();
constexpr auto never = std::numeric_limits<instant>::min();

}  // namespace

TEST_CASE("touches and source events are listed in the order of their receipt, a page at a time", "[domain][listing]") {
  const auto all =
      told_all({visit("t2", start + 2, "b"), visit("t1", start + 1, "a"), sale("shop", "o1", 100, start + 3),
                visit("t3", start + 9, "c"), sale("shop", "o2", 200, start + 9)});
  std::vector<std::string> ids;
  std::optional<std::uint32_t> next = 0;
  while (next) {
    auto page = all.list_touches(never, start + 9, *next, 1);
    for (const auto& t : page.first) ids.push_back(t.touch.id);
    next = page.second;
  }
  CHECK(ids == std::vector<std::string>{"t2", "t1"});
  CHECK(all.list_touches(never, ever, 0, 10).first[0].contact == all.list_touches(never, ever, 0, 10).first[1].contact);
  const auto events = all.list_events(start + 9, ever, 0, 10);
  REQUIRE(events.first.size() == 1);
  CHECK_FALSE(events.second);
  CHECK(events.first[0].conversion == event_key("shop", "o2"));
  CHECK(events.first[0].seq == 5);
}

TEST_CASE("a place in a conversion's journey names its order and the touch that stands there, or none",
          "[domain][listing]") {
  const auto all =
      told_all({visit("t2", start + 2, "b"), visit("t1", start + 1, "a"), sale("shop", "o1", 100, start + 3, "1001")});
  const auto [order, touches] = all.touches_at({event_key("shop", "o1"), {1, 0, 2}});
  CHECK(order == "1001");
  REQUIRE(touches.size() == 3);
  CHECK(touches[0].id == "t2");
  CHECK(touches[1].id == "t1");
  CHECK(touches[1].at == start + 1);
  CHECK(touches[2].id.empty());
  const auto unknown = all.touches_at({event_key("shop", "o9"), {0}});
  CHECK(unknown.order.empty());
  CHECK(unknown.touches.at(0).id.empty());
}

TEST_CASE("each source's claims stand beside what was really sold", "[domain][listing]") {
  const auto all = told_all({sale("shop", "o1", 100, start, "A"), sale("pixel", "p1", 110, start - 1, "A"),
                             sale("pixel", "p2", 50, start + 5, "B")});
  const auto sums = all.sources(never, ever);
  REQUIRE(sums.sources.size() == 2);
  const auto &pixel = sums.sources[0], &shop = sums.sources[1];
  CHECK((pixel.source == "pixel" && pixel.outcomes == 2 && pixel.merged == 0 && pixel.conversions == 2));
  CHECK((shop.source == "shop" && shop.outcomes == 1 && shop.merged == 1 && shop.conversions == 1));
  CHECK(sums.conversions == 2);
  CHECK(pixel.claimed.at(usd) == std::map<std::int32_t, std::int64_t>{{19'999, 110}, {20'000, 50}});
  const auto by_trust = sums.sold.at(usd);
  std::int64_t sold = 0;
  for (const auto& [day, amount] : by_trust) sold += amount;
  CHECK(sold == 160);  // neither is trusted more than the other; the first by name counts
}

TEST_CASE("what sources told does not depend on the order in which they did", "[domain][listing]") {
  rc::prop("", [] {
    std::vector<fact_body> facts;
    for (auto n = *rc::gen::inRange(0, 8); n > 0; --n) facts.emplace_back(any_sale(n));
    auto other = facts;
    std::reverse(other.begin(), other.end());
    const auto a = told_all(facts).sources(start, start + 2 * day_us),
               b = told_all(other).sources(start, start + 2 * day_us);
    RC_ASSERT(a.sources.size() == b.sources.size());
    std::uint64_t merged = 0;
    for (std::size_t i = 0; i < a.sources.size(); ++i) {
      RC_ASSERT(a.sources[i].merged == b.sources[i].merged);
      RC_ASSERT(a.sources[i].conversions == b.sources[i].conversions);
      RC_ASSERT(a.sources[i].claimed == b.sources[i].claimed);
      merged += a.sources[i].merged;
    }
    RC_ASSERT(a.conversions == b.conversions);
    RC_ASSERT(a.sold == b.sold);
    const auto whole = told_all(facts).sources(never, ever);
    merged = 0;
    for (const auto& s : whole.sources) merged += s.merged;
    RC_ASSERT(merged == whole.outcomes - whole.conversions);
  });
}
