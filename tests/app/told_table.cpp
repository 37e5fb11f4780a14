#include "app/told_table.hpp"

#include <catch2/catch.hpp>

#include "app/path_table.hpp"

using namespace hub::app;
namespace json = boost::json;

TEST_CASE("what sources told ends in what would be counted more than once", "[app]") {
  const auto told = [](const char* totals) {
    return show_told(json::parse(std::string(R"({"meta":{"currency":"EUR","complete":true},
      "rows":[{"source":"crm","events":2,"claimed":"30.00","difference":"-20.00"}],"totals":)") +
                                 totals + "}"),
                     {});
  };
  const auto text = told(R"({"events":5,"claimed":"80.00","difference":"30.00","value":"50.00"})");
  CHECK(text.find("-20.00") == text.npos);
  CHECK(
      text.ends_with("Together the sources claim 80.00 EUR; sold was 50.00 EUR before refunds, so 30.00 EUR would be "
                     "counted more than once\n"));
  CHECK(told(R"({"claimed":"50.00","difference":"0.00","value":"50.00"})")
            .ends_with("sold was 50.00 EUR before refunds\n"));
}

TEST_CASE("paths are summed up in words", "[app]") {
  const auto shown = [](const char* figures) {
    return show_paths(json::parse(std::string(R"({"meta":{"currency":"EUR"},"total_paths":3,"no_touch":1,)"
                                              R"("unique_patterns":2,)") +
                                  figures + R"(,"roles":[{"name":"Email","opener":2}]})"),
                      {});
  };
  const auto text = shown(R"("avg_touchpoints":2.5,"median":2,"p90":4,"time_to_convert":{"average_seconds":90000,
    "median_seconds":3600,"p90_seconds":172800})");
  CHECK(text.find("conversions with touchpoints  3\n") != text.npos);
  CHECK(text.find("touchpoints to convert        2.50 on average, median 2, 90 % at most 4\n") != text.npos);
  CHECK(text.find("time to convert               1d 1h on average, median 1h, 90 % at most 2d\n") != text.npos);
  CHECK(text.find("Email") != text.npos);
  CHECK(shown(R"("avg_touchpoints":null,"median":null,"p90":null,"time_to_convert":{"average_seconds":null,
    "median_seconds":null,"p90_seconds":null})")
            .find("touchpoints to convert        -\n") != text.npos);
}

TEST_CASE("cohorts say what their columns mean", "[app]") {
  const auto shown =
      show_cohorts(json::parse(R"({"meta":{"currency":"EUR"},"rows":[{"cohort":"2026-01","immature":[90]}]})"), {});
  CHECK(shown.find("2026-01") != std::string::npos);
  CHECK(shown.find("immature     days after the first conversion that the data do not reach yet\n") !=
        std::string::npos);
}
