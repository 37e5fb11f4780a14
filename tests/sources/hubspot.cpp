#include "sources/hubspot/hubspot.hpp"

#include <catch2/catch.hpp>

using namespace hub;
using namespace hub::sources;

namespace {

parsed read(const std::string& body, const source_settings& settings = default_source_settings()) {
  return parse_hubspot({.body = body, .content_type = "application/json", .source = "hubspot", .settings = &settings})
      .value();
}
crm_change change_of(const std::string& body, const source_settings& settings = default_source_settings()) {
  return std::get<crm_change>(std::get<fact_body>(read(body, settings).items.at(0)));
}
std::string said(const crm_change& change, std::string_view name) {
  for (const auto& p : change.properties)
    if (p.name == name) return p.value;
  return "(not said)";
}
std::string event(const std::string& name, const std::string& value, const std::string& portal = "1") {
  return R"([{"subscriptionType":"deal.propertyChange","portalId":)" + portal +
         R"(,"eventId":1,"subscriptionId":2,"objectId":3,"occurredAt":1767225600000,"propertyName":")" + name +
         R"(","propertyValue":")" + value + R"("}])";
}

}  // namespace

TEST_CASE("records of the settings' account and of no account have bare ids, those of others are told apart",
          "[sources][hubspot]") {
  source_settings mine;
  mine.hubspot.account = "1";
  CHECK(change_of(event("amount", "5", "1"), mine).record == "3");
  CHECK(change_of(event("amount", "5", "2"), mine).record == "2:3");
  CHECK(change_of(event("amount", "5", "2")).record == "3");
  CHECK(change_of(event("amount", "5", "2")).account == "2");
  const std::string object = R"({"id":"3","updatedAt":"2026-01-01T00:00:00Z","properties":{"dealstage":"x"}})";
  CHECK(change_of(object, mine).record == "3");
  CHECK(change_of(object, mine).account == "1");
  CHECK(change_of(object).account.empty());
}

TEST_CASE("stages mean what the settings say, and a numbered one that they do not name is unknown",
          "[sources][hubspot]") {
  source_settings settings;
  settings.hubspot.won_stages = {"closedwon", "77"};
  settings.hubspot.lost_stages = {"closedlost", "78"};
  const auto meaning = [&](const char* stage) { return said(change_of(event("dealstage", stage), settings), "stage"); };
  CHECK(meaning("77") == "won");
  CHECK(meaning("78") == "lost");
  CHECK(meaning("79") == "unknown");
  CHECK(meaning("contractsent") == "open");
  CHECK(meaning("") == "");
}

TEST_CASE("the settings' order property is the order id, and their currency that of amounts without one",
          "[sources][hubspot]") {
  source_settings settings;
  settings.hubspot.order_property = "shop_order";
  settings.hubspot.currency = "EUR";
  CHECK(said(change_of(event("shop_order", "A-1"), settings), "order_id") == "A-1");
  CHECK(said(change_of(event("amount", "5"), settings), "default_currency") == "EUR");
  CHECK(said(change_of(event("amount", "5")), "default_currency") == "(not said)");
  CHECK(std::holds_alternative<ignored>(read(event("shop_order", "A-1")).items.at(0)));
}

TEST_CASE("a retried event is the same fact", "[sources][hubspot]") {
  auto first = event("amount", "5");
  auto again = first;
  first.insert(2, R"("attemptNumber":0,)");
  again.insert(2, R"("attemptNumber":3,)");
  CHECK(change_of(first) == change_of(again));
}

TEST_CASE("phone values of an unreadable body are not kept", "[sources][hubspot]") {
  const auto kept = redacted_hubspot(
      R"([{"propertyName":"phone","propertyValue":"+1 650 555 1212"},{"propertyName":"mobilephone",)"
      R"("propertyValue": 16505551213},{"propertyName":"closedate","propertyValue":"2026-01-01T00:00:00Z")");
  CHECK(kept.find("555") == std::string::npos);
  CHECK(kept.find("2026-01-01T00:00:00Z") != std::string::npos);
  CHECK(redacted_hubspot(kept) == kept);
  CHECK(redacted_hubspot(R"({"propertyName":"amount","propertyValue":"1500000"})").find("1500000") !=
        std::string::npos);
}
