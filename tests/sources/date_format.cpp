#include "sources/csv/date_format.hpp"

#include <catch2/catch.hpp>

using namespace hub;
using namespace hub::sources;

namespace {

std::string read_as(std::string_view format, std::string_view cell) {
  return date_format::read(format).value().iso_of(cell).value_or("");
}

}  // namespace

TEST_CASE("a date is read in the order that its format says, with or without leading zeros", "[sources][csv]") {
  CHECK(read_as("dd.mm.yyyy", "31.12.2026") == "2026-12-31");
  CHECK(read_as("dd.mm.yyyy", " 1.2.2026 ") == "2026-02-01");
  CHECK(read_as("mm/dd/yyyy", "01/02/2026") == "2026-01-02");
  CHECK(read_as("d/m/yy", "1/2/26") == "2026-02-01");
  CHECK(read_as("yyyymmdd", "20260201") == "2026-02-01");
  CHECK(read_as("mmm d, yyyy", "Feb 1, 2026") == "2026-02-01");
  CHECK(read_as("d. mmmm yyyy", "1. February 2026") == "2026-02-01");
  CHECK(read_as("%d.%m.%Y %H:%M", "01.02.2026 10:00") == "2026-02-01T10:00:00");
  CHECK(read_as("YYYY. M. D.", "2026. 2. 1.") == "2026-02-01");
}

TEST_CASE("a time of day behind a date is read whether the format says one or not", "[sources][csv]") {
  CHECK(read_as("dd.mm.yyyy", "31.12.2026 14:05") == "2026-12-31T14:05:00");
  CHECK(read_as("dd.mm.yyyy hh:mm", "31.12.2026, 9:05:07.5 Uhr") == "2026-12-31T09:05:07.5");
  CHECK(read_as("mm/dd/yyyy", "12/31/2026 12:05 AM") == "2026-12-31T00:05:00");
  CHECK(read_as("mm/dd/yyyy", "12/31/2026 2:05:09 pm") == "2026-12-31T14:05:09");
  CHECK(read_as("mm/dd/yyyy", "12/31/2026 14:05 UTC") == "2026-12-31T14:05:00Z");
  CHECK(read_as("mm/dd/yyyy", "12/31/2026 14:05 +0100") == "2026-12-31T14:05:00+01:00");
  CHECK(read_as("mm/dd/yyyy", "12/31/2026 13:05 PM").empty());
  CHECK(read_as("mm/dd/yyyy", "12/31/2026x").empty());
}

TEST_CASE("what is written otherwise or is no day is not read", "[sources][csv]") {
  for (const auto* cell : {"12/31/2026", "31.13.2026", "30.2.2026", "31.12.26", "31.12.2026.", "", "31-12-2026"})
    CHECK(read_as("dd.mm.yyyy", cell).empty());
  CHECK(read_as("yyyymmdd", "202621").empty());
}

TEST_CASE("a format names day, month and year once each, and nothing else but a time", "[sources][csv]") {
  for (const auto* format :
       {"", "german", "dd.mm", "dd.mm.yyyy.dd", "dd.dd.yyyy", "dd.mm.yyyy foo", "%q.%m.%Y", "31.12.2026"}) {
    const auto read = date_format::read(format);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == "date-format-unknown");
  }
}

TEST_CASE("the formats that would read a date are found, both where it does not say which comes first",
          "[sources][csv]") {
  using names = std::vector<std::string_view>;
  CHECK(date_formats_of("31.12.2026 14:05") == names{"dd.mm.yyyy"});
  CHECK(date_formats_of("12/31/2026") == names{"mm/dd/yyyy"});
  CHECK(date_formats_of("03/04/2026") == names{"dd/mm/yyyy", "mm/dd/yyyy"});
  CHECK(date_formats_of("2026/04/30") == names{"yyyy/mm/dd"});
  CHECK(date_formats_of("20260430") == names{"yyyymmdd"});
  CHECK(date_formats_of("2026-04-30").empty());
  CHECK(date_formats_of("1767225600").empty());
  CHECK(date_formats_of("soon").empty());
}
