#include <catch2/catch.hpp>

#include "app/payload_reader.hpp"
#include "recorded_hub.hpp"
#include "scratch_file.hpp"

using namespace hub;
using namespace hub::app;

namespace {

std::string taken(int accepted, int rejected, const std::string& results) {
  return R"({"accepted":)" + std::to_string(accepted) + R"(,"duplicates":0,"rejected":)" + std::to_string(rejected) +
         R"(,"results":[)" + results + "]}";
}

std::string rejected_at(int index) {
  return R"({"index":)" + std::to_string(index) + R"(,"status":"rejected","reject_id":"rj_)" +
         std::to_string(index + 7) + R"(","errors":[{"pointer":"/)" + std::to_string(index) +
         R"(/currency","code":"currency-missing","detail":"give a currency"}]})";
}

}  // namespace

TEST_CASE("a document of a source goes to its route as it is", "[app][ingest]") {
  const std::string body = "{\n \"data\": [ {\"event_name\": \"Purchase\"} ]\n}\n";
  const scratch_file file("events.json", body);
  recorded_hub hub;
  hub.answers = {answer_of(200, taken(1, 0, ""))};
  const session s(hub, {"ingest", "meta_capi", file.path});
  CHECK(s.code == exit_code::ok);
  CHECK(s.out.str() == "Took in 1 item of meta_capi: 1 accepted, 0 duplicates, 0 rejected\n");
  REQUIRE(hub.asked.size() == 1);
  CHECK(hub.asked[0].method == "POST");
  CHECK(hub.asked[0].target == "/v1/ingest/meta_capi");
  CHECK(hub.asked[0].body == body);
  CHECK(hub.opened[0].make);
}

TEST_CASE("lines go in bodies of a thousand, and a rejected one is named by its line", "[app][ingest]") {
  std::string lines = "\n";
  for (int i = 0; i < 1500; ++i) lines += "{\"n\":" + std::to_string(i) + (i % 500 == 0 ? "}\n\n" : "}\n");
  const scratch_file file("events.ndjson", lines);
  recorded_hub hub;
  hub.answers = {answer_of(200, taken(999, 1, rejected_at(1))),
                 answer_of(200, taken(498, 2, rejected_at(0) + "," + rejected_at(1)))};
  const session s(hub, {"ingest", "anytrack", file.path});
  CHECK(s.code == exit_code::some_rejected);
  CHECK(s.out.str() == "Took in 1,500 items of anytrack: 1,497 accepted, 0 duplicates, 3 rejected\n");
  // Line 1 is blank, and so is the one behind each 500th item.
  CHECK(s.err.str() ==
        "line 4 (rj_8): /1/currency: give a currency\n"
        "line 1004 (rj_7): /0/currency: give a currency\n"
        "line 1006 (rj_8): /1/currency: give a currency\n");
  REQUIRE(hub.asked.size() == 2);
  CHECK(hub.asked[0].header("content-type") == "application/x-ndjson");
  CHECK(hub.asked[0].body.starts_with("{\"n\":0}\n{\"n\":1}\n"));
  CHECK(hub.asked[1].body.starts_with("{\"n\":1000}\n"));
  CHECK(hub.asked[1].body.ends_with("{\"n\":1499}\n"));
}

TEST_CASE("what was taken in before the hub refused is said", "[app][ingest]") {
  std::string lines;
  for (int i = 0; i < 1500; ++i) lines += "{}\n";
  const scratch_file file("events.ndjson", lines);
  recorded_hub hub;
  hub.answers = {answer_of(200, taken(1000, 0, "")), answer_of(413, R"({"title":"Too large"})")};
  const session s(hub, {"ingest", "anytrack", file.path});
  CHECK(s.code == exit_code::failed);
  CHECK(s.out.str().starts_with("Took in 1,000 items"));
  CHECK(s.err.str() == "convhub: Too large\n");
}

TEST_CASE("nothing sends nothing, and an answer without counts is an error", "[app][ingest]") {
  const scratch_file empty("empty", "\n \n");
  recorded_hub hub;
  const session s(hub, {"ingest", "manual", empty.path});
  CHECK(s.code == exit_code::ok);
  CHECK(hub.asked.empty());
  const scratch_file file("one", "[]");
  hub.answers = {answer_of(200, "{}")};
  CHECK(session(hub, {"ingest", "manual", file.path}).code == exit_code::failed);
  CHECK(session(hub, {"ingest", "manual", "no/such/file"}).code == exit_code::failed);
}
