// What the commands about duplicates say of a hub's answers.
#include <catch2/catch.hpp>

#include "domain/keys.hpp"
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
    return answer_of(
        200,
        R"({"conversion_id":"cv_1","order_id":"1001","sources":["meta_capi","shop"],"gross":{"amount":"24.80","currency":"EUR"},)"
        R"("fields":{"value":{"source":"meta_capi"}},"events":[)"
        R"({"source":"meta_capi","value":{"amount":"24.80","currency":"EUR"}},)"
        R"({"source":"shop","value":{"amount":")" +
            second + R"(","currency":"EUR"}},{"source":"pixel","value":null}]})");
  };
  hub.answers = {receipt, conversion("89.95")};
  const session s(hub, {"merge", "cv_1", "cv_2"});
  CHECK(s.code == exit_code::ok);
  CHECK(s.out.str().ends_with(
      "What stands now:\n  1001, 24.80 EUR, told by meta_capi, shop (cv_1)\n"
      "It is worth 24.80 EUR from now on, as meta_capi says; 89.95 EUR of shop does not count.\n"));
  CHECK(hub.asked.back().target == "/v1/conversions/cv_1");
  hub.answers = {receipt, conversion("24.80")};
  CHECK(session(hub, {"merge", "cv_1", "cv_2"}).out.str().find("worth") == std::string::npos);
  hub.answers = {answer_of(200, R"({"verdict_id":"vd_2","conversions":["cv_1","cv_2"],"overrules":[]})"),
                 conversion("89.95"), answer_of(404, "{}")};
  const auto apart = session(hub, {"keep-apart", "cv_1", "cv_2"}).out.str();
  CHECK(apart.ends_with("What stands now:\n  1001, 24.80 EUR, told by meta_capi, shop (cv_1)\n"));
}

TEST_CASE("decisions are told by order numbers and amounts, and by a source's id where the hub knows no order",
          "[app][duplicates]") {
  recorded_hub hub;
  hub.answers = {
      answer_of(
          200,
          R"({"data":[{"verdict_id":"vd_2","decided_at":"2026-02-09T10:00:00Z","verdict":"apart",)"
          R"("withdrawn":false,"overruled_by":"vd_3","note":null,"events":[{"side":0,"source":"shop","external_id":"s1"},)"
          R"({"side":0,"source":"woo","external_id":"w1"},{"side":1,"source":"crm","external_id":"d1"}]},)"
          R"({"verdict_id":"vd_1","decided_at":"2026-02-09T09:00:00Z","verdict":"together",)"
          R"("withdrawn":true,"overruled_by":null,"note":null,"events":[{"side":0,"source":"woo","external_id":"w1"},)"
          R"({"side":1,"source":"crm","external_id":"d1"}]}],"next_cursor":null})"),
      answer_of(200, R"({"events":[{"source":"shop","external_id":"s1","order_id":"1001",)"
                     R"("value":{"amount":"99.00","currency":"EUR"}},{"source":"woo","external_id":"w1",)"
                     R"("order_id":"1001","value":{"amount":"98.00","currency":"EUR"}}]})"),
      answer_of(404, "{}")};
  CHECK(session(hub, {"decisions"}).out.str() ==
        "verdict id  decided at            verdict   withdrawn  overruled by  orders\n"
        "vd_2        2026-02-09T10:00:00Z  apart     no         vd_3          1001 (99.00 EUR of shop, 98.00 EUR of "
        "woo) kept apart "
        "from d1 (crm)\n"
        "vd_1        2026-02-09T09:00:00Z  together  yes        -             1001 (98.00 EUR of woo) and d1 (crm)\n");
  REQUIRE(hub.asked.size() == 3);
  CHECK(hub.asked[1].target == "/v1/conversions/" + conversion_id(event_key("shop", "s1")));
}

TEST_CASE("pairs end with the ids of their conversions, two where they are two", "[app][duplicates]") {
  recorded_hub hub;
  const auto pair = [](const std::string& other) {
    return R"({"standing":"merged","event":{"conversion_id":"cv_1","source":"woo"},"partner":{"conversion_id":")" +
           other + R"(","source":"shop"}})";
  };
  hub.answers = {answer_of(200, R"({"data":[)" + pair("cv_1") + "]}"),
                 answer_of(200, R"({"data":[)" + pair("cv_2") + "]}")};
  CHECK(session(hub, {"duplicates"}).out.str() ==
        "standing  event source  partner source  conversion id\n"
        "merged    woo           shop            cv_1\n");
  CHECK(session(hub, {"duplicates"}).out.str().ends_with("cv_1           cv_2\n"));
}

TEST_CASE("whoever parts a conversion hears what stands now, and how one decision alone is undone",
          "[app][duplicates]") {
  const auto conversion = [](const std::string& id, const std::string& order) {
    return answer_of(200, R"({"conversion_id":")" + id + R"(","order_id":)" + order +
                              R"(,"gross":{"amount":"24.80","currency":"EUR"},"sources":["shop"]})");
  };
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"verdict_id":"vd_9","conversions":["cv_1","cv_2","cv_3"],"overrules":[]})"),
                 conversion("cv_1", "\"1001\""), conversion("cv_2", "null"), answer_of(404, "{}")};
  CHECK(session(hub, {"unmerge", "cv_1"})
            .out.str()
            .ends_with("What stands now:\n"
                       "  1001, 24.80 EUR, told by shop (cv_1)\n"
                       "  without an order number, 24.80 EUR, told by shop (cv_2)\n"
                       "Each of the 3 reports stands apart. To undo one decision only, take this one back, 'convhub "
                       "unmerge vd_9', then 'convhub unmerge vd_…' with the id that 'convhub decisions' shows.\n"));
  hub.answers = {answer_of(200, R"({"verdict_id":"vd_9","conversions":["cv_1","cv_2"],"overrules":[]})")};
  CHECK(session(hub, {"unmerge", "cv_1"}).out.str().find("stands apart") == std::string::npos);
}

TEST_CASE("a conversion is not merged with itself, whatever names it", "[app][duplicates]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"data":[{"conversion_id":"cv_1"}]})")};
  const session s(hub, {"merge", "1001", "cv_1"});
  CHECK(s.code == exit_code::failed);
  CHECK(s.err.str() == "convhub: these are one conversion already, cv_1\n");
  CHECK(hub.asked.size() == 1);
}
