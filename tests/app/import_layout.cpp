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
