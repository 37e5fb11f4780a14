#include "app/cell_table.hpp"

#include <catch2/catch.hpp>

using namespace hub::app;
namespace json = boost::json;

TEST_CASE("an explained cell shows its figure, the conversions behind it and that they add up", "[app]") {
  const auto answer = json::parse(R"({"meta":{"model":"linear","currency":"EUR","tz":"UTC","complete":true},
    "cell":{"group":{"campaign_id":"c1","name":"Spring"},"conversions":0.5,"revenue":"5.00"},
    "check":{"conversions":1,"sum":{"conversions":0.5,"revenue":"5.00"},"reconciles":true},
    "data":[{"conversion_id":"cv_1","occurred_at":"2026-03-01T00:00:00Z","type":"purchase","source":"shop",
      "entries":[{"kind":"sale","occurred_at":"2026-03-01T00:00:00Z","booked":"12.00","count":1},
                 {"kind":"refund","occurred_at":"2026-03-02T00:00:00Z","booked":"-2.00","count":0}],
      "conversions":0.5,"revenue":"5.00","touchpoints":[{"touch_id":"t1"},{"touch_id":"t2"}]}],"next_cursor":"abc"})");
  CHECK(show_cell(answer, {}) ==
        "linear · EUR · all time (UTC)\n\nSpring (c1)\nconversions 0.50 · revenue 5.00\n\n"
        "conversion id  occurred at           type      source  entries                   conversions  revenue  "
        "touchpoints\n"
        "cv_1           2026-03-01T00:00:00Z  purchase  shop    sale 12.00, refund -2.00         0.50     5.00  t1, "
        "t2\n\n"
        "1 conversion adds up to the cell: conversions 0.50 · revenue 5.00\nMore: add --cursor abc\n");
}

TEST_CASE("a cell that its conversions do not add up to is not passed over", "[app]") {
  const auto answer = json::parse(R"J({"meta":{},"cell":{"group":"(unattributed)","revenue":"5.00"},
    "check":{"conversions":2,"sum":{"revenue":"4.00"},"reconciles":false},"data":[],"next_cursor":null
})J");
  CHECK(show_cell(answer, {}).find("2 conversions add up to ANOTHER sum than the cell: revenue 4.00\n") !=
        std::string::npos);
}

TEST_CASE("a report with a filter that nobody's name passes says so below its rows", "[app]") {
  const auto report = json::parse(R"({"meta":{"notes":[{"code":"name-unknown","parameter":"source",
    "detail":"no fact names the source 'shpo'; did you mean 'shop'?"}]},"rows":[],"unattributed":[],"cohorts":[]})");
  CHECK(show_lists(report, {}).find("Note: no fact names the source 'shpo'; did you mean 'shop'?\n") !=
        std::string::npos);
}

TEST_CASE("an explained figure is called as it was asked for, with what it counts", "[app]") {
  const auto path = json::parse(R"({"meta":{"currency":"EUR","tz":"UTC","complete":true},
    "figure":{"path":["Email","Direct"],"counted":1,"revenue":"5.00"},
    "check":{"conversions":1,"sum":{"counted":1,"revenue":"5.00"},"reconciles":true},
    "data":[{"conversion_id":"cv_1","path":["Email","Direct"],"touchpoints":2,"counted":1,"revenue":"5.00"}],
    "next_cursor":null})");
  const auto text = show_cell(path, {});
  CHECK(text.find("\npath Email > Direct\ncounted 1 · revenue 5.00\n") != std::string::npos);
  CHECK(text.find("cv_1           Email > Direct") != std::string::npos);
  CHECK(text.ends_with("1 conversion adds up to the figure: counted 1 · revenue 5.00\n"));
  const auto cohort = json::parse(R"({"meta":{},"figure":{"cohort":"2026-02","group":{"channel":"Email"},"days":30,
    "customers":1.5,"revenue":"5.00"},"check":{"contacts":2,"sum":{"customers":1.5,"revenue":"5.00"},"reconciles":true},
    "data":[],"next_cursor":null})");
  CHECK(show_cell(cohort, {}).find("cohort 2026-02, Email, days 30\ncustomers 1.50 · revenue 5.00\n") !=
        std::string::npos);
  CHECK(show_cell(cohort, {}).find("2 contacts add up to the figure") != std::string::npos);
}
