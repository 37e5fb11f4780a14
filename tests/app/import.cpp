#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "app/import_batch.hpp"
#include "app/progress.hpp"
#include "recorded_hub.hpp"
#include "scratch_file.hpp"

using namespace hub;
using namespace hub::app;

namespace {

std::string outcome(int accepted, int duplicates, const std::vector<int>& rejected) {
  std::string results;
  for (const int index : rejected)
    results += std::string(results.empty() ? "" : ",") + R"({"index":)" + std::to_string(index) +
               R"(,"status":"rejected","errors":[{"pointer":"/)" + std::to_string(index) +
               R"(/currency","code":"currency-missing","detail":"give a currency, e.g. \"EUR\""}]})";
  return R"({"accepted":)" + std::to_string(accepted) + R"(,"duplicates":)" + std::to_string(duplicates) +
         R"(,"rejected":)" + std::to_string(rejected.size()) + R"(,"results":[)" + results + "]}";
}

net::http_answer busy(const char* seconds) {
  auto a = answer_of(503, R"({"title":"Overloaded","detail":"try again"})");
  a.headers.emplace_back("Retry-After", seconds);
  return a;
}

/// One batch of *rows*, sent by a client that lets time pass with *pause*.
result<batch_outcome> sent_by(recorded_hub& hub, std::vector<import_row> rows, const pause_function& pause) {
  const auto asked = std::move(*hub.world().ask({}));
  patient_client patient(*asked, pause);
  return send_batch(patient, "/v1/conversions", std::move(rows));
}

}  // namespace

TEST_CASE("an import sends rows as NDJSON to the route of their kind", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,value\nA-1,1\nA-2,2\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(1, 1, {}))};
  const session s(hub, {"import", file.path, "--source", "shop"});
  CHECK(s.code == exit_code::ok);
  REQUIRE(hub.asked.size() == 1);
  CHECK(hub.asked[0].method == "POST");
  CHECK(hub.asked[0].target == "/v1/conversions?source=shop&tz=UTC&compare=true");
  CHECK(hub.asked[0].header("content-type") == "application/x-ndjson");
  CHECK(hub.asked[0].body == "{\"order_id\":\"A-1\",\"value\":\"1\"}\n{\"order_id\":\"A-2\",\"value\":\"2\"}\n");
  CHECK(s.out.str().starts_with("Imported 2 conversions: 1 accepted, 1 duplicates, 0 rejected, "));
}

TEST_CASE("a list of rejected rows is imported without its reasons, and lists anew what is still wrong",
          "[app][import]") {
  const scratch_file file("orders.csv.rejected.csv", "order_id,value,reason\nA-1,1,no currency\nA-2,2,no currency\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(1, 0, {1}))};
  const session s(hub, {"import", file.path});
  CHECK(s.code == exit_code::some_rejected);
  REQUIRE(hub.asked.size() == 1);
  CHECK(hub.asked[0].body == "{\"order_id\":\"A-1\",\"value\":\"1\"}\n{\"order_id\":\"A-2\",\"value\":\"2\"}\n");
  std::ifstream again(file.path + ".rejected.csv");
  std::string text((std::istreambuf_iterator<char>(again)), {});
  CHECK(text.starts_with("order_id,value,reject_id,reason\nA-2,2,,"));
  std::filesystem::remove(file.path + ".rejected.csv");
}

TEST_CASE("what a mended row was in quarantine is given up once it is in, and only if it is that row's",
          "[app][import]") {
  const scratch_file file("mended.csv",
                          "order_id,value,reject_id,reason\nA-1,1,rj_7,currency: give one\nA-2,2,rj_8,currency: give "
                          "one\nA-3,3,rj_9,currency: give one\nA-4,4,,never got there\n");
  const auto item = [](const std::string& id, const std::string& source, const std::string& state) {
    return answer_of(
        200,
        R"({"data":[{"reject_id":")" + id + R"(","source":")" + source + R"(","state":")" + state +
            R"(","route":"conversions?tz=UTC","errors":[{"code":"c","pointer":"/0/currency","detail":"give one"}]}]})");
  };
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(4, 0, {})), item("rj_7", "shop", "open"), answer_of(200, "{}"),
                 item("rj_8", "other", "open"), item("rj_9", "shop", "replayed")};
  const session s(hub, {"import", file.path, "--source", "shop"});
  CHECK(s.code == exit_code::ok);
  CHECK(s.err.str().find("1 row names a number of quarantine that here is another row's") != std::string::npos);
  REQUIRE(hub.asked.size() == 5);
  CHECK(hub.asked[0].body.find("reject_id") == std::string::npos);
  CHECK(hub.asked[2].target == "/v1/quarantine/rj_7/discard");
  CHECK(
      s.out.str().find(
          "1 row that was rejected before is closed in quarantine, as discarded: the mended rows take their place\n") !=
      std::string::npos);
  hub.answers = {answer_of(200, outcome(4, 0, {})), answer_of(403, "{}")};
  const session shut_out(hub, {"import", file.path, "--source", "shop"});
  CHECK(shut_out.code == exit_code::ok);
  CHECK(shut_out.err.str().find("with a key of the scope admin") != std::string::npos);
  hub.asked.clear();
  hub.answers = {answer_of(200, outcome(4, 0, {}))};
  CHECK(session(hub, {"import", file.path, "--source", "shop", "--dry-run"}).code == exit_code::ok);
  CHECK(hub.asked.size() == 1);
}

TEST_CASE("a dry run is one rehearsal to the hub, ended by its last batch", "[app][import]") {
  std::string lines;
  for (int i = 0; i < 1500; ++i) lines += "{\"id\":" + std::to_string(i) + "}\n";
  const scratch_file file("orders.ndjson", lines);
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(1000, 0, {})), answer_of(200, outcome(500, 0, {}))};
  CHECK(session(hub, {"import", file.path, "--dry-run"}).code == exit_code::ok);
  REQUIRE(hub.asked.size() == 2);
  const auto first = hub.asked[0].target;
  CHECK(first.starts_with("/v1/conversions?tz=UTC&dry_run=true&rehearsal=import-"));
  REQUIRE(first.ends_with("&part=1"));
  CHECK(hub.asked[1].target == first.substr(0, first.size() - 1) + "2&last=true");
}

TEST_CASE("the last batch of a dry run says so, also where the file ends with it or with rows that never get there",
          "[app][import]") {
  std::string lines = "order_id,type\n";
  for (int i = 0; i < 1000; ++i) lines += "A-" + std::to_string(i) + ",purchase\n";
  for (const auto* end : {"", "A-r,refund\n"}) {
    const scratch_file file("orders.csv", lines + end);
    recorded_hub hub;
    hub.answers = {answer_of(200, outcome(1000, 0, {}))};
    session(hub, {"import", file.path, "--dry-run"});
    REQUIRE(hub.asked.size() == 1);
    CHECK(hub.asked[0].target.ends_with("&part=1&last=true"));
  }
}

TEST_CASE("a dry run shows the place of what is wrong and what would be one conversion", "[app][import]") {
  const scratch_file file("orders.csv", "Order ID,Total,Currency\nA-1,1,EUR\nA-2,2,\nA-3,3,EUR\nA-4,4,EUR,x\n");
  recorded_hub hub;
  hub.answers = {answer_of(200,
                           R"({"accepted":1,"duplicates":1,"rejected":1,"results":[{"index":0,"status":"merged",)"
                           R"("rule":"order_key","conversion_id":"cv_12"},{"index":1,"status":"rejected","errors":)"
                           R"([{"pointer":"/1/currency","code":"currency-missing","detail":"give a currency"}]},)"
                           R"({"index":2,"status":"accepted"}]})")};
  const session s(hub, {"import", file.path, "--dry-run"});
  CHECK(s.code == exit_code::some_rejected);
  const auto said = s.out.str();
  CHECK(said.starts_with("Would import 2 of 4 conversions: 1 accepted, 1 duplicates, 2 rejected, "));
  CHECK(said.find("  line 3, column 3 \"Currency\": currency: give a currency; --set currency=EUR ") !=
        std::string::npos);
  CHECK(said.find("  line 5: ") != std::string::npos);
  CHECK(said.find("  line 2: order_key with cv_12\n") != std::string::npos);
  CHECK(said.find("  by rule: order_key 1 (the same order id)\n") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(file.path + ".rejected.csv"));  // nothing is stored, here neither
}

TEST_CASE("a list of rejected rows that is there, mended or not, is never written over", "[app][import]") {
  const scratch_file file("orders.csv", "order_id\nA-1\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(0, 0, {0})), answer_of(200, outcome(0, 0, {0}))};
  session(hub, {"import", file.path});
  std::ofstream(file.path + ".rejected.csv") << "mended by hand\n";
  const session again(hub, {"import", file.path});
  CHECK(read_file(file.path + ".rejected.csv") == "mended by hand\n");
  CHECK(read_file(file.path + ".2.rejected.csv").find("A-1") != std::string::npos);
  CHECK(again.err.str().find("orders.csv.2.rejected.csv") != std::string::npos);
}

TEST_CASE("an import that is refused as a whole does not say that it imported anything", "[app][import]") {
  const scratch_file file("orders.csv", "order_id\nA-1\n");
  recorded_hub hub;
  hub.answers = {answer_of(401, R"({"detail":"a key is needed"})")};
  const session s(hub, {"import", file.path});
  CHECK(s.code == exit_code::failed);
  CHECK(s.out.str().empty());
}

TEST_CASE("a list of rejected rows is written as its file is, mark, separator and quotes", "[app][import]") {
  const scratch_file file("orders.csv", "\xEF\xBB\xBForder_id;value\n\"A;1\";1,50\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(0, 0, {0}))};
  session(hub, {"import", file.path, "--decimal-comma"});
  const auto rejected = read_file(file.path + ".rejected.csv");
  CHECK(rejected.starts_with("\xEF\xBB\xBForder_id;value;reject_id;reason\n\"A;1\";1,50;;\"currency: "));
  session(hub, {"import", file.path + ".rejected.csv", "--decimal-comma"});
  CHECK(hub.asked.at(1).body == hub.asked.at(0).body);
}

TEST_CASE("an import says how dates are to be written when it is not told so right", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,date\nA-1,31/12/2026\n");
  recorded_hub hub;
  const session wrong(hub, {"import", file.path, "--date-format", "german"});
  CHECK(wrong.code == exit_code::usage);
  CHECK(wrong.err.str().find("dd.mm.yyyy") != std::string::npos);
  CHECK(hub.asked.empty());
  session(hub, {"import", file.path, "--date-format", "dd/mm/yyyy"});
  CHECK(hub.asked.at(0).body == "{\"order_id\":\"A-1\",\"occurred_at\":\"2026-12-31T00:00:00Z\"}\n");
  const scratch_file lines("orders.ndjson", "{}\n");
  CHECK(session(hub, {"import", lines.path, "--date-format", "dd/mm/yyyy"}).code == exit_code::usage);
}

TEST_CASE("dates far ahead and long ago are taken, and told of with their first line", "[app][import]") {
  const scratch_file file("orders.csv",
                          "order_id,date\nA-1,2026-01-01\nA-2,2999-01-01\nA-3,1970-01-02\nA-4,2998-01-01\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(4, 0, {}))};
  const session s(hub, {"import", file.path});
  CHECK(s.code == exit_code::ok);
  CHECK(s.err.str().find("2 rows are dated more than a day ahead of this machine's clock, the first on line 3 "
                         "(2999-01-01T00:00:00Z)") != std::string::npos);
  CHECK(s.err.str().find("1 row is dated before the year 2000, on line 4 (1970-01-02T00:00:00Z)") != std::string::npos);
}

TEST_CASE("a negative value and a missing type are answered with the flags that mend them", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,value\nA-1,-1\n");
  recorded_hub hub;
  hub.answers = {answer_of(
      200,
      R"({"accepted":0,"duplicates":0,"rejected":1,"results":[{"index":0,"status":"rejected","errors":[)"
      R"({"pointer":"/0/type","code":"field-missing","detail":"no type"},{"pointer":"/0/occurred_at","code":"field-missing",)"
      R"("detail":"no time"},{"pointer":"/0/kind","code":"field-missing","detail":"no kind"},)"
      R"({"pointer":"/0/value","code":"amount-negative","detail":"less than nothing"}]}]})")};
  session(hub, {"import", file.path});
  const auto rejected = read_file(file.path + ".rejected.csv");
  for (const auto* flag : {"--kind adjustments", "--set kind=refund)", "--set kind=refund says it",
                           "--set type=purchase", "--map COLUMN=occurred_at"})
    CHECK(rejected.find(flag) != std::string::npos);
}

TEST_CASE("a decimal comma is read when the file is said to have it, and refused when not", "[app][import]") {
  const scratch_file file("orders.csv", "order_id;value\nA-1;1.234,56\n");
  recorded_hub hub;
  CHECK(session(hub, {"import", file.path, "--decimal-comma"}).code != exit_code::usage);
  CHECK(hub.asked.at(0).body == "{\"order_id\":\"A-1\",\"value\":\"1234.56\"}\n");
  CHECK(session(hub, {"import", file.path}).code != exit_code::usage);
  CHECK(hub.asked.at(1).body == "{\"order_id\":\"A-1\",\"value\":\"1.234,56\"}\n");
}

TEST_CASE("rejected rows are listed with their reason and the exit code says so", "[app][import]") {
  const scratch_file file("orders.csv", "order_id;note;value\nA-1;\"x, y\";1\nA-2;z;2\nA-3;z;3;4\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(1, 0, {0}))};
  const session s(hub, {"import", file.path});
  CHECK(s.code == exit_code::some_rejected);
  CHECK(s.out.str().find("3 conversions: 1 accepted, 0 duplicates, 2 rejected") != std::string::npos);
  const auto rejected = read_file(file.path + ".rejected.csv");
  CHECK(rejected.starts_with("order_id;note;value;reject_id;reason\n"));
  CHECK(rejected.find(
            "A-1;x, y;1;;\"currency: give a currency, e.g. \"\"EUR\"\"; --set currency=EUR says it for all rows that "
            "do not\"\n") != std::string::npos);
  CHECK(
      rejected.find("A-3;z;3;;\"the row has 4 cells for 3 columns; quote cells that contain the separator; left over: "
                    "4\"\n") != std::string::npos);
  CHECK(s.err.str().find("convhub: line 2: currency: give a currency") != std::string::npos);
  CHECK(rejected.find("A-2") == std::string::npos);
}

TEST_CASE("rejected rows are listed as the file has them, whoever found them wrong", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,value\nA-1,1,x\nA-2,2\nA-3,3,x\nA-4,4\nA-5,5,x\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(0, 0, {0, 1}))};
  const session s(hub, {"import", file.path});
  const auto rejected = read_file(file.path + ".rejected.csv");
  std::string order;
  for (std::size_t at = 0; (at = rejected.find("\nA-", at)) != rejected.npos; at += 4) order += rejected[at + 3];
  CHECK(order == "12345");
  CHECK(s.out.str().starts_with("Imported 0 of 5 conversions: 0 accepted, 0 duplicates, 5 rejected, "));
}

TEST_CASE("rows that cannot be read are listed too where the hub is lost", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,value\nA-1,1,x\nA-2,2\n");
  recorded_hub hub;
  hub.answers = {answer_of(401, R"({"detail":"a key is needed"})")};
  CHECK(session(hub, {"import", file.path}).code == exit_code::failed);
  CHECK(read_file(file.path + ".rejected.csv").find("\nA-1,") != std::string::npos);
}

TEST_CASE("a file without rows says so", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,value\n");
  recorded_hub hub;
  const session s(hub, {"import", file.path});
  CHECK(s.code == exit_code::ok);
  CHECK(s.err.str().find("orders.csv has no rows below its header\n") != std::string::npos);
}

TEST_CASE("a file of many rows goes out in batches of 1,000, in order", "[app][import]") {
  std::string lines;
  for (int i = 0; i < 2500; ++i) lines += "{\"id\":" + std::to_string(i) + "}\n";
  const scratch_file file("touches.ndjson", lines);
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(1000, 0, {})), answer_of(200, outcome(1000, 0, {})),
                 answer_of(200, outcome(500, 0, {}))};
  const session s(hub, {"import", file.path, "--kind", "touchpoints"});
  CHECK(s.code == exit_code::ok);
  REQUIRE(hub.asked.size() == 3);
  CHECK(hub.asked[0].body + hub.asked[1].body + hub.asked[2].body == lines);
  CHECK(hub.asked[2].target == "/v1/touchpoints?tz=UTC");
  CHECK(s.out.str().find("2,500 accepted") != std::string::npos);
}

TEST_CASE("the reason of a short row stands in its own column", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,note,value\nA-1\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(0, 0, {0}))};
  session(hub, {"import", file.path});
  CHECK(read_file(file.path + ".rejected.csv").find("\nA-1,,,,\"currency: ") != std::string::npos);
}

TEST_CASE("a column cannot be given a meaning that there is none of", "[app][import]") {
  const scratch_file file("orders.csv", "nr,betrag\nA-1,1\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(1, 0, {}))};
  const session s(hub, {"import", file.path, "--map", "betrag=vlue"});
  CHECK(s.code != exit_code::ok);
  CHECK(s.err.str().find("Did you mean 'value'?") != std::string::npos);
  CHECK(hub.asked.empty());
  CHECK(session(hub, {"import", file.path, "--map", "betrag=Total"}).code == exit_code::ok);
  CHECK(hub.asked.at(0).body == "{\"nr\":\"A-1\",\"value\":\"1\"}\n");
}

TEST_CASE("a column can be given another meaning, one that is not there cannot", "[app][import]") {
  const scratch_file file("orders.csv", "nr,betrag\nA-1,1\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, outcome(1, 0, {}))};
  CHECK(session(hub, {"import", file.path, "--map", "nr=order_id", "--map", "betrag=value"}).code == exit_code::ok);
  CHECK(hub.asked.at(0).body == "{\"order_id\":\"A-1\",\"value\":\"1\"}\n");
  CHECK(session(hub, {"import", file.path, "--map", "number=order_id"}).code == exit_code::usage);
  CHECK(session(hub, {"import", file.path, "--map", "nr"}).code == exit_code::usage);
  CHECK(session(hub, {"import", file.path, "--tz", "Mars/Olympus"}).code == exit_code::usage);
  CHECK(session(hub, {"import", file.path, "--kind", "orders"}).code == exit_code::usage);
  CHECK(hub.asked.size() == 1);
}

TEST_CASE("an import that the hub refuses altogether stops and says why", "[app][import]") {
  const scratch_file file("orders.csv", "order_id\nA-1\n");
  recorded_hub hub;
  hub.answers = {answer_of(413, R"({"title":"Too large","detail":"send less"})")};
  const session s(hub, {"import", file.path});
  CHECK(s.code == exit_code::failed);
  CHECK(s.err.str().find("send less") != std::string::npos);
}

TEST_CASE("a busy hub is asked again after as long as it wants", "[app][import]") {
  recorded_hub hub;
  hub.answers = {busy("7"), busy("soon"), answer_of(200, outcome(1, 0, {}))};
  std::vector<std::int64_t> waited;
  const auto sent =
      sent_by(hub, {{"{}", "", "", 1}}, [&](std::chrono::milliseconds t) { waited.push_back(t.count()); });
  REQUIRE(sent.has_value());
  CHECK(sent->accepted == 1);
  CHECK(waited == std::vector<std::int64_t>{7000, 400});
  CHECK(hub.asked.size() == 3);
  CHECK(hub.asked[0].body == hub.asked[2].body);
}

TEST_CASE("a hub that stays busy is given up", "[app][import]") {
  recorded_hub hub;
  for (int i = 0; i < 100; ++i) hub.answers.push_back(busy("30"));
  std::int64_t waited = 0;
  const auto sent = sent_by(hub, {{"{}", "", "", 1}}, [&](std::chrono::milliseconds t) { waited += t.count(); });
  REQUIRE_FALSE(sent.has_value());
  CHECK(sent.error().code == "refused-503");
  CHECK(waited <= 120'000);
}

TEST_CASE("an answer that does not account for every row is an error, not a success", "[app][import]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, "{}"), answer_of(200, outcome(1, 0, {})), answer_of(200, "hello")};
  for (int i = 0; i < 3; ++i) {
    const auto sent = sent_by(hub, {{"{}", "", "", 1}, {"{}", "", "", 2}}, [](auto) {});
    REQUIRE_FALSE(sent.has_value());
    CHECK(sent.error().code == "answer-malformed");
  }
}

TEST_CASE("progress tells share, rows, speed and the time left", "[app][import]") {
  CHECK(progress_line({120'000, 25, 100, std::chrono::seconds(2)}) ==
        "25 % █████░░░░░░░░░░░░░░░  120,000 rows  60,000 rows/s  0:06 left");
  CHECK(progress_line({10, 0, 0, std::chrono::seconds(1)}) == "10 rows  10 rows/s");
  CHECK(with_thousands(0) == "0");
  CHECK(with_thousands(-1234567) == "-1,234,567");
  CHECK(with_thousands(999) == "999");
}

TEST_CASE("who waits for a hub that refuses is told why, once for each reason", "[app][import]") {
  recorded_hub hub;
  auto full = answer_of(503, R"({"title":"Overloaded","detail":"the hub's disk is full"})");
  full.headers.emplace_back("Retry-After", "5");
  hub.answers = {full, full, busy("5"), answer_of(200, outcome(1, 0, {}))};
  const auto asked = std::move(*hub.world().ask({}));
  std::vector<std::string> told;
  patient_client patient(
      *asked, [](auto) {}, [&](const std::string& why) { told.push_back(why); });
  REQUIRE(send_batch(patient, "/v1/conversions", std::vector<import_row>(1)).has_value());
  REQUIRE(told.size() == 2);
  CHECK(told[0].find("disk is full") != std::string::npos);
  CHECK(told[0].find("two minutes") != std::string::npos);
  CHECK(told[1].find("try again") != std::string::npos);
}
