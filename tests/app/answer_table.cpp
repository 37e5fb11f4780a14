#include "app/answer_table.hpp"

#include <catch2/catch.hpp>

using namespace hub::app;
namespace json = boost::json;

TEST_CASE("a ROAS report shows its rows, the unattributed and the total, and that they reconcile", "[app]") {
  const auto report =
      json::parse(R"({"meta":{"model":"linear","currency":"EUR","lookback_days":90,"tz":"UTC","complete":true},
    "rows":[{"group":{"campaign_id":"c1","name":"Spring"},"spend":"10.00","conversions":1.5,"revenue":"99.99","roas":9.999},
            {"group":{"campaign_id":"c2","name":"Brand"},"spend":"0.00","conversions":2,"revenue":"1.00","roas":null}],
    "unattributed":{"conversions":1,"revenue":"5.00"},
    "blended":{"roas":10.599},
    "totals":{"spend":"10.00","conversions":4.5,"revenue":"105.99","roas":10.099,"booked":"105.99","reconciles":true}})");
  CHECK(show_report(report, {}) ==
        "linear · EUR · all time (UTC) · lookback 90 days\n"
        "\n"
        "campaign        campaign id  spend  conversions  revenue   roas\n"
        "Spring          c1           10.00         1.50    99.99  10.00\n"
        "Brand           c2            0.00         2.00     1.00      -\n"
        "(unattributed)                             1.00     5.00\n"
        "total                        10.00         4.50   105.99  10.10\n"
        "\n"
        "Rows and (unattributed) add up to what was booked: 105.99 EUR\n"
        "The total's ROAS of 10.10 is of what the rows earned; of all revenue, blended, it is 10.60\n");
}

TEST_CASE("a report that does not reconcile or is not complete says so", "[app]") {
  const auto report = json::parse(R"({"meta":{"currency":"EUR","complete":false,"unconverted":[
      {"currency":"XAU","amount":"1.00","entries":1,"spend":"0.00","spend_rows":0}]},
    "rows":[],"unattributed":{"revenue":"1.00"},"totals":{"revenue":"1.00","booked":"2.00","reconciles":false}})");
  const auto text = show_report(report, {});
  CHECK(
      text.find("Not complete: there is no exchange rate for 1.00 XAU to EUR, so they count as nothing; --currency XAU "
                "reports in that (the setting money.currency always), 'import --kind fx-rates' brings rates\n") !=
      std::string::npos);
  CHECK(text.find("DOES NOT RECONCILE with what could be converted: 2.00 EUR") != std::string::npos);
}

TEST_CASE("what adds up where amounts have no rate is what could be converted, and their currencies are named",
          "[app]") {
  const auto report = json::parse(R"({"meta":{"currency":"USD","complete":false,"unconverted":[
      {"currency":"CHF","amount":"5.00","entries":1,"spend":"3.00","spend_rows":2},
      {"currency":"EUR","amount":"1065.00","entries":3,"spend":"0.00","spend_rows":0},
      {"currency":"SEK","amount":"0.00","entries":0,"spend":"1.00","spend_rows":1}]},
    "rows":[],"unattributed":{"revenue":"0.00"},"totals":{"revenue":"0.00","booked":"0.00","reconciles":true}})");
  CHECK(caveats_of(report.get_object()) ==
        "Not complete: there is no exchange rate for 5.00 CHF, 3.00 CHF of spend, 1065.00 EUR, 1.00 SEK of spend "
        "to USD, so they count as nothing; "
        "--currency CHF, EUR or SEK reports in that one (the setting money.currency always), 'import --kind fx-rates' "
        "brings rates\n"
        "Rows and (unattributed) add up to what could be converted: 0.00 USD\n");
}

TEST_CASE("a share of new customers above the whole is explained", "[app]") {
  const auto shown = [](const char* share) {
    return show_report(json::parse(std::string(R"({"meta":{"currency":"EUR","complete":true},
      "rows":[{"group":{"campaign_id":"c1"},"revenue":"1.00","new_customer_share":)") +
                                   share + "}]}"),
                       {});
  };
  CHECK(shown("1.25").find("known customers gave back more") != std::string::npos);
  CHECK(shown("1").find("gave back") == std::string::npos);
}

TEST_CASE("a report says which windows hold for some, and nothing where there are none", "[app][policy]") {
  const auto head = [](const char* rules) {
    const auto meta = json::parse(std::string(R"({"lookback_days":90,"filters":{"lookback":)") + rules + "}}");
    return headline_of(meta.get_object());
  };
  CHECK(head("[]") == "all time · lookback 90 days");
  CHECK(head(R"(["purchase/*/click:7","*/*/view:1"])") ==
        "all time · lookback 90 days · but purchase/*/click:7, */*/view:1");
}

TEST_CASE("a report of a campaign that nobody knows says so before its totals, which are of all campaigns", "[app]") {
  const auto report =
      json::parse(R"({"meta":{"currency":"EUR","filters":{"campaign":"nope"},"notes":[{"code":"name-unknown",
    "parameter":"campaign","detail":"no fact names the campaign 'nope'; did you mean 'note'?"}]},"rows":[],
    "unattributed":{"conversions":1,"revenue":"1.00"},"totals":{"conversions":2,"spend":"0.00","revenue":"9.00"}})");
  CHECK(show_report(report, {}) ==
        "EUR · all time\n\n"
        "Note: no fact names the campaign 'nope'; did you mean 'note'?\n"
        "No row: the campaign 'nope' neither earned nor cost anything here. Below are all campaigns together.\n\n"
        "label                 conversions  revenue  spend\n"
        "(unattributed)                  1     1.00\n"
        "total, all campaigns            2     9.00   0.00\n\n");
}

TEST_CASE("a report that nothing fits says so", "[app]") {
  const auto text = [](const std::string& totals) {
    return show_report(json::parse(R"({"meta":{},"rows":[],"totals":)" + totals + "}"), {});
  };
  CHECK(text(R"({"conversions":0,"spend":"0.00"})").find("Nothing fits: there is no conversion and no spend") !=
        std::string::npos);
  CHECK(text(R"({"conversions":1,"spend":"0.00"})").find("Nothing fits") == std::string::npos);
  CHECK(text(R"({"conversions":0,"spend":"0.10"})").find("Nothing fits") == std::string::npos);
}

TEST_CASE("a report over time begins with its first data unless it is told where", "[app]") {
  const auto report = [](const std::string& from) {
    return json::parse(
        R"({"meta":{"from":)" + from +
        R"(},"rows":[{"day":"2026-01-01","spend":"0.00","roas":null},)"
        R"({"day":"2026-01-02","spend":"0.00","roas":null},{"day":"2026-01-03","spend":"1.00","roas":0},)"
        R"({"day":"2026-01-04","spend":"0.00","roas":null}],"totals":{"spend":"1.00"}})");
  };
  const auto text = show_daily(report("null"), {});
  CHECK(text.find("\n2026-01-02") == std::string::npos);
  CHECK(text.find("\n2026-01-03") != std::string::npos);
  CHECK(text.find("\n2026-01-04") != std::string::npos);
  CHECK(text.ends_with("2 rows without data before 2026-01-03 left out; --from 2026-01-01 shows them.\n"));
  CHECK(show_daily(report("\"2026-01-01\""), {}) == show_report(report("\"2026-01-01\""), {}));
}

TEST_CASE("a long gap without data in a report over time is one line", "[app]") {
  const auto report = [](int empty) {
    json::array rows{json::object{{"day", "2026-01-01"}, {"spend", "1.00"}}};
    for (int i = 0; i < empty; ++i) rows.push_back(json::object{{"day", "d" + std::to_string(i)}, {"spend", "0.00"}});
    rows.push_back(json::object{{"day", "2035-01-01"}, {"spend", "2.00"}});
    return json::value(json::object{{"meta", json::object()}, {"rows", rows}, {"totals", json::object()}});
  };
  CHECK(show_daily(report(62), {}).find("\nd61") != std::string::npos);
  const auto text = show_daily(report(63), {});
  CHECK(text.find("\nd0") == std::string::npos);
  CHECK(text.find("\n2026-01-01") != std::string::npos);
  CHECK(text.find("\n2035-01-01") != std::string::npos);
  CHECK(text.ends_with("63 rows without data before 2035-01-01 left out; --from d0 shows them.\n"));
}

TEST_CASE("a report says what was left out for its labels", "[app]") {
  const auto report = json::parse(
      R"({"meta":{"left_out":{"labels":["fast-order"],"conversions":2,"net":[{"amount":"1.50","currency":"EUR"},{"amount":"7.00","currency":"USD"}]}},
    "rows":[],"unattributed":{"revenue":"1.00"},"totals":{"revenue":"1.00"}})");
  CHECK(show_report(report, {}).find("Left out for their labels: 2 conversions of 1.50 EUR, 7.00 USD\n") !=
        std::string::npos);
}

TEST_CASE("a comparison shows revenue and conversions of all models, a table each", "[app]") {
  const auto report = json::parse(R"({"meta":{"models":["linear","last_touch"],"currency":"EUR"},
    "rows":[{"group":{"channel":"Email"},"models":{"linear":{"conversions":0.5,"revenue":"1.00"},"last_touch":{"conversions":1,"revenue":"2.00"}}}],
    "unattributed":{"models":{"linear":{"conversions":0,"revenue":"3.00"},"last_touch":{"conversions":0,"revenue":"2.00"}}},
    "totals":{"models":{"linear":{"conversions":0.5,"revenue":"4.00"},"last_touch":{"conversions":1,"revenue":"4.00"}},"booked":"4.00","reconciles":true}})");
  CHECK(show_report(report, {}) ==
        "linear, last_touch · EUR · all time\n\n"
        "revenue\n"
        "channel         linear  last touch\n"
        "Email             1.00        2.00\n"
        "(unattributed)    3.00        2.00\n"
        "total             4.00        4.00\n\n"
        "conversions\n"
        "channel         linear  last touch\n"
        "Email             0.50           1\n"
        "(unattributed)    0.00           0\n"
        "total             0.50           1\n\n"
        "Rows and (unattributed) add up to what was booked: 4.00 EUR\n");
}

TEST_CASE("paths show their steps in order", "[app]") {
  const auto document = json::parse(
      R"({"meta":{"currency":"EUR"},"total_paths":3,"top_patterns":[{"path":["Email","Direct"],"conversions":2}]})");
  CHECK(show_document(document, {}) ==
        "EUR · all time\n\n"
        "total paths  3\n\n"
        "top patterns\n"
        "path            conversions\n"
        "Email > Direct            2\n");
}

TEST_CASE("models side by side become columns of their own", "[app]") {
  const auto rows = json::parse(
      R"([{"group":{"channel":"Email"},"models":{"linear":{"revenue":"1.00"},"last_touch":{"revenue":"20.00"}}}])");
  CHECK(render(table_of(rows.as_array()), {}) ==
        "channel  linear  last touch\n"
        "Email      1.00       20.00\n");
}

TEST_CASE("any other answer shows values first and lists as tables", "[app]") {
  const auto document = json::parse(R"({"id":"cv_1","net":{"amount":"9.90","currency":"EUR"},"offline":false,
    "touchpoints":[{"channel":"Email","weight":0.25},{"channel":"Direct","weight":0.75}]})");
  CHECK(show_document(document, {}) ==
        "id       cv_1\n"
        "net      9.90 EUR\n"
        "offline  no\n"
        "\n"
        "touchpoints\n"
        "channel  weight\n"
        "Email    0.2500\n"
        "Direct   0.7500\n");
}

TEST_CASE("chosen columns come in the order asked for", "[app]") {
  const auto rows = json::parse(R"([{"id":"a","type":"purchase","extra":1}])");
  static constexpr std::string_view wanted[] = {"type", "id", "missing"};
  CHECK(render(table_of(rows.as_array(), wanted), {}) == "type      id\npurchase  a\n");
}

TEST_CASE("a ROAS in a sentence has the decimals that it has in the table", "[app]") {
  const auto report = json::parse(R"({"meta":{"currency":"EUR"},"rows":[{"group":{"channel":"Email"},"roas":0}],
    "blended":{"roas":2},"totals":{"roas":0,"booked":"5.00","reconciles":true}})");
  CHECK_THAT(
      show_report(report, {}),
      Catch::EndsWith("The total's ROAS of 0.00 is of what the rows earned; of all revenue, blended, it is 2.00\n"));
}
