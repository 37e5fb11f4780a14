// The rules of docs/semantics.md, "Eligible touchpoints", that a policy adds: windows of their own, the previous
// conversion, referrers, priority of campaigns. One row, one rule.
#include <catch2/catch.hpp>

#include "eligibility_rows.hpp"

using namespace hub;
using namespace hub::rows;

namespace {

const with plain;
const auto month_of_clicks = plain.window("purchase/Paid Social/click:30");

const std::vector<row> window_rows = {
    {"a rule's window has its edge inside", {click_(30 * d)}, month_of_clicks, {ok}},
    {"a microsecond beyond a rule's window is outside", {click_(30 * d + 1)}, month_of_clicks, {old}},
    {"another interaction has the default window", {engaged(90 * d)}, month_of_clicks, {ok}},
    {"another channel has the default window", {of_channel(click_(90 * d), 2)}, month_of_clicks, {ok}},
    {"another type has the default window", {click_(90 * d)}, month_of_clicks, {ok}, {}, 2},
    {"the default still ends where no rule fits", {of_channel(click_(90 * d + 1), 2)}, month_of_clicks, {old}},
    {"a channel is the same in other letters", {of_channel(click_(31 * d), 3)}, month_of_clicks, {old}},
    {"a rule may be wider than the default", {click_(200 * d)}, plain.window("*/*/click:365"), {ok}},
    {"a rule without limit goes back for ever", {click_(3'000 * d)}, plain.window("*/*/click:0"), {ok}},
    {"a rule limits where the default does not", {click_(8 * d)}, plain.lookback(0).window("*/*/click:7"), {old}},
    {"each touch has its own window",
     {click_(20 * d), view(2 * d), of_channel(click_(2 * d), 2), view(d)},
     plain.views().both().window("*/*/view:1").window("*/Email/*:1"),
     {ok, old, old, ok}},
    {"touches without a channel have a name too",
     {of_channel(click_(8 * d), 0), click_(8 * d)},
     plain.window("*/(not set)/*:7"),
     {old, ok}},
    {"direct is a channel", {direct(of_channel(click_(8 * d), 9))}, plain.window("*/direct/*:7"), {old}},
    {"two names go before one", {click_(8 * d)}, plain.window("purchase/*/*:7").window("*/Paid Social/click:9"), {ok}},
    {"three names go before two",
     {click_(8 * d)},
     plain.window("purchase/Paid Social/click:9").window("*/Paid Social/click:7"),
     {ok}},
    {"a type goes before a channel", {click_(8 * d)}, plain.window("*/Paid Social/*:7").window("purchase/*/*:9"), {ok}},
    {"a channel goes before an interaction",
     {click_(8 * d)},
     plain.window("*/*/click:7").window("*/Paid Social/*:9"),
     {ok}},
    {"a type and a channel go before a type and an interaction",
     {click_(8 * d)},
     plain.window("purchase/*/click:7").window("purchase/Paid Social/*:9"),
     {ok}},
    {"anything goes before the default", {click_(8 * d)}, plain.lookback(90 * d).window("*/*/*:7"), {old}},
    {"a bot outside its window is a bot first", {by_bot(click_(31 * d))}, month_of_clicks, {bot}},
    {"a view outside its window is outside first", {view(2 * d)}, plain.window("*/*/view:1"), {old}},
    {"a click outside its own window beats no view",
     {click_(8 * d), view(d)},
     plain.views().window("*/*/click:7"),
     {old, ok}},
    {"a touch outside its own window does not push direct out",
     {click_(8 * d), direct(of_channel(click_(h), 9))},
     plain.window("*/Paid Social/*:7"),
     {old, ok}},
};

const std::vector<row> previous_rows = {
    {"a conversion before changes nothing by default", {click_(2 * d), click_(h)}, plain, {ok, ok}, {{d}}},
    {"what came before the previous conversion is spent",
     {click_(2 * d), click_(h)},
     plain.since(),
     {spent, ok},
     {{d}}},
    {"a touch at the instant of the previous conversion is spent", {click_(d)}, plain.since(), {spent}, {{d}}},
    {"a microsecond after the previous conversion counts", {click_(d - 1)}, plain.since(), {ok}, {{d}}},
    {"a conversion of another type spends nothing", {click_(2 * d)}, plain.since(), {ok}, {{d, 2}}},
    {"a conversion at the same instant is no previous one", {click_(h)}, plain.since(), {ok}, {{0}}},
    {"a conversion after it is no previous one", {click_(h)}, plain.since(), {ok}, {{-d}}},
    {"the latest of several previous conversions counts",
     {click_(4 * d), click_(2 * d), click_(h)},
     plain.since(),
     {spent, spent, ok},
     {{3 * d}, {d}, {5 * d}}},
    {"two previous conversions at one instant are as one", {click_(2 * d)}, plain.since(), {spent}, {{d}, {d}}},
    {"a conversion that stands in another journey spends touches too",
     {click_(2 * d)},
     plain.since(),
     {spent},
     {{d, 1, true}}},
    {"the first conversion has all its touches", {click_(80 * d)}, plain.since(), {ok}},
    {"outside the window goes before spent", {click_(91 * d)}, plain.since(), {old}, {{d}}},
    {"a bot is a bot first", {by_bot(click_(2 * d))}, plain.since(), {bot}, {{d}}},
    {"spent goes before its referrer",
     {sent_by(click_(2 * d), 2)},
     plain.since().without("paypal.com"),
     {spent},
     {{d}}},
    {"a spent touch does not push direct out", {click_(2 * d), direct(click_(h))}, plain.since(), {spent, ok}, {{d}}},
};

const std::vector<row> referrer_rows = {
    {"a refused referrer brings nothing", {sent_by(click_(h), 2)}, plain.without("paypal.com"), {refused}},
    {"referrers bring touches by default", {sent_by(click_(h), 2)}, plain, {ok}},
    {"a host below is refused too, in any case", {sent_by(click_(h), 3)}, plain.without("paypal.com"), {refused}},
    {"a host that only ends alike is another", {sent_by(click_(h), 4)}, plain.without("paypal.com"), {ok}},
    {"a host above is another", {sent_by(click_(h), 2)}, plain.without("checkout.paypal.com"), {ok}},
    {"an advertisement on a site is no referral of it", {sent_by(click_(h), 5)}, plain.without("paypal.com"), {ok}},
    {"a host without a medium sent the visit", {sent_by(click_(h), 6)}, plain.without("paypal.com"), {refused}},
    {"a search engine sends visits too", {sent_by(click_(h), 7)}, plain.without("paypal.com"), {refused}},
    {"one of several hosts is enough",
     {sent_by(click_(h), 2)},
     plain.without("stripe.com").without("paypal.com"),
     {refused}},
    {"a refused referrer does not push direct out",
     {sent_by(click_(2 * h), 2), direct(click_(h))},
     plain.without("paypal.com"),
     {refused, ok}},
    {"a refused view is refused first", {sent_by(view(h), 2)}, plain.without("paypal.com"), {refused}},
    {"a refused touch outside the window is outside first",
     {sent_by(click_(91 * d), 2)},
     plain.without("paypal.com"),
     {old}},
    {"a refused touch does not end a run of one ad",
     {click_(3 * m), sent_by(of_ad(click_(2 * m), 2), 2), click_(m)},
     plain.fold(30).without("paypal.com"),
     {ok, refused, folded}},
};

const std::vector<row> priority_rows = {
    {"no campaign goes before another by default", {click_(2 * h), of_campaign(click_(h), 2)}, plain, {ok, ok}},
    {"a campaign that goes before displaces the others",
     {of_campaign(click_(3 * h), 2), click_(2 * h), of_campaign(click_(h), 0)},
     plain.first("c1"),
     {lower, ok, lower}},
    {"all touches of the first stay", {click_(2 * h), click_(h)}, plain.first("c1"), {ok, ok}},
    {"a campaign is known by its shown name, in any case",
     {click_(2 * h), of_campaign(click_(h), 2)},
     plain.first("brand SEARCH"),
     {ok, lower}},
    {"a pattern fits ids and names",
     {click_(3 * h), of_campaign(click_(2 * h), 4), of_campaign(click_(h), 2)},
     plain.first("brand*"),
     {ok, ok, lower}},
    {"a pattern fits whole names only",
     {click_(2 * h), of_campaign(click_(h), 2)},
     plain.first("brand").first("search"),
     {ok, ok}},
    {"the first of the list goes before the second, wherever it stands",
     {of_campaign(click_(3 * h), 3), of_campaign(click_(2 * h), 2), click_(h)},
     plain.first("generic").first("*p*r*t*r"),
     {lower, ok, lower}},
    {"the second of the list goes before those not listed",
     {of_campaign(click_(2 * h), 3), click_(h)},
     plain.first("generic").first("partner"),
     {ok, lower}},
    {"a campaign has the rank of the first pattern that it fits",
     {of_campaign(click_(2 * h), 2), click_(h)},
     plain.first("*e*").first("c2"),
     {ok, ok}},
    {"where no listed campaign is left, all stay",
     {click_(2 * h), of_campaign(click_(h), 2)},
     plain.first("partner"),
     {ok, ok}},
    {"a campaign outside the window displaces nothing",
     {click_(91 * d), of_campaign(click_(h), 2)},
     plain.first("c1"),
     {old, ok}},
    {"a view that a click beats displaces nothing",
     {view(2 * h), of_campaign(click_(h), 2)},
     plain.views().first("c1"),
     {beaten, ok}},
    {"a view that may not count displaces nothing",
     {view(2 * h), of_campaign(click_(h), 2)},
     plain.first("c1"),
     {kind, ok}},
    {"direct falls out as direct first", {click_(2 * h), direct(click_(h))}, plain.first("c1"), {ok, dir}},
    {"direct that is kept is of no campaign",
     {of_campaign(click_(2 * h), 2), direct(click_(h))},
     plain.keep().first("c1"),
     {ok, ok}},
    {"direct that is kept is displaced", {click_(2 * h), direct(click_(h))}, plain.keep().first("c1"), {ok, lower}},
    {"a displaced touch does not end a run of one ad",
     {click_(3 * m), of_campaign(click_(2 * m), 2), click_(m)},
     plain.fold(30).first("c1"),
     {ok, lower, folded}},
};

using none = std::vector<std::string>;

}  // namespace

TEST_CASE("every rule of windows by type, channel and interaction holds", "[domain][eligibility][matrix][policy]") {
  CHECK(broken(window_rows) == none{});
}

TEST_CASE("every rule of the previous conversion holds", "[domain][eligibility][matrix][policy]") {
  CHECK(broken(previous_rows) == none{});
}

TEST_CASE("every rule of refused referrers holds", "[domain][eligibility][matrix][policy]") {
  CHECK(broken(referrer_rows) == none{});
}

TEST_CASE("every rule of campaigns that go before others holds", "[domain][eligibility][matrix][policy]") {
  CHECK(broken(priority_rows) == none{});
}

TEST_CASE("a journey that led nowhere is without refused referrers and what is displaced",
          "[domain][eligibility][policy]") {
  const auto columns = one_journey(
      {sent_by(click_(300 * d), 2).touch(), of_campaign(click_(200 * d), 2).touch(), click_(100 * d).touch()}, {});
  const auto rules = plain.without("paypal.com").first("c1").since().window("*/*/*:1").all();
  std::vector<std::uint32_t> out;
  admissible_touches(columns, 0, 3, rules, out);
  CHECK(out == std::vector<std::uint32_t>{2});
}
