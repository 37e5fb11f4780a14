// What lookups and reports say where a person names things another way than the hub does, and where there is nothing.
#include <catch2/catch.hpp>

#include "recorded_hub.hpp"

using namespace hub;
using namespace hub::app;

TEST_CASE("conversions of a contact are listed by an order of theirs too", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"data":[{"conversion_id":"cv_1"}]})"), answer_of(200, R"({"contacts":["ct_1"]})")};
  CHECK(session(hub, {"conversions", "--type", "purchase", "--contact", "order:A-1"}).code == exit_code::ok);
  REQUIRE(hub.asked.size() == 3);
  CHECK(hub.asked[0].target == "/v1/conversions?q=A-1&limit=10");
  CHECK(hub.asked[2].target == "/v1/conversions?type=purchase&contact=ct_1");
  hub.asked.clear();
  CHECK(session(hub, {"conversions", "--contact", "ada@shop.example"}).code == exit_code::ok);
  REQUIRE(hub.asked.size() == 1);
  CHECK(hub.asked[0].target == "/v1/conversions?contact=ada%40shop.example");
}

TEST_CASE("a label that nothing has is said in a sentence", "[app]") {
  recorded_hub hub;
  const auto none = [](const std::string& label, const std::string& next) {
    return answer_of(200, R"({"label":")" + label + R"(","data":[],"next_cursor":)" + next + R"(,"data_seq":42})");
  };
  hub.answers = {none("outlier-value", "null"), none("bot-agent", "null")};
  CHECK(session(hub, {"labels", "outlier-value"}).out.str() == "No conversion has this label.\n");
  CHECK(session(hub, {"labels", "bot-agent"}).out.str() == "No touchpoint has this label.\n");
}

TEST_CASE("the total is no row to explain, and whoever names it hears how to see it", "[app]") {
  recorded_hub hub;
  const auto refusal = [](const std::string& row) {
    return answer_of(404, R"({"title":"Not Found","detail":"no row of this report is called ')" + row + R"('"})");
  };
  hub.answers = {refusal("total"), refusal("sprng")};
  CHECK(session(hub, {"roas", "--explain", "total"}).err.str() ==
        "convhub: no row of this report is called 'total'; for the total leave --explain out, or name a row\n");
  CHECK(session(hub, {"roas", "--explain", "sprng"}).err.str() == "convhub: no row of this report is called 'sprng'\n");
}

TEST_CASE("a range that ends before it begins is refused by the names of the flags", "[app]") {
  recorded_hub hub;
  hub.answers = {
      answer_of(400, R"({"title":"Bad Request","detail":"'to' must be later than 'from': it is the first"})")};
  CHECK(session(hub, {"roas", "--from", "2026-02-01", "--to", "2026-02-01"}).err.str() ==
        "convhub: --to must be later than --from: it is the first\n");
}

TEST_CASE("the status tells what there is to tell, in words", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"ready":true,"reason":null,"refuses_because":null,"shared_identifiers":2,)"
                                R"("rejected":3,"sources":[],"sync":[]})")};
  CHECK(session(hub, {"status"}).out.str() ==
        "ready                           yes\n"
        "identifiers of too many people  2\n"
        "quarantined so far              3\n");
}
