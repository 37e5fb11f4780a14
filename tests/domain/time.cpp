#include "domain/time.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

using namespace hub;

namespace {

instant at(std::string_view text) { return parse_instant(text).value(); }
std::string refusal(std::string_view text, const zone* local = nullptr) {
  return parse_instant(text, local).error().code;
}

/// Berlin around 2026: summer time from 29 March 01:00Z to 25 October 01:00Z.
zone berlin() {
  return {"Europe/Berlin", {INT64_MIN, at("2026-03-29T01:00:00Z"), at("2026-10-25T01:00:00Z")}, {3600, 7200, 3600}};
}

/// A zone whose clocks jump over midnight, as Sao Paulo's did until 2018.
zone no_midnight() { return {"gap", {INT64_MIN, at("2018-11-04T03:00:00Z")}, {-10800, -7200}}; }

}  // namespace

TEST_CASE("an RFC 3339 time is read as UTC microseconds", "[domain][time]") {
  CHECK(at("1970-01-01T00:00:00Z") == 0);
  CHECK(at("2026-02-09T10:01:07Z") == 1770631267 * second_us);
  CHECK(at("2026-02-09T11:01:07.25+01:00") == 1770631267 * second_us + 250'000);
  CHECK(at("2026-02-09t00:01:07-10:00") == 1770631267 * second_us);
  CHECK(at("2024-02-29 23:59:59z") == at("2024-03-01T00:00:00Z") - second_us);
  CHECK(at("1969-12-31T23:59:59.999999Z") == -1);
}

TEST_CASE("digits past microseconds are cut and a leap second is the last microsecond", "[domain][time]") {
  CHECK(at("2026-02-09T10:01:07.9999999Z") == at("2026-02-09T10:01:07.999999Z"));
  CHECK(at("2016-12-31T23:59:60Z") == at("2016-12-31T23:59:59.999999Z"));
  CHECK(at("2016-12-31T23:59:60.5Z") == at("2016-12-31T23:59:59.999999Z"));
}

TEST_CASE("a time without a zone is refused unless one is given", "[domain][time]") {
  CHECK(refusal("2026-02-09T10:01:07") == "time-zone-missing");
  const auto z = berlin();
  CHECK(parse_instant("2026-02-09T10:01:07", &z).value() == at("2026-02-09T09:01:07Z"));
  CHECK(parse_instant("2026-07-09 10:01", &z).value() == at("2026-07-09T08:01:00Z"));
  CHECK(parse_instant("2026-07-09", &z).value() == at("2026-07-08T22:00:00Z"));
  CHECK(parse_instant("2026-07-09T10:00:00Z", &z).value() == at("2026-07-09T10:00:00Z"));
}

TEST_CASE("text that is no time is refused", "[domain][time]") {
  for (const char* text :
       {"", "2026", "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-02-09T24:00:00Z", "2026-02-09T10:60:00Z", "2026-02-09T10:01:61Z", "2026-02-09T10:01:07.Z",
        "2026-02-09T10:01:07+0100", "2026-02-09T10:01:07+25:00", "2026-02-09T10:01:07Zx", "2026-02-09T10:01Z",
        "2026-02-09", "1701475200", "26-02-09T10:01:07Z", "2026-02-09X10:01:07Z"})
    CHECK(refusal(text) == "time-malformed");
  const auto z = berlin();
  CHECK(refusal("2026-02-09T10", &z) == "time-malformed");
}

TEST_CASE("a wall time that occurs twice is the earlier and one that never occurs is the end of the gap",
          "[domain][time]") {
  const auto z = berlin();
  CHECK(parse_instant("2026-10-25T02:30:00", &z).value() == at("2026-10-25T00:30:00Z"));
  CHECK(parse_instant("2026-10-25T03:00:00", &z).value() == at("2026-10-25T02:00:00Z"));
  CHECK(parse_instant("2026-03-29T02:30:00", &z).value() == at("2026-03-29T01:00:00Z"));
}

TEST_CASE("an instant is shown with a fraction only where it has one", "[domain][time]") {
  CHECK(format_instant(1770631267 * second_us) == "2026-02-09T10:01:07Z");
  CHECK(format_instant(1770631267 * second_us + 250'000) == "2026-02-09T10:01:07.250Z");
  CHECK(format_instant(1770631267 * second_us + 1) == "2026-02-09T10:01:07.000001Z");
  CHECK(format_instant(-1) == "1969-12-31T23:59:59.999999Z");
  CHECK_FALSE(format_instant(INT64_MIN).empty());
  CHECK_FALSE(format_instant(INT64_MAX).empty());
}

TEST_CASE("every instant of four-digit years reads back from its text", "[domain][time]") {
  rc::prop("", [] {
    const auto t = *rc::gen::inRange<instant>(at("0000-01-01T00:00:00Z"), at("9999-12-31T23:59:59Z"));
    RC_ASSERT(at(format_instant(t)) == t);
  });
}

TEST_CASE("civil days count from the epoch and back", "[domain][time]") {
  CHECK(days_from_civil(1970, 1, 1) == 0);
  CHECK(days_from_civil(2026, 2, 9) == 20493);
  CHECK(parse_day("2024-02-29").value() == days_from_civil(2024, 2, 29));
  for (const char* text : {"2023-02-29", "2024-2-29", "2024-02-29T00:00:00Z", "", "24-02-29"})
    CHECK(parse_day(text).error().code == "date-malformed");
  for (std::int32_t day = days_from_civil(1899, 12, 1); day < days_from_civil(2101, 3, 1); ++day)
    REQUIRE(parse_day(format_day(day)).value() == day);
}

TEST_CASE("a day begins at its first instant in the zone", "[domain][time]") {
  const auto z = berlin();
  const auto march29 = days_from_civil(2026, 3, 29);
  CHECK(day_start(march29, z) == at("2026-03-28T23:00:00Z"));
  CHECK(day_start(march29 + 1, z) == at("2026-03-29T22:00:00Z"));
  CHECK(local_day(at("2026-03-28T22:59:59Z"), z) == march29 - 1);
  CHECK(local_day(at("2026-03-28T23:00:00Z"), z) == march29);
  CHECK(local_day(-1, zone{}) == -1);
}

TEST_CASE("a day whose midnight was skipped begins after the gap", "[domain][time]") {
  const auto z = no_midnight();
  const auto day = days_from_civil(2018, 11, 4);
  CHECK(day_start(day, z) == at("2018-11-04T03:00:00Z"));
  CHECK(local_day(day_start(day, z), z) == day);
  CHECK(local_day(day_start(day, z) - 1, z) == day - 1);
}
