#include "config/zones.hpp"

#include <catch2/catch.hpp>

using namespace hub;

TEST_CASE("a zone's day begins at its own midnight, in winter and in summer", "[config]") {
  const auto berlin = config::load_zone("Europe/Berlin");
  REQUIRE(berlin.has_value());
  CHECK(format_instant(day_start(days_from_civil(2026, 1, 15), *berlin)) == "2026-01-14T23:00:00Z");
  CHECK(format_instant(day_start(days_from_civil(2026, 7, 15), *berlin)) == "2026-07-14T22:00:00Z");
  CHECK(format_instant(day_start(days_from_civil(2099, 7, 15), *berlin)) == "2099-07-14T22:00:00Z");
}

TEST_CASE("a day whose midnight does not exist begins after the gap", "[config]") {
  const auto beirut = config::load_zone("Asia/Beirut");
  REQUIRE(beirut.has_value());
  CHECK(format_instant(day_start(days_from_civil(2022, 3, 27), *beirut)) == "2022-03-26T22:00:00Z");
}

TEST_CASE("offsets follow each other without repeating", "[config]") {
  const auto zone = config::load_zone("America/New_York");
  REQUIRE(zone.has_value());
  REQUIRE(zone->since.size() == zone->offset_s.size());
  CHECK(zone->since.size() > 200);
  CHECK(zone->since.front() == INT64_MIN);
  for (std::size_t i = 1; i < zone->since.size(); ++i) {
    CHECK(zone->since[i - 1] < zone->since[i]);
    CHECK(zone->offset_s[i - 1] != zone->offset_s[i]);
  }
}

TEST_CASE("UTC has one offset and needs no zone data", "[config]") {
  const auto utc = config::load_zone("UTC");
  REQUIRE(utc.has_value());
  CHECK(utc->since.size() == 1);
  CHECK(utc->offset_s.front() == 0);
}

TEST_CASE("a mistyped zone is told what was meant", "[config]") {
  const auto zone = config::load_zone("Europe/Berlim");
  REQUIRE_FALSE(zone.has_value());
  CHECK(zone.error().code == "zone-unknown");
  CHECK(zone.error().detail.find("did you mean 'Europe/Berlin'?") != std::string::npos);
  CHECK_FALSE(config::load_zone("").has_value());
  CHECK_FALSE(config::load_zone("../../etc/passwd").has_value());
}
