// Reports in, bytes out.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "net/duplicate_views.hpp"
#include "net/path_views.hpp"
#include "net/report_csv.hpp"
#include "net/report_json.hpp"

using namespace hub;
using namespace hub::net;

namespace {

const currency eur = parse_currency("EUR").value();

credit_cell cell(std::int64_t revenue, std::int64_t units, std::int64_t new_revenue = 0) {
  credit_cell c;
  c.revenue = revenue;
  c.new_revenue = new_revenue;
  c.conversions.add(units);
  c.conversions.settle();
  return c;
}

/// Two campaigns; Spring has spend, the other one none. 90.00 attributed, 10.00 not.
attribution_report small_report() {
  attribution_report r;
  r.query.currency = eur;
  r.query.models = {model::linear};
  r.data_seq = 7;
  r.rows = {{{"c1"}, {"Spring"}, {cell(6000, 1'500'000'000'000, 3000)}, {}},
            {{"=c2"}, {"a \"b\", c"}, {cell(3000, 500'000'000'000)}, {}}};
  r.attributed = {cell(9000, 2 * share_unit, 3000)};
  r.unattributed = {cell(1000, share_unit, 1000)};
  r.booked = {10000};
  return r;
}

attribution_report with_spend(attribution_report r) {
  spend_sum spend;
  spend.cost = 4000;
  spend.impressions = 1000;
  spend.clicks = 50;
  spend.platform_value = 8000;
  spend.has_platform_value = true;
  spend.platform_conversions = 2'500'000;
  spend.has_platform_conversions = true;
  r.rows[0].spend = spend;
  r.rows[1].spend = spend_sum{};
  r.all_spend = r.spend = spend;
  return r;
}

boost::json::object parsed(const std::string& text) { return boost::json::parse(text).as_object(); }

/// The part of *text* from *begin* to its end, so that a test shows the bytes it is about.
std::string from(const std::string& text, const std::string& begin) { return text.substr(text.find(begin)); }

}  // namespace

TEST_CASE("an attribution answer has rows, the unattributed part and totals that reconcile", "[net][reports]") {
  CHECK(from(report_json(small_report(), report_kind::attribution), "\"rows\"") ==
        "\"rows\":[{\"group\":{\"campaign_id\":\"c1\",\"name\":\"Spring\"},\"conversions\":1.5,\"revenue\":\"60.00\"},"
        "{\"group\":{\"campaign_id\":\"=c2\",\"name\":\"a \\\"b\\\", c\"},\"conversions\":0.5,\"revenue\":\"30.00\"}],"
        "\"unattributed\":{\"conversions\":1,\"revenue\":\"10.00\"},"
        "\"totals\":{\"conversions\":3,\"revenue\":\"100.00\",\"booked\":\"100.00\",\"reconciles\":true}}\n");
}

TEST_CASE("a report that does not add up says so", "[net][reports]") {
  auto r = small_report();
  r.booked = {9999};
  CHECK(parsed(report_json(r, report_kind::attribution)).at("totals").at("reconciles") == false);
}

TEST_CASE("the meta of a report says how it was made", "[net][reports]") {
  auto r = small_report();
  r.query.scope.from = parse_instant("2026-01-01T00:00:00Z").value();
  r.query.group_by = {dimension::campaign};
  r.query.campaign = "c1";
  r.unconverted[parse_currency("JPY").value()] = {500, 2, 30, 1};
  r.query.leave_out = {label::bot_agent};
  r.query.policy = {{{"purchase", "Paid Social", interaction::click, 30 * day_us}}, {"brand*"}, {"paypal.com"}};
  r.query.rules.since_previous = true;
  r.left_out = {2, {{parse_currency("EUR").value(), 1250}}};
  const auto text = report_json(r, report_kind::attribution);
  CHECK(text.substr(0, text.find(",\"rows\"")) ==
        "{\"meta\":{\"model\":\"linear\",\"params\":{\"half_life_days\":7,\"first_weight\":0.4,\"last_weight\":0.4},"
        "\"lookback_days\":90,\"from\":\"2026-01-01T00:00:00Z\",\"to\":null,\"tz\":\"UTC\",\"currency\":\"EUR\","
        "\"basis\":\"conversion\",\"group_by\":[\"campaign\"],\"filters\":{\"conversion_type\":null,\"source\":null,"
        "\"campaign\":\"c1\",\"include_offline\":true,\"lookback\":[\"purchase/Paid Social/click:30\"],\"views\":false,"
        "\"click_beats_view\":true,\"direct\":\"drop_unless_only\",\"collapse_minutes\":0,\"bots\":false,"
        "\"since_previous_conversion\":true,\"campaign_priority\":[\"brand*\"],"
        "\"excluded_referrers\":[\"paypal.com\"]},\"left_out\":{\"labels\":[\"bot-agent\"],\"conversions\":2,"
        "\"net\":[{\"amount\":\"12.50\",\"currency\":\"EUR\"}]},\"data_seq\":7,\"complete\":false,"
        "\"unconverted\":[{\"currency\":\"JPY\",\"amount\":\"500\",\"entries\":2,\"spend\":\"30\",\"spend_rows\":1}]}");
}

TEST_CASE("ROAS is a ratio of minor units, and null where nothing was spent", "[net][reports]") {
  const auto report = parsed(report_json(with_spend(small_report()), report_kind::roas));
  const auto& rows = report.at("rows").as_array();
  CHECK(rows[0].at("spend") == "40.00");
  CHECK(rows[0].at("roas") == 1.5);
  CHECK(rows[0].at("platform_conversions") == 2.5);
  CHECK(rows[0].at("platform_roas") == 2);
  CHECK(rows[0].at("new_customer_share") == 0.5);
  CHECK(rows[0].at("new_customer_roas") == 0.75);
  CHECK(rows[1].at("new_customer_roas").is_null());
  CHECK(rows[1].at("spend") == "0.00");
  CHECK(rows[1].at("roas").is_null());
  CHECK(rows[1].at("platform_revenue").is_null());
}

TEST_CASE("total ROAS holds attributed revenue against spend, blended ROAS all revenue", "[net][reports]") {
  const auto report = parsed(report_json(with_spend(small_report()), report_kind::roas));
  CHECK(report.at("totals").at("revenue") == "100.00");
  CHECK(report.at("totals").at("roas") == 2.25);
  CHECK(report.at("totals").at("new_customer_share") == 0.4);
  CHECK(report.at("totals").at("new_customer_roas") == 0.75);  // the unattributed new customers cost nothing
  CHECK(report.at("blended").at("roas") == 2.5);
  CHECK(report.at("blended").at("spend") == "40.00");
}

TEST_CASE("a comparison has each model's figures under its name", "[net][reports]") {
  attribution_report r;
  r.query.currency = eur;
  r.query.models = {model::first_touch, model::last_touch};
  r.query.group_by = {dimension::channel, dimension::day};
  r.rows = {{{"Email", "2026-01-01"}, {"", ""}, {cell(100, share_unit), cell(0, 0)}, {}}};
  r.attributed = {cell(100, share_unit), cell(100, share_unit)};
  r.unattributed = {cell(0, 0), cell(0, 0)};
  r.booked = {100, 100};
  CHECK(from(report_json(r, report_kind::compare), "\"rows\"") ==
        "\"rows\":[{\"group\":{\"channel\":\"Email\",\"day\":\"2026-01-01\"},\"models\":"
        "{\"first_touch\":{\"conversions\":1,\"revenue\":\"1.00\"},"
        "\"last_touch\":{\"conversions\":0,\"revenue\":\"0.00\"}}}],"
        "\"unattributed\":{\"models\":{\"first_touch\":{\"conversions\":0,\"revenue\":\"0.00\"},"
        "\"last_touch\":{\"conversions\":0,\"revenue\":\"0.00\"}}},"
        "\"totals\":{\"models\":{\"first_touch\":{\"conversions\":1,\"revenue\":\"1.00\",\"booked\":\"1.00\"},"
        "\"last_touch\":{\"conversions\":1,\"revenue\":\"1.00\",\"booked\":\"1.00\"}},"
        "\"booked\":\"1.00\",\"reconciles\":false}}\n");
  const auto csv = report_csv(r, report_kind::compare);
  CHECK(csv.substr(0, csv.find("\r\n")) ==
        "row,channel,day,first_touch_conversions,first_touch_revenue,first_touch_booked,"
        "last_touch_conversions,last_touch_revenue,last_touch_booked,booked,reconciles");
  r.booked = {100, 90};
  CHECK(parsed(report_json(r, report_kind::compare)).at("totals").at("booked").is_null());
}

TEST_CASE("the CSV of a report marks its rows and guards cells that look like formulas", "[net][reports][csv]") {
  CHECK(report_csv(small_report(), report_kind::attribution) ==
        "row,campaign_id,name,conversions,revenue,booked,reconciles\r\n"
        "group,c1,Spring,1.5,60.00,,\r\n"
        "group,'=c2,\"a \"\"b\"\", c\",0.5,30.00,,\r\n"
        "unattributed,,,1,10.00,,\r\n"
        "total,,,3,100.00,100.00,true\r\n");
}

TEST_CASE("a negative amount stays a number in CSV", "[net][reports][csv]") {
  auto r = small_report();
  r.rows[0].models[0] = cell(-500, 0);
  CHECK(report_csv(r, report_kind::attribution).find("group,c1,Spring,0,-5.00,") != std::string::npos);
}

TEST_CASE("ROAS in CSV is the text that JSON has, and empty where it is null", "[net][reports][csv]") {
  auto r = with_spend(small_report());
  r.rows[0].models[0] = cell(1000, share_unit);
  r.rows[0].spend->cost = 3000;
  CHECK(report_json(r, report_kind::roas).find("\"roas\":0.3333333333333333,") != std::string::npos);
  const auto csv = report_csv(r, report_kind::roas);
  CHECK(csv.find("group,c1,Spring,30.00,1,10.00,0.3333333333333333,1000,50,2.5,80.00,") != std::string::npos);
  CHECK(csv.find("group,'=c2,\"a \"\"b\"\", c\",0.00,0.5,30.00,,0,0,,,,") != std::string::npos);
  CHECK(csv.find("blended,,,40.00,,100.00,2.5,") != std::string::npos);
}

TEST_CASE("paths tell patterns with their rate, and null averages where no path is", "[net][reports]") {
  path_report r;
  r.query.currency = eur;
  const auto empty = parsed(paths_json(r));
  CHECK(empty.at("avg_touchpoints").is_null());
  CHECK(empty.at("time_to_convert").at("median_seconds").is_null());

  r.total_paths = 2;
  r.touches = 5;
  r.top_patterns = {{{"Email", "=x"}, 1, 3, 999}};
  const auto report = parsed(paths_json(r));
  CHECK(report.at("avg_touchpoints") == 2.5);
  const auto& pattern = report.at("top_patterns").as_array()[0];
  CHECK(pattern.at("conversion_rate") == 0.25);
  CHECK(pattern.at("revenue") == "9.99");
  CHECK(paths_csv(r) == "path,conversions,revenue,conversion_rate\r\nEmail > =x,1,9.99,0.25\r\n");
}

TEST_CASE("duplicates are valued in the report's currency at the rate of their day", "[net][reports]") {
  auto rates = std::make_shared<rate_table>();
  const auto usd = parse_currency("USD").value(), jpy = parse_currency("JPY").value();
  REQUIRE(rates->set(0, usd, eur, "0.5").has_value());
  duplicates_answer answer;
  answer.sums = {{merge_rule::fuzzy, "meta_capi", "shop", 3, {{eur, {{5, 100}}}, {usd, {{5, 300}}}, {jpy, {{5, 70}}}}}};
  answer.events = 10;
  answer.conversions = 7;
  answer.rates = rates;
  report_query query;
  query.currency = eur;
  const auto report = make_duplicates(query, answer);
  const auto text = duplicates_json(report);
  CHECK(from(text, "\"rows\"") ==
        "\"rows\":[{\"rule\":\"fuzzy\",\"source\":\"meta_capi\",\"matched_source\":\"shop\",\"count\":3,"
        "\"value\":\"2.50\"}],\"totals\":{\"events\":10,\"conversions\":7,\"duplicates\":3,"
        "\"duplicate_value\":\"2.50\",\"dedup_rate\":0.3}}\n");
  CHECK(parsed(text).at("meta").at("complete") == false);
  CHECK(duplicates_csv(report) ==
        "row,rule,source,matched_source,count,value\r\ngroup,fuzzy,meta_capi,shop,3,2.50\r\ntotal,,,,3,2.50\r\n");
}

TEST_CASE("without events there is no rate of duplicates", "[net][reports]") {
  report_query query;
  query.currency = eur;
  const auto report = make_duplicates(query, {});
  CHECK(parsed(duplicates_json(report)).at("totals").at("dedup_rate").is_null());
}

TEST_CASE("a row of a data-driven model says what its credit comes from and how sure it is", "[net][reports]") {
  auto r = small_report();
  r.query.models = {model::markov};
  model_findings f;
  f.effects = {0.25, 0.75};
  f.conversions_within = {{0.1, 0.5}, {0.5, 0.9}};
  f.revenue_within = {{0, 1}, {0.5, 0.75}};
  r.findings = {{"=c2", "c1"}, {2, 1}, {f}};
  const auto rows = parsed(report_json(r, report_kind::attribution)).at("rows").as_array();
  const auto attributed = r.attributed[0].conversions.value();
  CHECK(rows[0].at("removal_effect") == 0.75);
  CHECK(rows[0].at("conversions_low").to_number<double>() == Approx(0.5 * attributed));
  CHECK(rows[0].at("revenue_high").as_string() == format_amount(r.attributed[0].revenue * 3 / 4, r.query.currency));
  CHECK(rows[1].at("removal_effect") == 0.25);
  const auto text = report_json(r, report_kind::attribution);
  CHECK(text.find("\"order\":1,\"seed\":1,\"intervals\":false,\"min_conversions\":30}") != text.npos);
  const auto csv = report_csv(r, report_kind::attribution);
  CHECK(csv.substr(0, csv.find('\r')) ==
        "row,campaign_id,name,conversions,revenue,booked,reconciles,removal_effect,conversions_low,conversions_high,"
        "revenue_low,revenue_high");
}
