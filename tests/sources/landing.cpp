// From a page's URL and referrer to the touch: what each says, which of them counts, and which visits are none.
#include "sources/landing.hpp"

#include <catch2/catch.hpp>

#include "sources/native/native.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

constexpr const char* shop = "https://shop.example/shoes";

struct visit {
  campaign_context context;
  bool touch = true;
};

visit arrive(std::string_view url, std::string_view referrer, const channel_rules& rules = {}) {
  person nobody;
  visit v{landing_context({}, nobody, url, rules), true};
  v.touch = apply_referrer(v.context, url, referrer, rules);
  return v;
}

std::string channel(std::string_view url, std::string_view referrer) { return arrive(url, referrer).context.channel; }

fact_body touchpoint(const std::string& fields) {
  const auto body =
      R"({"id":"t","occurred_at":"2026-02-09T10:00:00Z","url":"https://shop.example/thanks",)" + fields + "}";
  auto items = parse_touchpoints({.body = body, .content_type = "application/json"});
  REQUIRE(items.has_value());
  REQUIRE(std::holds_alternative<fact_body>(items->items.at(0)));
  return std::get<fact_body>(items->items.at(0));
}

}  // namespace

TEST_CASE("a visit without a campaign is told by its referrer", "[sources][landing]") {
  CHECK(channel(shop, "https://www.google.de/") == "Organic Search");
  CHECK(channel(shop, "https://l.facebook.com/l.php") == "Organic Social");
  CHECK(channel(shop, "https://www.youtube.com/watch?v=1") == "Organic Video");
  CHECK(channel(shop, "https://blog.example/best-shoes") == "Referral");
  CHECK(channel(shop, "") == "Direct");
  CHECK(channel("", "") == "");
  const auto blog = arrive(shop, "https://www.Blog.example/best");
  CHECK(blog.context.source == "blog.example");
  CHECK(blog.context.medium == "referral");
}

TEST_CASE("UTM and click ids say more than any referrer", "[sources][landing]") {
  CHECK(channel("https://shop.example/?utm_source=google&utm_medium=cpc", "https://blog.example/") == "Paid Search");
  CHECK(channel("https://shop.example/?fbclid=IwAR1", "https://www.google.com/") == "Paid Social");
  CHECK(channel("https://shop.example/?utm_source=newsletter&utm_medium=email&fbclid=IwAR1", "") == "Email");
  CHECK(channel("https://shop.example/?hsa_cam=12&hsa_net=adwords&gclid=Cj0", "https://www.paypal.com/") ==
        "Paid Search");
}

TEST_CASE("coming back from paying, or from another page of the shop, is no visit", "[sources][landing]") {
  for (const auto* referrer :
       {"https://www.paypal.com/checkoutnow", "https://checkout.stripe.com/c/pay", "https://www.klarna.com/",
        "https://pay.google.com/", "https://shop.example/cart", "https://www.shop.example/cart"}) {
    INFO(referrer);
    const auto v = arrive(shop, referrer);
    CHECK_FALSE(v.touch);
    CHECK(v.context == campaign_context{});
  }
  CHECK(arrive("https://shop.example/?utm_source=klarna&utm_medium=affiliate", "https://www.klarna.com/").touch);
  CHECK(arrive(shop, "https://stripes-and-dots.example/").touch);
}

TEST_CASE("an operator adds sites and referrers to the lists", "[sources][landing]") {
  channel_rules rules;
  rules.search_sites = {"kagi"};
  rules.excluded_referrers = {"login.partner.example"};
  CHECK(arrive(shop, "https://kagi.com/search", rules).context.channel == "Organic Search");
  CHECK_FALSE(arrive(shop, "https://login.partner.example/oauth", rules).touch);
  CHECK(arrive(shop, "https://partner.example/", rules).touch);
}

TEST_CASE("a click is the same whether its id came by URL, by field or in Meta's cookie", "[sources][landing]") {
  const std::vector<identifier> click = {{identifier_kind::fbclid, "IwAR0abc", true}};
  for (const auto* fields : {R"("fbclid":"IwAR0abc")", R"("fbc":"fb.1.1770544800000.IwAR0abc")",
                             R"("url":"https://shop.example/?fbclid=IwAR0abc")"}) {
    INFO(fields);
    const auto body = std::string(R"({"id":"t","occurred_at":"2026-02-09T10:00:00Z",)") + fields + "}";
    auto items = parse_touchpoints({.body = body, .content_type = "application/json"});
    REQUIRE(items.has_value());
    const auto& touch = std::get<touch_event>(std::get<fact_body>(items->items.at(0)));
    CHECK(touch.identifiers == click);
    CHECK(touch.context.click_id == "IwAR0abc");
    CHECK(touch.context.channel == "Paid Social");
  }
}

TEST_CASE("a visit that is none leaves what it says of the person", "[sources][landing]") {
  const auto back =
      touchpoint(R"("referrer":"https://www.paypal.com/","email":"ann@shop.example","anonymous_id":"d-1")");
  REQUIRE(std::holds_alternative<identity_event>(back));
  CHECK(std::get<identity_event>(back).identifiers.size() == 2);
  CHECK(std::holds_alternative<touch_event>(touchpoint(R"("referrer":"","anonymous_id":"d-1")")));
  const std::string nobody =
      R"({"id":"t","occurred_at":"2026-02-09T10:00:00Z","url":"https://shop.example/b","referrer":"https://shop.example/a"})";
  auto items = parse_touchpoints({.body = nobody, .content_type = "application/json"});
  REQUIRE(items.has_value());
  CHECK(std::get<ignored>(items->items.at(0)).why.code == "visit-continued");
}
