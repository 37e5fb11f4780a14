#include "domain/eligibility.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "journeys_made.hpp"

using namespace hub;
using namespace hub::made;
using positions = std::vector<std::uint32_t>;

namespace {

constexpr auto sold = day(100);

positions eligible(std::vector<journey_touch> touches, const touch_rules& rules = {}) {
  const auto columns = one_journey(std::move(touches), {sale(sold, 100)});
  positions out;
  eligible_touches(columns, columns.rows()[0], rules, out);
  return out;
}

std::vector<exclusion> reasons(std::vector<journey_touch> touches, const touch_rules& rules = {}) {
  const auto columns = one_journey(std::move(touches), {sale(sold, 100)});
  positions out;
  std::vector<exclusion> why;
  eligible_touches(columns, columns.rows()[0], rules, out, &why);
  return why;
}

touch_rules rules(void (*change)(touch_rules&)) {
  touch_rules r;
  change(r);
  return r;
}

}  // namespace

TEST_CASE("a touch counts from the lookback's edge to the instant of the conversion, both included",
          "[domain][eligibility]") {
  CHECK(eligible({click(day(10) - 1, 1), click(day(10), 2), click(sold, 3), click(sold + 1, 4)}) == positions{1, 2});
  CHECK(eligible({click(0, 1), click(day(10), 2)}, rules([](auto& r) { r.lookback_us = 0; })) == positions{0, 1});
}

TEST_CASE("views and impressions count only where they are asked for", "[domain][eligibility]") {
  const std::vector touches{seen(day(90), 1, interaction::engaged_view), seen(day(91), 2, interaction::view),
                            seen(day(92), 3, interaction::impression)};
  CHECK(eligible(touches) == positions{0});
  CHECK(eligible(touches, rules([](auto& r) { r.views = true; })) == positions{0, 1, 2});
}

TEST_CASE("an eligible click removes views, unless told otherwise", "[domain][eligibility]") {
  const std::vector touches{seen(day(90), 1, interaction::view), click(day(91), 2)};
  CHECK(eligible(touches, rules([](auto& r) { r.views = true; })) == positions{1});
  CHECK(eligible(touches, rules([](auto& r) {
                   r.views = true;
                   r.click_beats_view = false;
                 })) == positions{0, 1});
  const std::vector too_old{click(0, 2), seen(day(90), 1, interaction::view)};
  CHECK(eligible(too_old, rules([](auto& r) { r.views = true; })) == positions{1});
}

TEST_CASE("direct touches fall out unless they are all there is", "[domain][eligibility]") {
  CHECK(eligible({click(day(90), 1), click(day(91), 2, touch_direct)}) == positions{0});
  CHECK(eligible({click(day(90), 1, touch_direct), click(day(91), 2, touch_direct)}) == positions{0, 1});
  CHECK(eligible({click(day(90), 1), click(day(91), 2, touch_direct)},
                 rules([](auto& r) { r.direct = direct_policy::keep; })) == positions{0, 1});
}

TEST_CASE("a view that may not count does not keep direct touches out", "[domain][eligibility]") {
  CHECK(eligible({seen(day(90), 1, interaction::view), click(day(91), 2, touch_direct)}) == positions{1});
}

TEST_CASE("bots count only where they are asked for", "[domain][eligibility]") {
  const std::vector touches{click(day(90), 1, touch_bot), click(day(91), 2)};
  CHECK(eligible(touches) == positions{1});
  CHECK(eligible(touches, rules([](auto& r) { r.bots = true; })) == positions{0, 1});
}

TEST_CASE("a run of one ad folds into its first touch, measured from that, the edge included",
          "[domain][eligibility]") {
  const auto half_hour = rules([](auto& r) { r.collapse_us = 30 * minute_us; });
  const auto at = day(90);
  CHECK(eligible(
            {click(at, 1), click(at + 20 * minute_us, 1), click(at + 30 * minute_us, 1), click(at + 31 * minute_us, 1)},
            half_hour) == positions{0, 3});
  CHECK(eligible({click(at, 1), click(at + 1, 2), click(at + 2, 1)}, half_hour) == positions{0, 1, 2});
}

TEST_CASE("every touch left out has its reason", "[domain][eligibility]") {
  const auto half_hour = rules([](auto& r) { r.collapse_us = 30 * minute_us; });
  CHECK(reasons({click(0, 1), click(day(90), 2, touch_bot), seen(day(91), 3, interaction::view),
                 click(day(92), 4, touch_direct), click(day(93), 5), click(day(93) + 1, 5)},
                half_hour) == std::vector{exclusion::outside_window, exclusion::bot, exclusion::interaction,
                                          exclusion::direct, exclusion::none, exclusion::collapsed});
  CHECK(reasons({seen(day(91), 3, interaction::view), click(day(92), 4)}, rules([](auto& r) { r.views = true; }))[0] ==
        exclusion::click_beats_view);
}

TEST_CASE("asking for reasons changes nothing, and exactly the touches without one are eligible",
          "[domain][eligibility]") {
  rc::prop("", [] {
    journey_columns columns;
    for (auto& j : any_journeys()) columns.apply(std::move(j));
    const auto any = any_rules();
    for (const auto& r : columns.rows()) {
      positions plain, explained, without_reason;
      std::vector<exclusion> why;
      eligible_touches(columns, r, any, plain);
      eligible_touches(columns, r, any, explained, &why);
      for (std::uint32_t i = 0; i < why.size(); ++i)
        if (why[i] == exclusion::none) without_reason.push_back(r.first_touch + i);
      RC_ASSERT(plain == explained);
      RC_ASSERT(plain == without_reason);
    }
  });
}

TEST_CASE("a journey that led nowhere has no window", "[domain][eligibility]") {
  const auto columns =
      one_journey({click(0, 1), seen(day(50), 2, interaction::view), click(day(300), 3, touch_direct)}, {});
  positions out;
  admissible_touches(columns, 0, 3, {}, out);
  CHECK(out == positions{0});
}
