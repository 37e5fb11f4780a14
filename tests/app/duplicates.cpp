// What the commands about duplicates say of a hub's answers.
#include <catch2/catch.hpp>

#include "recorded_hub.hpp"

using namespace hub;
using namespace hub::app;

TEST_CASE("a list of pairs that is empty names the sources that nobody knows", "[app][duplicates]") {
  recorded_hub hub;
  const auto none = answer_of(200, R"({"data":[],"next_cursor":null})");
  const auto unknown = answer_of(200, R"({"data":[],"notes":[{"code":"name-unknown","parameter":"source",)"
                                      R"("detail":"no fact names the source 'shp'; did you mean 'shop'?"}]})");
  hub.answers = {none, none, unknown};
  CHECK(session(hub, {"duplicates", "--sources", "crm,shp"}).out.str() ==
        "Note: no fact names the source 'shp'; did you mean 'shop'?\nNo such pairs.\n");
  REQUIRE(hub.asked.size() == 3);
  CHECK(hub.asked[1].target == "/v1/conversions?source=crm&limit=1");
  CHECK(hub.asked[2].target == "/v1/conversions?source=shp&limit=1");
  hub.answers = {none};
  CHECK(session(hub, {"duplicates"}).out.str() == "No such pairs.\n");
}

TEST_CASE("a merge of orders of different worth says what they are worth together", "[app][duplicates]") {
  recorded_hub hub;
  const auto receipt = answer_of(200, R"({"verdict_id":"vd_1","conversions":["cv_1"],"overrules":[],"data_seq":9})");
  const auto conversion = [](const std::string& second) {
    return answer_of(200, R"({"conversion_id":"cv_1","gross":{"amount":"24.80","currency":"EUR"},)"
                          R"("fields":{"value":{"source":"meta_capi"}},"events":[)"
                          R"({"source":"meta_capi","value":{"amount":"24.80","currency":"EUR"}},)"
                          R"({"source":"shop","value":{"amount":")" +
                              second + R"(","currency":"EUR"}},{"source":"pixel","value":null}]})");
  };
  hub.answers = {receipt, conversion("89.95")};
  const session s(hub, {"merge", "cv_1", "cv_2"});
  CHECK(s.code == exit_code::ok);
  CHECK(s.out.str().ends_with(
      "It is worth 24.80 EUR from now on, as meta_capi says; 89.95 EUR of shop does not count.\n"));
  CHECK(hub.asked.back().target == "/v1/conversions/cv_1");
  hub.answers = {receipt, conversion("24.80")};
  CHECK(session(hub, {"merge", "cv_1", "cv_2"}).out.str().find("worth") == std::string::npos);
  hub.asked.clear();
  hub.answers = {receipt};
  CHECK(session(hub, {"keep-apart", "cv_1", "cv_2"}).code == exit_code::ok);
  CHECK(hub.asked.size() == 1);
}
