// The European Central Bank's reference rates in each form that the bank publishes.
#include "sources/ecb/ecb.hpp"

#include <catch2/catch.hpp>

using namespace hub;
using namespace hub::sources;

namespace {

using lines = std::vector<std::string>;

/// `line date currency rate`
lines told(const std::vector<ecb_rate>& rates) {
  lines out;
  for (const auto& r : rates) out.push_back(std::to_string(r.line) + " " + r.date + " " + r.currency + " " + r.rate);
  return out;
}

lines read(std::string_view file) {
  const auto rates = parse_ecb(file);
  if (!rates) return {rates.error().code + "@" + rates.error().pointer};
  return told(*rates);
}

std::string envelope(std::string cubes) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
<Cube>)" +
         cubes + "</Cube>\n</gesmes:Envelope>\n";
}

std::string refusal(ecb_rate rate) {
  const auto fact = fact_of(rate);
  return fact ? "" : fact.error().code + " " + fact.error().pointer;
}

}  // namespace

TEST_CASE("the file of a day is read, in either kind of quotes and any order of attributes", "[sources][ecb]") {
  CHECK(read(envelope("<Cube time='2026-07-09'><Cube currency='USD' rate='1.1435'/>\n"
                      R"(<Cube rate="185.72" currency="JPY"/></Cube>)")) ==
        lines{"4 2026-07-09 USD 1.1435", "5 2026-07-09 JPY 185.72"});
}

TEST_CASE("the history is read day by day, without the currencies that are no more", "[sources][ecb]") {
  CHECK(read(envelope(R"(<Cube time="2026-07-09"><Cube currency="USD" rate="1.1435"/></Cube>
<Cube time="1999-01-04"><Cube currency="USD" rate="1.1789"/><Cube currency="CYP" rate="0.58231"/></Cube>)")) ==
        lines{"4 2026-07-09 USD 1.1435", "5 1999-01-04 USD 1.1789"});
}

TEST_CASE("XML cut anywhere reads the same", "[sources][ecb]") {
  const auto file = envelope(
      "<Cube time='2026-07-09'><Cube currency='USD' rate='1.1435'/></Cube>"
      "<Cube time='2026-07-08'><Cube currency='USD' rate='1.14'/></Cube>");
  const auto whole = read(file);
  REQUIRE(whole.size() == 2);
  for (std::size_t step = 1; step < 40; ++step) {
    ecb_xml_reader reader;
    std::vector<ecb_rate> rates;
    for (std::size_t at = 0; at < file.size(); at += step) {
      REQUIRE(reader.feed(std::string_view(file).substr(at, step), at + step >= file.size()).has_value());
      for (auto& rate : reader.take()) rates.push_back(std::move(rate));
    }
    CHECK(told(rates) == whole);
  }
}

TEST_CASE("XML that is broken, cut or of something else is refused with the place", "[sources][ecb]") {
  CHECK(read("<a>\n<b></a>") == lines{"ecb-malformed@2:6"});
  CHECK(read("<html><body/></html>") == lines{"ecb-malformed@1:1"});
  CHECK(read(envelope("<Cube time='2026-07-09'>").substr(0, 420)).at(0).starts_with("ecb-malformed@"));
  CHECK(read(envelope("<Cube currency='USD' rate='1'/>")).at(0).starts_with("ecb-malformed@"));
  CHECK(read("<Cube><Cube time='" + std::string(100, '1') + "'/></Cube>").at(0).starts_with("ecb-malformed@"));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<Cube>";
  CHECK(read(deep).at(0).starts_with("ecb-malformed@"));
  CHECK(read("<!DOCTYPE a [<!ENTITY b \"1\">]><Cube><Cube time='&b;'/></Cube>").at(0).starts_with("ecb-malformed@"));
  CHECK(read("") == lines{"ecb-unknown@"});
  CHECK(read("id,value\n1,2\n") == lines{"ecb-unknown@"});
}

TEST_CASE("a day that ended does not date what stands behind it", "[sources][ecb]") {
  CHECK(read(envelope("<Cube time='2026-07-09'/><Cube currency='USD' rate='1'/>")).at(0).starts_with("ecb-malformed@"));
}

TEST_CASE("the history as CSV is read, without N/A, blank cells and currencies that are no more", "[sources][ecb]") {
  CHECK(read("Date,USD,JPY,CYP,HRK,\n2026-07-09,1.1435,185.72,N/A,N/A,\n1999-01-04,1.1789,133.73,0.58231,,\n") ==
        lines{"2 2026-07-09 USD 1.1435", "2 2026-07-09 JPY 185.72", "3 1999-01-04 USD 1.1789",
              "3 1999-01-04 JPY 133.73"});
}

TEST_CASE("the file of a day as CSV writes its date in words", "[sources][ecb]") {
  CHECK(read("Date, USD, JPY, \n09 July 2026, 1.1435, 185.72, \n") ==
        lines{"2 2026-07-09 USD 1.1435", "2 2026-07-09 JPY 185.72"});
  CHECK(read("Date, USD\n9 February 2026, 1.1435\n") == lines{"2 2026-02-09 USD 1.1435"});
  CHECK(read("Date, USD\n9 Febember 2026, 1.1435\n") == lines{"2 9 Febember 2026 USD 1.1435"});
}

TEST_CASE("a rate becomes a fact of the euro, digit by digit", "[sources][ecb]") {
  const auto fact = fact_of({"2026-07-09", "USD", "1.1435", 2});
  REQUIRE(fact.has_value());
  CHECK(*fact == fx_rate_event{parse_day("2026-07-09").value(), parse_currency("EUR").value(),
                               parse_currency("USD").value(), "1.1435"});
}

TEST_CASE("a rate that is none is refused for what is wrong with it", "[sources][ecb]") {
  CHECK(refusal({"9 Febember 2026", "USD", "1", 2}) == "date-malformed date");
  CHECK(refusal({"2026-07-09", "QQQ", "1", 2}) == "currency-unknown quote");
  CHECK(refusal({"2026-07-09", "EUR", "1", 2}) == "currency-pair-same quote");
  CHECK(refusal({"2026-07-09", "USD", "1.1.4", 2}) == "rate-malformed rate");
  CHECK(refusal({"2026-07-09", "USD", "1,1435", 2}) == "rate-malformed rate");
  CHECK(refusal({"2026-07-09", "USD", "", 2}) == "rate-malformed rate");
  CHECK(refusal({"2026-07-09", "USD", "0.000", 2}) == "rate-not-positive rate");
}
