#include "domain/account_zones.hpp"

#include <catch2/catch.hpp>

using namespace hub;

namespace {

account_zones configured(std::initializer_list<const char*> texts) {
  account_zones zones;
  for (const auto* text : texts) zones.put(parse_account_zone(text).value());
  return zones;
}

}  // namespace

TEST_CASE("an account's zone is read from one text", "[domain][account-zones]") {
  CHECK(parse_account_zone("Meta/act_1=America/New_York").value() == account_zone{"meta", "act_1", "America/New_York"});
  CHECK(parse_account_zone("google_ads=Europe/Berlin").value() == account_zone{"google_ads", "", "Europe/Berlin"});
  CHECK(parse_account_zone("x/a=b=UTC").value() == account_zone{"x", "a=b", "UTC"});
  for (const auto* bad : {"", "meta", "=UTC", "meta=", "/act_1=UTC", "meta/=UTC"})
    CHECK(parse_account_zone(bad).error().code == "account-zone-malformed");
}

TEST_CASE("an account's own zone goes before that of its platform", "[domain][account-zones]") {
  const auto zones = configured({"meta=UTC", "meta/act_1=Asia/Tokyo"});
  CHECK(zones.of("meta", "act_1") == "Asia/Tokyo");
  CHECK(zones.of("meta", "act_2") == "UTC");
  CHECK(zones.of("bing", "act_1").empty());
}

TEST_CASE("accounts of another zone than the report's are told by zone", "[domain][account-zones]") {
  const auto zones = configured({"meta/act_1=Asia/Tokyo", "bing=UTC"});
  const std::set<account_zone> told = {
      {"meta", "act_1", ""}, {"meta", "act_2", "Asia/Tokyo"}, {"bing", "b", ""}, {"meta", "act_3", ""}};
  const auto foreign = foreign_days_of(told, &zones, "UTC");
  REQUIRE(foreign.size() == 1);
  CHECK(foreign[0] == foreign_days{"Asia/Tokyo", {"meta act_1", "meta act_2"}});
  CHECK(foreign_days_of(told, &zones, "Asia/Tokyo") == std::vector{foreign_days{"UTC", {"bing b"}}});
  CHECK(foreign_days_of(told, nullptr, "Asia/Tokyo").empty());
}

TEST_CASE("what a row says of its days goes before the configuration", "[domain][account-zones]") {
  const auto zones = configured({"meta=UTC"});
  CHECK(foreign_days_of({{"meta", "act_1", "Asia/Tokyo"}}, &zones, "UTC").size() == 1);
}

TEST_CASE("a note names three accounts and counts the others", "[domain][account-zones]") {
  CHECK(sentence_of({"Asia/Tokyo", {"a", "b", "c", "d", "e"}}, "UTC") ==
        "days of spend of a, b, c and 2 more are days of Asia/Tokyo, and this report's are of UTC; a day of spend is "
        "not split and keeps its date");
}
