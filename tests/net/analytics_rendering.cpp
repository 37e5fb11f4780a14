// Cells, series, cohorts, sources and export rows in, bytes out.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "net/cell_views.hpp"
#include "net/cohort_views.hpp"
#include "net/listing_rows.hpp"
#include "net/rendered_report.hpp"
#include "net/report_meta.hpp"
#include "net/series_views.hpp"
#include "net/source_views.hpp"

using namespace hub;
using namespace hub::net;

namespace {

const currency eur = parse_currency("EUR").value();

credit_cell cell(std::int64_t revenue, std::int64_t units) {
  credit_cell c;
  c.revenue = revenue;
  c.conversions.add(units);
  c.conversions.settle();
  return c;
}

report_query query(std::vector<dimension> by = {dimension::campaign}) {
  report_query q;
  q.currency = eur;
  q.models = {model::linear};
  q.group_by = std::move(by);
  return q;
}

boost::json::object parsed(const std::string& text) { return boost::json::parse(text).as_object(); }
std::string from(const std::string& text, const std::string& begin) { return text.substr(text.find(begin)); }

/// One conversion of 10.00, half of it Spring's.
cell_report small_cell() {
  cell_report r;
  r.query = query();
  r.group = {"c1"};
  r.names = {"Spring"};
  r.cell.what = report_cell::kind::group;
  explained_conversion c;
  c.credit.id = {0, 1};
  c.credit.at = 5 * second_us;
  c.credit.entries = {{5 * second_us, entry_kind::sale, 1, 1000}};
  c.credit.models = {cell(500, share_unit / 2)};
  c.type = "purchase";
  c.source = "shop";
  c.order = "1001";
  explained_cell_touch t;
  t.credit.ordinal = 0;
  t.credit.at = second_us;
  t.credit.weights = {0.5};
  t.credit.models = c.credit.models;
  t.id = "t1";
  t.channel = "Email";
  t.campaign = "c1";
  t.campaign_name = "Spring";
  c.touches = {t};
  r.conversions = {c};
  r.all_conversions = 1;
  r.explained = r.reported = {cell(500, share_unit / 2)};
  return r;
}

}  // namespace

TEST_CASE("an explained cell shows the figure, the conversions behind it and that they add up to it", "[net][cells]") {
  CHECK(from(cell_json(small_cell(), report_kind::attribution), "\"cell\"") ==
        "\"cell\":{\"group\":{\"campaign_id\":\"c1\",\"name\":\"Spring\"},\"conversions\":0.5,\"revenue\":\"5.00\"},"
        "\"check\":{\"conversions\":1,\"sum\":{\"conversions\":0.5,\"revenue\":\"5.00\"},\"reconciles\":true},"
        "\"data\":[{\"conversion_id\":\"cv_00000000000000000000000000000001\",\"occurred_at\":\"1970-01-01T00:00:05Z\","
        "\"type\":\"purchase\",\"source\":\"shop\",\"order_id\":\"1001\",\"entries\":[{\"kind\":\"sale\",\"occurred_"
        "at\":\"1970-01-01T00:00:"
        "05Z\","
        "\"booked\":\"10.00\",\"count\":1}],\"conversions\":0.5,\"revenue\":\"5.00\",\"touchpoints\":[{\"touch_id\":"
        "\"t1\","
        "\"occurred_at\":\"1970-01-01T00:00:01Z\",\"channel\":\"Email\",\"campaign_id\":\"c1\",\"campaign_name\":"
        "\"Spring\","
        "\"weight\":0.5,\"conversions\":0.5,\"credit\":\"5.00\"}]}],\"next_cursor\":null}\n");
}

TEST_CASE("a cell whose conversions do not add up to it says so", "[net][cells]") {
  auto r = small_cell();
  r.reported[0].revenue = 501;
  CHECK_FALSE(parsed(cell_json(r, report_kind::attribution)).at("check").at("reconciles").as_bool());
}

TEST_CASE("an explained ROAS cell has its spend, an unattributed one no touches", "[net][cells]") {
  auto r = small_cell();
  r.spend = spend_sum{};
  r.spend->cost = 250;
  CHECK(parsed(cell_json(r, report_kind::roas)).at("cell").at("roas").as_int64() == 2);
  r.cell.what = report_cell::kind::unattributed;
  r.conversions[0].touches[0].credit.ordinal = no_touch;
  r.conversions[0].credit.excluded = {{exclusion::bot, 2}, {exclusion::outside_window, 1}};
  r.conversions[0].order.clear();
  const auto answer = parsed(cell_json(r, report_kind::attribution));
  CHECK(answer.at("cell").at("group").as_string() == "(unattributed)");
  CHECK(answer.at("data").at(0).at("touchpoints").as_array().empty());
  CHECK(answer.at("data").at(0).at("order_id").is_null());
  CHECK(boost::json::serialize(answer.at("data").at(0).at("excluded")) == "{\"bot\":2,\"outside-window\":1}");
}

TEST_CASE("a comparison's cell has the figures of each model under its name", "[net][cells]") {
  const auto answer = parsed(cell_json(small_cell(), report_kind::compare));
  CHECK(answer.at("cell").at("models").at("linear").at("revenue").as_string() == "5.00");
  CHECK(answer.at("data").at(0).at("touchpoints").at(0).at("models").at("linear").at("weight").as_double() == 0.5);
}

TEST_CASE("a series has a row for each day, with spend beside what was earned", "[net][series]") {
  series_report r;
  r.query = query({dimension::day});
  series_row row{"2026-03-01", {{cell(900, share_unit)}, {cell(100, share_unit)}, {250}}, {}};
  row.spend.cost = 500;
  r.rows = {row};
  r.totals = row;
  CHECK(from(series_json(r, false), "\"rows\"")
            .starts_with("\"rows\":[{\"group\":{\"day\":\"2026-03-01\"},\"spend\":\"5.00\",\"conversions\":2,"
                         "\"revenue\":\"10.00\","
                         "\"refunded\":\"2.50\",\"attributed_revenue\":\"9.00\",\"roas\":1.8,\"blended_roas\":2}],"
                         "\"totals\":{\"spend\""));
  CHECK(series_csv(r, false) ==
        "row,day,spend,conversions,revenue,refunded,attributed_revenue,roas,blended_roas\r\n"
        "group,2026-03-01,5.00,2,10.00,2.50,9.00,1.8,2\r\n"
        "total,,5.00,2,10.00,2.50,9.00,1.8,2\r\n");
  CHECK(series_csv(r, true).starts_with("row,day,spend,linear_conversions,linear_revenue,"));
  CHECK(parsed(series_json(r, true)).at("rows").at(0).at("models").at("linear").at("roas").as_double() == 1.8);
}

TEST_CASE("a cohort shows no revenue for a day that the data do not reach", "[net][cohorts]") {
  cohort_report r;
  r.query = query();
  cohort_row row;
  row.month = "2026-01";
  row.group = "c1";
  row.name = "Spring";
  row.customers = {2, 0};
  row.revenue = {100, 250, 250, 250, 250, 250, 250};
  row.mature = {true, true, false, false, false, false, false};
  row.revenue_so_far = 250;
  row.spend = 200;
  row.payback_day = 3;
  r.rows = {row};
  CHECK(from(cohorts_json(r), "\"rows\"") ==
        "\"rows\":[{\"cohort\":\"2026-01\",\"group\":{\"campaign_id\":\"c1\",\"name\":\"Spring\"},\"customers\":2,"
        "\"spend\":\"2.00\",\"revenue_by_day\":{\"0\":\"1.00\",\"7\":\"2.50\",\"30\":null,\"60\":null,\"90\":null,"
        "\"180\":null,\"365\":null},\"immature\":[30,60,90,180,365],\"revenue\":\"2.50\",\"payback_day\":3}],"
        "\"unattributed\":[],\"cohorts\":[]}\n");
  CHECK(cohorts_csv(r) ==
        "row,cohort,campaign_id,name,customers,spend,day_0,day_7,day_30,day_60,day_90,day_180,day_365,immature,revenue,"
        "payback_day\r\n"
        "group,2026-01,c1,Spring,2,2.00,1.00,2.50,,,,,,30 60 90 180 365,2.50,3\r\n");
}

TEST_CASE("sources stand beside what their reports really were", "[net][sources]") {
  sources_answer answer;
  answer.rates = std::make_shared<rate_table>();
  source_sum shop;
  shop.source = "shop";
  shop.events = 3;
  shop.outcomes = 2;
  shop.merged = 1;
  shop.conversions = 2;
  shop.claimed[eur][10] = 1500;
  shop.claimed[parse_currency("CHF").value()][10] = 700;
  answer.sums.sources = {shop};
  answer.sums.events = 3;
  answer.sums.outcomes = 2;
  answer.sums.conversions = 1;
  answer.sums.sold[eur][10] = 1000;
  const auto r = make_sources(query(), answer);
  CHECK(sources_csv(r) ==
        "row,source,events,outcomes,merged,conversions,claimed,difference,value\r\n"
        "group,shop,3,2,1,2,15.00,5.00,\r\n"
        "total,,3,2,1,1,15.00,5.00,10.00\r\n");
  CHECK_FALSE(parsed(sources_json(r)).at("meta").at("complete").as_bool());
  CHECK(parsed(sources_json(r)).at("rows").at(0).at("difference").as_string() == "5.00");
  answer.sums.sold[parse_currency("CHF").value()][10] = 700;
  CHECK(make_sources(query(), answer).unconverted.at(parse_currency("CHF").value()).amount == 700);  // once, not twice
}

TEST_CASE("credits are exported a row for each touch and model", "[net][export]") {
  CHECK(
      credit_rows(export_format::csv, small_cell(), true) ==
      "conversion_id,occurred_at,type,source,model,touch_id,touched_at,channel,campaign_id,campaign_name,weight,"
      "conversions,credit,currency\r\n"
      "cv_00000000000000000000000000000001,1970-01-01T00:00:05Z,purchase,shop,linear,t1,1970-01-01T00:00:01Z,Email,c1,"
      "Spring,0.5,0.5,5.00,EUR\r\n");
  auto unattributed = small_cell();
  unattributed.conversions[0].touches[0] = {};
  unattributed.conversions[0].touches[0].credit.models = {cell(500, share_unit)};
  CHECK(from(credit_rows(export_format::ndjson, unattributed, true), "\"touch_id\"") ==
        "\"touch_id\":null,\"touched_at\":null,\"channel\":null,\"campaign_id\":null,\"campaign_name\":null,"
        "\"weight\":null,\"conversions\":1,\"credit\":\"5.00\",\"currency\":\"EUR\"}\n");
  auto unpriced = small_cell();
  unpriced.conversions[0].credit.entries.push_back({0, entry_kind::sale, 1, 0, false});
  CHECK(from(credit_rows(export_format::ndjson, unpriced, true), "\"conversions\"") ==
        "\"conversions\":0.5,\"credit\":null,\"currency\":\"EUR\"}\n");
}

TEST_CASE("spend and touches are exported as they were told, formulas guarded", "[net][export]") {
  listed_spend spend;
  spend.row.day = 1;
  spend.row.platform = "meta";
  spend.row.campaign_id = "=c1";
  spend.row.cost = {1234, eur};
  spend.row.platform_value = 10;
  spend.row.tz = "Asia/Tokyo";
  spend.counted = false;
  CHECK(spend_rows(export_format::csv, {spend}, false) ==
        "1970-01-02,meta,,'=c1,,,,12.34,EUR,0,0,,0.10,false,Asia/Tokyo\r\n");
  listed_touch touch;
  touch.touch.id = "t1";
  touch.touch.channel = "Email";
  touch.contact = "ct_1";
  CHECK(touch_rows(export_format::csv, {touch}, false) == "t1,1970-01-01T00:00:00Z,click,Email,,,,,,,ct_1,\r\n");
  CHECK(touch_rows(export_format::csv, {}, true).starts_with("touch_id,occurred_at,interaction,channel,"));
}

TEST_CASE("pages of lines become one JSON array", "[net][export]") {
  const auto whole = [](std::vector<std::string> pages) {
    export_frame frame(export_format::json);
    std::string out;
    for (std::size_t i = 0; i < pages.size(); ++i) out += frame.wrap(pages[i], i + 1 == pages.size());
    return out;
  };
  CHECK(whole({"1\n2\n", "", "3\n"}) == "[\n1,\n2,\n3\n]\n");
  CHECK(whole({"", "1\n", ""}) == "[\n1\n]\n");
  CHECK(whole({""}) == "[\n]\n");
  export_frame lines(export_format::ndjson);
  CHECK(lines.wrap("1\n2\n", true) == "1\n2\n");
}

TEST_CASE("a filter that nobody's name passes is told in the answer, in CSV by a header", "[net][reports]") {
  json_writer out;
  out.begin_object();
  write_meta(out, query(), report_kind::attribution, 1, {}, nullptr, {{"source", "shpo", "shop"}});
  out.end_object();
  CHECK(from(out.take(), "\"notes\"") ==
        "\"notes\":[{\"code\":\"name-unknown\",\"parameter\":\"source\","
        "\"detail\":\"no fact names the source 'shpo'; did you mean 'shop'?\"}]}}");
  const auto csv = rendered(shape::csv, "", {1, true, 0, {{"source", "a\r\nX: y", ""}, {"campaign", "b", ""}}});
  CHECK(csv.headers.back() == std::pair<std::string, std::string>("X-Unknown-Names", "source, campaign"));
}
