#include "app/match_table.hpp"

#include <catch2/catch.hpp>

using namespace hub::app;
namespace json = boost::json;

TEST_CASE("a match report shows its lists and how a suggestion is accepted", "[app]") {
  const auto report = json::parse(R"({"meta":{"model":"linear","currency":"EUR","tz":"UTC","complete":true,
      "notes":[{"code":"spend-days-of-another-zone","tz":"Asia/Tokyo","detail":"days of spend of meta act_1"}]},
    "spend_without_touches":[{"campaign_id":"120","name":"Spring Sale","platforms":["meta"],"spend":"9.00"}],
    "touches_without_spend":[],
    "suggestions":[{"from":"spring_sale","to":"120","score":1,"reason":"same_name","detail":"one name",
      "accept":{"from":"spring_sale","to":"120"}}],
    "totals":{"matched":{"campaigns":4,"spend":"7.00"},"spend_without_touches":{"campaigns":1,"spend":"9.00"},
      "touches_without_campaign":3}})");
  const auto text = show_match(report, {});
  CHECK(text.find("cost and are met                4   7.00\n") != text.npos);
  CHECK(text.find("cost and are never met          1   9.00\n") != text.npos);
  CHECK(text.find("campaigns that") < text.find("spend without touches\n"));
  CHECK(text.find("touches without a campaign  3\n") != text.npos);
  CHECK(text.find("Spring Sale") != text.npos);
  CHECK(text.find("same_name") != text.npos);
  CHECK(text.find("accept.from") == text.npos);
  CHECK(text.find("Note: days of spend of meta act_1\n") != text.npos);
  CHECK(text.ends_with("Accept one: convhub alias add FROM TO\n"));
}

TEST_CASE("a match report without suggestions offers none", "[app]") {
  const auto report =
      json::parse(R"({"meta":{},"spend_without_touches":[],"touches_without_spend":[],"suggestions":[]})");
  CHECK(show_match(report, {}).find("Accept") == std::string::npos);
}
