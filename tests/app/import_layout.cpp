// What stands around the rows of a file: titles above the header, totals below, cells beyond the columns.
#include <catch2/catch.hpp>

#include "scratch_file.hpp"
#include "told_import.hpp"

using namespace hub;
using namespace hub::app;

namespace {

constexpr std::string_view all_in = R"({"accepted":1,"duplicates":0,"rejected":0,"results":[]})";

}  // namespace

TEST_CASE("lines above the header are passed over when they are counted, and rows keep their lines", "[app][import]") {
  const scratch_file file("report.csv",
                          "Campaign report\n\"1 Nov 2026 - 30 Nov 2026\"\nDay,Campaign,Cost,Clicks\n"
                          "2026-11-01,Brand,12.00,3\n2026-11-02,Brand,x\xE4,3\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, std::string(all_in))};
  const session s(hub, {"import", file.path, "--kind", "spend", "--skip-lines", "2", "--dry-run"});
  REQUIRE(hub.asked.size() == 1);
  CHECK(has(hub.asked[0].body, R"("date":"2026-11-01")"));
  CHECK(has(s.out.str(), "  line 5: "));
}

TEST_CASE("a title that was not passed over is told the flag that does", "[app][import]") {
  recorded_hub hub;
  const scratch_file blank("report.csv", "Campaign report,,\nDay,Campaign,Cost\n2026-11-01,Brand,12.00\n");
  const session named(hub, {"import", blank.path, "--kind", "spend"});
  CHECK(named.code == exit_code::failed);
  CHECK(has(named.err.str(), "--skip-lines 1 passes over a title above it"));
  const scratch_file bare("report.csv", "Campaign report\nDay,Campaign,Cost\n2026-11-01,Brand,12.00\n");
  hub.answers = {answer_of(200, std::string(all_in))};
  const session s(hub, {"import", bare.path, "--kind", "spend", "--dry-run"});
  CHECK(has(s.out.str(), "or pass over it with --skip-lines; left over: "));
}

TEST_CASE("more lines to pass over than the file has, or of what has no header, are mistakes of usage",
          "[app][import]") {
  recorded_hub hub;
  const scratch_file small("small.csv", "Day,Cost\n2026-11-01,12.00\n");
  CHECK(session(hub, {"import", small.path, "--kind", "spend", "--skip-lines", "7"}).code == exit_code::usage);
  const scratch_file lines("lines.ndjson", "{\"order_id\":\"1\"}\n");
  CHECK(session(hub, {"import", lines.path, "--skip-lines", "1"}).code == exit_code::usage);
  CHECK(hub.asked.empty());
}

TEST_CASE("totals below a report of costs are passed over and told; a campaign of that name is not", "[app][import]") {
  const scratch_file file("report.csv",
                          "Day,Campaign,Cost\n2026-11-01,Total Wine,12.00\n --,Total: Campaigns,12.00\n"
                          ",Gesamt,12.00\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, std::string(all_in))};
  const session s(hub, {"import", file.path, "--kind", "spend"});
  CHECK(s.code == exit_code::ok);
  REQUIRE(hub.asked.size() == 1);
  CHECK(has(hub.asked[0].body, "Total Wine"));
  CHECK_FALSE(has(hub.asked[0].body, "Gesamt"));
  CHECK(has(s.err.str(), "2 rows of totals were passed over, the first on line 3\n"));
}

TEST_CASE("a cell that is no UTF-8 is named without what --set adds to its row", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,country\nA-1,\xD6sterreich\n");
  recorded_hub hub;
  const session s(hub, {"import", file.path, "--set", "type=purchase", "--dry-run"});
  CHECK(has(s.out.str(), "save the file in that encoding"));
  CHECK_FALSE(has(s.out.str(), "left over"));
}

TEST_CASE("of many columns that the hub does not know the first are named", "[app][import]") {
  std::string header = "order_id", row = "A-1";
  for (int i = 1; i <= 20; ++i) header += ",Odd " + std::to_string(i), row += ",x";
  const scratch_file file("orders.csv", header + "\n" + row + "\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, std::string(all_in))};
  const session s(hub, {"import", file.path, "--set", "type=purchase"});
  CHECK(has(s.err.str(), "Odd 12 and 8 more columns. If one means something"));
}

TEST_CASE("a report by the day is read by its days, one over several days is refused", "[app][import]") {
  recorded_hub hub;
  const scratch_file by_day("meta.csv",
                            "Day,Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)\n"
                            "2026-03-02,2026-03-01,2026-03-31,Brand,12.00\n");
  hub.answers = {answer_of(200, std::string(all_in))};
  CHECK(session(hub, {"import", by_day.path, "--kind", "spend"}).code == exit_code::ok);
  CHECK(has(hub.asked.at(0).body, R"("date":"2026-03-02")"));
  const scratch_file month("meta.csv",
                           "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)\n"
                           "2026-03-01,2026-03-31,Brand,3100.00\n2026-03-01,2026-03-01,Brand,100.00\n");
  hub.answers = {answer_of(200, std::string(all_in))};
  const session s(hub, {"import", month.path, "--kind", "spend", "--dry-run"});
  CHECK(has(s.out.str(), "line 2: date: the row is of 2026-03-01 to 2026-03-31, and costs are told by the day"));
  CHECK_FALSE(has(hub.asked.at(1).body, "3100.00"));
}

TEST_CASE("a row of costs without day and campaign is the total", "[app][import]") {
  const scratch_file file("meta.csv", "Reporting starts,Campaign name,Amount spent (EUR)\n2026-03-01,Brand,1\n,,1\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, std::string(all_in))};
  const session s(hub, {"import", file.path, "--kind", "spend"});
  CHECK(s.code == exit_code::ok);
  CHECK(has(s.err.str(), "1 row of totals was passed over, on line 3\n"));
}

TEST_CASE("headings of German exports are known", "[app][import]") {
  recorded_hub hub;
  const scratch_file spend("meta.csv",
                           "Tag;Kampagnen-ID;Kampagnenname;Ausgegebener Betrag (EUR);Käufe;Conversion-Wert für Käufe\n"
                           "2026-03-01;77;Marke;12,50;2;99,00\n");
  hub.answers = {answer_of(200, std::string(all_in))};
  CHECK(session(hub, {"import", spend.path, "--kind", "spend", "--decimal-comma"}).code == exit_code::ok);
  CHECK(has(
      hub.asked.at(0).body,
      R"("campaign_id":"77","campaign_name":"Marke","cost":"12.50","platform_conversions":"2","platform_value":"99.00")"));
  const scratch_file orders("bestellungen.csv",
                            "Bestellnummer;Bestelldatum;Gesamtbetrag;Währung\nB-1;2026-03-01;5,00;EUR\n");
  hub.answers = {answer_of(200, std::string(all_in))};
  CHECK(session(hub, {"import", orders.path, "--decimal-comma", "--set", "type=purchase"}).code == exit_code::ok);
  CHECK(has(hub.asked.at(1).body,
            R"("order_id":"B-1","occurred_at":"2026-03-01T00:00:00Z","value":"5.00","currency":"EUR")"));
}

TEST_CASE("of Shopify's orders those are refunds of which something was given back", "[app][import]") {
  const scratch_file file("shopify.csv",
                          "Name,Financial Status,Refunded Amount,Currency,Created at\n#1,paid,0.00,EUR,2026-03-01\n"
                          "#2,refunded,5.00,EUR,2026-03-01\n#2,,,,2026-03-01\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, std::string(all_in))};
  const session s(hub, {"import", file.path, "--kind", "adjustments", "--set", "kind=refund"});
  REQUIRE(hub.asked.size() == 1);
  CHECK(has(hub.asked[0].body, R"("order_id":"#2")"));
  CHECK_FALSE(has(hub.asked[0].body, R"("order_id":"#1")"));
  CHECK(has(s.err.str(), "2 rows of orders of which nothing was given back were passed over\n"));
}

TEST_CASE("a refund among conversions is refused, and not said to be kept", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,type,value\nA-1,refund,5\nA-2,purchase,5\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, std::string(all_in))};
  const session s(hub, {"import", file.path, "--dry-run"});
  CHECK(has(s.out.str(), "is money given back"));
  CHECK_FALSE(has(s.err.str(), "only leads somewhere"));
}

TEST_CASE("dates that are wrong otherwise stand on lines of their own, with what is wrong", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,occurred_at\nA-1,03/04/2026\nA-2,2026-02-30\nA-3,46082\n");
  recorded_hub hub;
  std::string results;
  for (int i = 0; i < 3; ++i)
    results += std::string(i == 0 ? "" : ",") + R"({"index":)" + std::to_string(i) +
               R"(,"status":"rejected","errors":[{"pointer":"/)" + std::to_string(i) +
               R"(/occurred_at","code":"time-malformed","detail":"no time"}]})";
  hub.answers = {answer_of(200, R"({"accepted":0,"duplicates":0,"rejected":3,"results":[)" + results + "]}")};
  const session s(hub, {"import", file.path, "--dry-run"});
  CHECK(has(s.out.str(), "line 2, "));
  CHECK(has(s.out.str(), "the calendar has no such day"));
  CHECK(has(s.out.str(), "how Excel counts days"));
}

TEST_CASE("a file of bytes that are no text is a mistake of usage", "[app][import]") {
  const scratch_file file("program", std::string("\x7F"
                                                 "ELF\x02\x01\0\0\0",
                                                 9));
  recorded_hub hub;
  const session s(hub, {"import", file.path});
  CHECK(s.code == exit_code::usage);
  CHECK(has(s.err.str(), "is no text; import reads CSV and NDJSON"));
}
