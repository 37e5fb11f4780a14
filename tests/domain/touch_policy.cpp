#include "domain/touch_policy.hpp"

#include <catch2/catch.hpp>

#include "domain/named_rules.hpp"
#include "domain/time.hpp"

using namespace hub;
using texts = std::vector<std::string>;

namespace {

std::string complaint(const texts& rules) {
  const auto parsed = parse_lookback(rules);
  return parsed ? "" : parsed.error().code + ": " + parsed.error().detail;
}

bool says(const texts& rules, const std::string& what) { return complaint(rules).find(what) != std::string::npos; }

}  // namespace

TEST_CASE("a rule of windows is read from its text and written as it", "[domain][policy]") {
  const texts written = {"purchase/Paid Social/click:30", "*/*/view:1", "sign_up/*/*:0", "*/A/B testing/*:0.5"};
  const auto rules = parse_lookback(written).value();
  REQUIRE(rules.size() == 4);
  CHECK(rules[0] == lookback_rule{"purchase", "Paid Social", interaction::click, 30 * day_us});
  CHECK(rules[1] == lookback_rule{"", "", interaction::view, day_us});
  CHECK(rules[3] == lookback_rule{"", "A/B testing", std::nullopt, 12 * hour_us});
  for (std::size_t i = 0; i < rules.size(); ++i) CHECK(to_string(rules[i]) == written[i]);
  CHECK(parse_lookback(texts{" purchase / Email / click : 7 "}).value()[0] ==
        lookback_rule{"purchase", "Email", interaction::click, 7 * day_us});
}

TEST_CASE("a rule for the shortest moment is not one without limit", "[domain][policy]") {
  CHECK(parse_lookback(texts{"*/*/*:0.0000000000001"}).value()[0].lookback_us == 1);
}

TEST_CASE("a rule of windows that cannot be read is told with its place and what it should be", "[domain][policy]") {
  CHECK(complaint({"*/*/click:7", "purchase"}) ==
        "lookback-malformed: rule 2, 'purchase', has no colon with a number of days behind it; write "
        "TYPE/CHANNEL/INTERACTION:DAYS with * for any, such as purchase/Paid Social/click:30 or */*/view:1");
  CHECK(says({"purchase/click:7"}, "rule 1, 'purchase/click:7', must name three things"));
  CHECK(says({"purchase//click:7"}, "leaves a name empty"));
  CHECK(says({"*/*/clik:7"}, "not 'clik'"));
  CHECK(says({"*/*/clik:7"}, "Did you mean 'click'?"));
  for (const auto* days : {"", "x", "-1", "nan", "inf", "36501", "7d", "1e9"}) {
    INFO(days);
    CHECK(says({std::string("*/*/*:") + days}, "must have a number of days from 0 (unlimited) to 36500"));
  }
}

TEST_CASE("two rules for the same are refused, however they are spelled", "[domain][policy]") {
  CHECK(complaint({"*/Paid Social/*:7", "*/*/*:3", "*/paid_social/*:9"}) ==
        "lookback-repeated: rule 3, '*/paid_social/*:9', is for the same as rule 1, '*/Paid Social/*:7'; leave one of "
        "them out");
  CHECK(complaint({"*/Email/*:7", "*/Email/click:7", "purchase/Email/*:7"}).empty());
}

TEST_CASE("a pattern fits whole texts, its stars any letters", "[domain][policy]") {
  for (const auto* pattern :
       {"brand search", "brand*", "*search", "*", "**", "b*d*s*h", "brand *search", "*brand search*"})
    CHECK(fits(pattern, "brand search"));
  for (const auto* pattern :
       {"", "brand", "search", "b*x", "*brand", "brand search ", "brand?search", "brand**searchh"})
    CHECK_FALSE(fits(pattern, "brand search"));
  CHECK(fits("*", ""));
  CHECK(fits("", ""));
  CHECK(fits("*aab", "aaaaab"));
}

TEST_CASE("a referrer is a host, and no URL", "[domain][policy]") {
  CHECK(parse_referrers(texts{"PayPal.com", "checkout.stripe.com", "paypal.com"}).value() ==
        texts{"paypal.com", "checkout.stripe.com"});
  for (const auto* host :
       {"", "https://paypal.com", "paypal.com/", ".paypal.com", "paypal..com", "pay pal.com", "a:80"}) {
    INFO(host);
    CHECK(parse_referrers(texts{host}).error().code == "referrer-malformed");
  }
}

TEST_CASE("a priority of campaigns names each once and none empty", "[domain][policy]") {
  CHECK(parse_priority(texts{"Brand*", " c1 "}).value() == texts{"Brand*", "c1"});
  CHECK(parse_priority(texts{"a", ""}).error().code == "pattern-empty");
  CHECK(parse_priority(texts{"a", "a "}).error().code == "pattern-repeated");
}

TEST_CASE("a policy that names nothing that there is resolves to the defaults", "[domain][policy]") {
  touch_policy policy;
  policy.lookback = parse_lookback(texts{"purchase/Email/click:7"}).value();
  policy.campaign_priority = {"brand*"};
  policy.excluded_referrers = {"paypal.com"};
  const auto rules = resolve(policy, 90 * day_us, {});
  CHECK(rules.windows.row_of(5) == 0);
  for (std::uint8_t how = 0; how < 4; ++how) CHECK(rules.windows.at(0, 7, how) == 90 * day_us);
  CHECK(rules.rank_of(3) == 0);
  CHECK_FALSE(rules.excludes(3));
}
