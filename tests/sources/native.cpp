#include "sources/native/native.hpp"

#include <catch2/catch.hpp>

#include "sources/event_types.hpp"
#include "sources/registry.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

conversion_event conversion(std::string_view body, const zone* local = nullptr) {
  const payload in{.body = body, .content_type = "application/json", .local = local};
  return std::get<conversion_event>(std::get<fact_body>(parse_conversions(in).value().items.at(0)));
}

std::vector<error> errors(std::string_view body, const zone* local = nullptr) {
  const payload in{.body = body, .content_type = "application/json", .local = local};
  return std::get<rejection>(parse_conversions(in).value().items.at(0)).errors;
}

std::string with_time(std::string time) { return R"({"type":"purchase","occurred_at":)" + time + "}"; }

instant at(std::string_view text) { return parse_instant(text).value(); }

}  // namespace

TEST_CASE("files may write local times and Unix numbers", "[sources][native]") {
  const zone east{"east", {INT64_MIN}, {3600}};
  CHECK(conversion(with_time("\"2026-02-09 10:01\""), &east).occurred_at == at("2026-02-09T09:01:00Z"));
  CHECK(conversion(with_time("\"2026-02-09\""), &east).occurred_at == at("2026-02-08T23:00:00Z"));
  CHECK(conversion(with_time("1770631267"), &east).occurred_at == at("2026-02-09T10:01:07Z"));
  CHECK(conversion(with_time("\"1770631267250\""), &east).occurred_at == at("2026-02-09T10:01:07.250Z"));
  CHECK(conversion(with_time("\"1770631267.5\""), &east).occurred_at == at("2026-02-09T10:01:07.500Z"));
  CHECK(errors(with_time("\"99999999999999999\""), &east).at(0).code == "time-out-of-range");
}

TEST_CASE("the API takes RFC 3339 times alone", "[sources][native]") {
  CHECK(errors(with_time("1770631267")).at(0).code == "time-malformed");
  CHECK(errors(with_time("\"1770631267\"")).at(0).code == "time-malformed");
  CHECK(errors(with_time("\"2026-02-09T10:01:07\"")).at(0).code == "time-zone-missing");
}

TEST_CASE("a pointer begins with the item's position only where there are several", "[sources][native]") {
  CHECK(errors(R"({"type":"purchase"})").at(0).pointer == "/occurred_at");
  CHECK(errors(R"([{"type":"purchase"}])").at(0).pointer == "/0/occurred_at");
}

TEST_CASE("the same item without an id has the same id however it is written", "[sources][native]") {
  const auto one =
      conversion(R"({"type":"purchase","occurred_at":"2026-02-09T10:01:07Z","email":"ann@example.com","note":null})");
  const auto other =
      conversion(R"({ "email" : "Ann@Example.com", "occurred_at":"2026-02-09T10:01:07Z","type":"purchase"})");
  CHECK(one.external_id == other.external_id);
  CHECK(one.external_id.size() == 64);
  CHECK(
      one.external_id !=
      conversion(R"({"type":"purchase","occurred_at":"2026-02-09T10:01:08Z","email":"ann@example.com"})").external_id);
}

TEST_CASE("a shop's own number of a customer has three names, the contract's before the others", "[sources][native]") {
  const auto named = [](std::string_view who) {
    return conversion(R"({"type":"purchase","occurred_at":"2026-02-09T10:01:07Z",)" + std::string(who) + "}")
        .identifiers;
  };
  const auto known = named(R"("external_user_id":"C-7")");
  REQUIRE(known.size() == 1);
  CHECK(known[0].kind == identifier_kind::external_id);
  CHECK(named(R"("user_id":"C-7")") == known);
  CHECK(named(R"("customer_id":"c-7")") == known);
  CHECK(named(R"("customer_id":"other","user_id":"another","external_user_id":"C-7")") == known);
}

TEST_CASE("money given back is no conversion, and is told where it goes", "[sources][native]") {
  for (const std::string type : {"Refund", "refunded", "chargeback"}) {
    const auto wrong = errors(R"({"type":")" + type + R"(","occurred_at":"2026-02-09T10:01:07Z"})");
    REQUIRE(wrong.size() == 1);
    CHECK(wrong[0].code == "type-refund");
    CHECK(wrong[0].pointer == "/type");
    CHECK(wrong[0].detail.find("POST /v1/adjustments as kind " + std::string(type == "chargeback" ? type : "refund")) !=
          std::string::npos);
  }
  CHECK_FALSE(classify_event("Refund").outcome);  // of a platform: an event beside the order, and no order
}

TEST_CASE("the source of the request is the source of its facts", "[sources][native]") {
  const std::string body = R"({"id":"t","occurred_at":"2026-02-09T10:01:07Z"})";
  const auto source = [&](std::string_view given) {
    const payload in{.body = body, .content_type = "", .source = given};
    return std::get<touch_event>(std::get<fact_body>(parse_touchpoints(in).value().items.at(0))).source;
  };
  CHECK(source("manual") == "touchpoints");
  CHECK(source("shop_feed") == "shop_feed");
}

TEST_CASE("an address never stays raw, whichever field it came in", "[sources][privacy]") {
  const auto event = conversion(
      R"({"type":"purchase","occurred_at":"2026-02-09T10:01:07Z","external_id":"ann@example.com","order_id":"ann@example.com",
    "anonymous_id":"ann@example.com","url":"https://s.example/?e=ann%40example.com","campaign_name":"to ann@example.com",
    "metadata":{"ann@example.com":{"phone":"+16505551212","to":["ann@example.com"]}}})");
  for (const auto& kept : {event.external_id, event.order_key, event.identifiers.at(0).value, event.url,
                           event.context.campaign_name, event.metadata}) {
    CHECK(kept.find("ann") == std::string::npos);
    CHECK(kept.find("6505551212") == std::string::npos);
    CHECK_FALSE(kept.empty());
  }
}

TEST_CASE("a field that is too long is refused", "[sources][native]") {
  const auto found = errors(R"({"type":"purchase","occurred_at":"2026-02-09T10:01:07Z","order_id":")" +
                            std::string(9000, 'x') + "\"}");
  CHECK(found.at(0).code == "field-too-long");
}

TEST_CASE("what only leads somewhere is kept and is no outcome, whoever tells of it", "[sources][native]") {
  const auto is_outcome = [](const std::string& type) {
    return conversion(R"({"type":")" + type + R"(","occurred_at":"2026-02-09T10:01:07Z"})").outcome;
  };
  for (const auto* step : {"AddToCart", "page_view", "Product Added", "Search"}) CHECK_FALSE(is_outcome(step));
  for (const auto* end : {"purchase", "Lead", "Demo Booked"}) CHECK(is_outcome(end));
}

TEST_CASE("event names of platforms become standard names", "[sources][types]") {
  CHECK(classify_event("Purchase").name == "purchase");
  CHECK(classify_event("Order Completed").name == "purchase");
  CHECK(classify_event("closed-won").name == "close_convert_lead");
  CHECK(classify_event("COMPLETE_REGISTRATION").name == "sign_up");
  CHECK(classify_event("PageView").outcome == false);
  CHECK(classify_event("AddToCart").outcome == false);
  CHECK(classify_event("Lead").outcome);
  CHECK(classify_event("MyEvent 2Go").name == "my_event_2_go");
  CHECK(classify_event("__").name == "__");
  CHECK(classify_event("MyEvent").outcome);
}

TEST_CASE("sources and kinds are found by name", "[sources][registry]") {
  CHECK(find_adapter("meta_capi") != nullptr);
  CHECK(find_adapter("manual")->parse == parse_conversions);
  CHECK(find_adapter("Manual") == nullptr);
  CHECK(find_native("fx-rates")->parse == parse_fx_rates);
  CHECK(find_native("manual") == nullptr);
  CHECK(known_adapters() == "anytrack, hubspot, manual, meta_ads, meta_capi, meta_pixel, segment, web");
  CHECK(known_kinds() == "adjustments, conversions, fx-rates, identities, spend, touchpoints");
}

TEST_CASE("an item that names a crowd is refused", "[sources][native]") {
  std::string ids;
  for (int i = 0; i < 300; ++i) ids += (i ? ",\"" : "\"") + std::to_string(i) + "@shop.example\"";
  const auto body = R"({"type":"purchase","occurred_at":"2026-02-09T10:00:00Z","email":[)" + ids + "]}";
  const auto items = parse_conversions({.body = body, .content_type = "application/json"});
  REQUIRE(items.has_value());
  CHECK(std::get<rejection>(items->items.at(0)).errors.at(0).code == "identifiers-too-many");
}
