#include "config/zones.hpp"

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include "config/tz_rule.hpp"
#include "config/tzif.hpp"

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
  CHECK(zone->since.size() > 250);
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
  CHECK_FALSE(config::load_zone("Europe").has_value());
  CHECK_FALSE(config::load_zone("tzdata.zi").has_value());
  CHECK_FALSE(config::load_zone("../../etc/passwd").has_value());
}

TEST_CASE("the rule of a zone says when its clocks change in years to come", "[config]") {
  const auto berlin = config::parse_tz_rule("CET-1CEST,M3.5.0,M10.5.0/3");
  REQUIRE(berlin.has_value());
  CHECK(berlin->standard_s == 3600);
  CHECK(berlin->summer_s == 7200);
  CHECK(format_day(berlin->summer_begins.in_year(2026)) == "2026-03-29");
  CHECK(format_day(berlin->summer_ends.in_year(2026)) == "2026-10-25");
  CHECK(berlin->summer_ends.time_s == 3 * 3600);

  const auto nuuk = config::parse_tz_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
  REQUIRE(nuuk.has_value());
  CHECK(nuuk->standard_s == -7200);
  CHECK(nuuk->summer_begins.time_s == -3600);

  const auto julian = config::parse_tz_rule("AAA0BBB,J60,59/12:30");
  REQUIRE(julian.has_value());
  CHECK(format_day(julian->summer_begins.in_year(2024)) == "2024-03-01");
  CHECK(format_day(julian->summer_begins.in_year(2025)) == "2025-03-01");
  CHECK(format_day(julian->summer_ends.in_year(2024)) == "2024-02-29");
}

TEST_CASE("what is no rule is refused", "[config]") {
  for (const auto* text : {"", "C", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.1.0,M1.1.0", "<+03",
                           "CET-1CEST,M3.5.0,M10.5.0x"}) {
    INFO(text);
    CHECK_FALSE(config::parse_tz_rule(text).has_value());
  }
}

TEST_CASE("broken zone data is refused wherever it is cut", "[config]") {
  std::ifstream file("/usr/share/zoneinfo/Europe/Berlin", std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const auto whole = bytes.str();
  REQUIRE(config::parse_tzif(whole, "x").has_value());
  for (std::size_t length = 0; length + 30 < whole.size(); ++length)
    CHECK_FALSE(config::parse_tzif(std::string_view(whole).substr(0, length), "x").has_value());
}
