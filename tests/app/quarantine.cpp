#include <catch2/catch.hpp>

#include "recorded_hub.hpp"

using namespace hub;
using namespace hub::app;

namespace {

std::string item(int number, const std::string& source, const std::string& code, const std::string& state = "open") {
  return R"({"reject_id":"rj_)" + std::to_string(number) + R"(","state":")" + state + R"(","at":"2026-02-09T10:00:0)" +
         std::to_string(number) + R"(Z","source":")" + source +
         R"(","route":"x","attempts":1,"errors":[{"pointer":"/0/currency","code":")" + code +
         R"(","detail":"give one"}],"raw":"{\"value\":10.50}"})";
}

net::http_answer page(const std::string& items, const std::string& cursor = "null") {
  return answer_of(200, R"({"data":[)" + items + R"(],"next_cursor":)" + cursor + "}");
}

}  // namespace

TEST_CASE("the quarantine is counted by source and reason over all pages", "[app][quarantine]") {
  recorded_hub hub;
  hub.answers = {page(item(5, "shop", "currency-missing") + "," + item(4, "anytrack", "time-malformed"), "\"rj_4\""),
                 page(item(3, "anytrack", "time-malformed"))};
  const session s(hub, {"quarantine", "--state", "all"});
  CHECK(s.code == exit_code::ok);
  CHECK(s.out.str() ==
        "source    code              items  latest                example  detail\n"
        "anytrack  time-malformed        2  2026-02-09T10:00:04Z  rj_4     give one\n"
        "shop      currency-missing      1  2026-02-09T10:00:05Z  rj_5     give one\n");
  REQUIRE(hub.asked.size() == 2);
  CHECK(hub.asked[0].target == "/v1/quarantine?state=all&limit=1000");
  CHECK(hub.asked[1].target == "/v1/quarantine?state=all&limit=1000&cursor=rj_4");
  hub.answers = {page("")};
  CHECK(session(hub, {"quarantine"}).out.str() == "Nothing is in quarantine.\n");
}

TEST_CASE("flags count wherever they stand, before the word of what is done or behind it", "[app][quarantine]") {
  recorded_hub hub;
  for (const auto& line : {std::vector<std::string>{"quarantine", "--server", "http://a", "--source", "shop", "list"},
                           std::vector<std::string>{"quarantine", "list", "--server", "http://a", "--source", "shop"}})
    CHECK(session(hub, line).code == exit_code::ok);
  CHECK(hub.asked.at(0).target == "/v1/quarantine?source=shop");
  CHECK(hub.asked.at(1).target == "/v1/quarantine?source=shop");
  CHECK(hub.opened.at(0).server == "http://a");
  CHECK(hub.opened.at(1).server == "http://a");
}

TEST_CASE("one item is shown with the reason where it is wrong, or to the letter", "[app][quarantine]") {
  recorded_hub hub;
  hub.answers = {page(item(7, "shop", "currency-missing", "discarded")), page(item(7, "shop", "currency-missing")),
                 page(item(6, "shop", "currency-missing"))};
  const session shown(hub, {"quarantine", "show", "rj_7"});
  CHECK(hub.asked.at(0).target == "/v1/quarantine?state=all&limit=1&cursor=rj_8");
  CHECK(shown.out.str().find("discarded") != std::string::npos);
  CHECK(shown.out.str().ends_with(
      "  {\n    \"value\": 10.50\n>   (no \"currency\")\n    ^ currency-missing: give one\n  }\n"));
  CHECK(session(hub, {"quarantine", "show", "rj_7", "--raw"}).out.str() == "{\"value\":10.50}\n");
  const session other(hub, {"quarantine", "show", "rj_7"});
  CHECK(other.code == exit_code::failed);
  CHECK(other.err.str().find("no quarantined item 'rj_7'") != std::string::npos);
  CHECK(session(hub, {"quarantine", "show", "7"}).code == exit_code::usage);
  CHECK(session(hub, {"quarantine", "show", "rj_7x"}).code == exit_code::usage);
}

TEST_CASE("a replay says how many are still rejected, and that is exit 5", "[app][quarantine]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"replayed":3,"still_rejected":0})"),
                 answer_of(200, R"({"replayed":3,"still_rejected":1})"),
                 answer_of(200, item(1, "shop", "x", "replayed")), answer_of(200, item(2, "shop", "x", "open"))};
  const session all(hub, {"quarantine", "replay", "--source", "shop", "--code", "currency-missing"});
  CHECK(all.code == exit_code::ok);
  CHECK(all.out.str() == "Replayed: 3 taken in, 0 still rejected\n");
  CHECK(hub.asked[0].method == "POST");
  CHECK(hub.asked[0].target == "/v1/quarantine/replay?source=shop&code=currency-missing");
  CHECK(session(hub, {"quarantine", "replay"}).code == exit_code::some_rejected);
  const session two(hub, {"quarantine", "replay", "rj_1", "rj_2"});
  CHECK(two.code == exit_code::some_rejected);
  CHECK(two.out.str() == "rj_1: replayed\nrj_2: still rejected\n");
  CHECK(hub.asked.at(3).target == "/v1/quarantine/rj_2/replay");
}

TEST_CASE("items are given up one by one, and an unknown one is an error", "[app][quarantine]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, item(1, "shop", "x", "discarded")), answer_of(404, R"({"title":"Not Found"})")};
  const session s(hub, {"quarantine", "discard", "rj_1", "rj_9"});
  CHECK(s.code == exit_code::failed);
  CHECK(s.out.str() == "rj_1: discarded\n");
  CHECK(hub.asked.at(1).target == "/v1/quarantine/rj_9/discard");
}

TEST_CASE("items are given up by source, reason and time, but never all without a word", "[app][quarantine]") {
  recorded_hub hub;
  CHECK(session(hub, {"quarantine", "discard"}).code == exit_code::usage);
  CHECK(session(hub, {"quarantine", "discard", "--before", "soon"}).code == exit_code::usage);
  CHECK(hub.asked.empty());
  hub.answers = {answer_of(200, R"({"data":[{"reject_id":"rj_9","at":"2026-03-02T00:00:00Z"},)"
                                R"({"reject_id":"rj_8","at":"2026-03-01T23:59:59Z"}],"next_cursor":"rj_8"})"),
                 answer_of(200, R"({"data":[{"reject_id":"rj_3","at":"2026-02-01T00:00:00Z"}],"next_cursor":null})"),
                 answer_of(200, R"({"state":"discarded"})"), answer_of(200, R"({"state":"discarded"})")};
  const session s(hub, {"quarantine", "discard", "--source", "shop", "--before", "2026-03-02"});
  CHECK(s.code == exit_code::ok);
  CHECK(s.out.str() == "Given up: 2 items\n");
  REQUIRE(hub.asked.size() == 4);
  CHECK(hub.asked[0].target == "/v1/quarantine?source=shop&state=open&limit=1000");
  CHECK(hub.asked[1].target == "/v1/quarantine?source=shop&state=open&limit=1000&cursor=rj_8");
  CHECK(hub.asked[2].target == "/v1/quarantine/rj_8/discard");
  CHECK(hub.asked[3].target == "/v1/quarantine/rj_3/discard");
}

TEST_CASE("where nothing in quarantine fits, the others are counted and the name that is meant is told",
          "[app][quarantine]") {
  recorded_hub hub;
  const auto waiting = page(item(3, "shop", "currency-missing") + "," + item(2, "erp", "amount-malformed"));
  const auto said = [&](const std::vector<std::string>& line, const net::http_answer& first) {
    hub.answers = {first, waiting};
    const session s(hub, line);
    CHECK(s.code == exit_code::ok);
    return s.out.str();
  };
  const auto of_source = "Nothing in quarantine is of source 'shp'; 2 other items wait. Did you mean 'shop'?\n";
  CHECK(said({"quarantine", "--source", "shp"}, page("")) == of_source);
  CHECK(hub.asked.back().target == "/v1/quarantine?state=open&limit=1000");
  CHECK(said({"quarantine", "list", "--source", "shp"}, page("")) == of_source);
  CHECK(said({"quarantine", "discard", "--source", "shp"}, page("")) == of_source);
  CHECK(said({"quarantine", "replay", "--source", "shp"}, answer_of(200, R"({"replayed":0,"still_rejected":0})")) ==
        of_source);
  CHECK(said({"quarantine", "list", "--code", "amount-malformd"}, page("")) ==
        "Nothing in quarantine has the reason 'amount-malformd'; 2 other items wait. Did you mean "
        "'amount-malformed'?\n");
  CHECK(said({"quarantine", "list", "--source", "shop", "--code", "amount-malformed"}, page("")) ==
        "Nothing in quarantine is of source 'shop' with the reason 'amount-malformed'; 2 other items wait.\n");
  CHECK(said({"quarantine", "discard", "--before", "2026-01-01"}, page("")) ==
        "Nothing in quarantine was set aside before 2026-01-01; 2 items came later.\n");
  hub.answers = {page(""), page("")};
  CHECK(session(hub, {"quarantine", "--source", "shp"}).out.str() == "Nothing is in quarantine.\n");
  hub.answers = {page(""), page(item(1, "shop", "x", "discarded"))};
  CHECK(session(hub, {"quarantine", "list", "--source", "erp", "--state", "discarded"}).out.str() ==
        "Nothing in quarantine is of source 'erp'; 1 other item was given up.\n");
}
