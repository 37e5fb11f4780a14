// The match report as JSON and CSV, and what its route reads.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "net/match_views.hpp"
#include "net/query.hpp"
#include "net/report_json.hpp"
#include "net/report_parameters.hpp"

using namespace hub;
using namespace hub::net;

namespace {

const currency eur = parse_currency("EUR").value();

match_report small_match() {
  match_report r;
  r.query.currency = eur;
  r.query.models = {model::linear};
  r.data_seq = 9;
  match_row spent;
  spent.campaign = {"120", "Spring Sale"};
  spent.platforms = {"meta"};
  spent.spend.cost = 900;
  spent.spend.impressions = 10;
  match_row met;
  met.campaign = {"=spring_sale", "=spring_sale"};
  met.touches = 7;
  met.channel = "Paid Social";
  met.credit.revenue = 4000;
  met.credit.conversions.add(share_unit / 2);
  met.credit.conversions.settle();
  r.without_touches = {spent};
  r.without_spend = {met};
  r.only_spend.add(spent);
  r.only_touches.add(met);
  r.touches_without_campaign = 3;
  r.suggestions = {{met.campaign, spent.campaign, 1000, likeness::same_name, "one name"}};
  return r;
}

report_query read(std::string_view text, std::size_t complaints = 0) {
  parameter_reader in(parse_parameters(text).value());
  const auto zones = [](std::string_view) -> result<zone> { return zone{}; };
  auto q = read_report(in, report_kind::match, report_query{}, zones, 20'000 * day_us);
  CHECK(in.finish().size() == complaints);
  return q;
}

}  // namespace

TEST_CASE("a match report says what lacks what, and a suggestion carries the body that accepts it", "[net][match]") {
  const auto o = boost::json::parse(match_json(small_match())).as_object();
  CHECK(o.at("meta").at("group_by").as_array().at(0) == "campaign");
  CHECK_FALSE(o.at("meta").at("filters").as_object().contains("campaign"));
  CHECK(boost::json::serialize(o.at("spend_without_touches")) ==
        R"([{"campaign_id":"120","name":"Spring Sale","platforms":["meta"],"spend":"9.00","impressions":10,"clicks":0,)"
        R"("platform_conversions":null,"platform_revenue":null}])");
  CHECK(boost::json::serialize(o.at("touches_without_spend").as_array().at(0).at("touches")) == "7");
  CHECK(o.at("touches_without_spend").as_array().at(0).at("channel") == "Paid Social");
  CHECK(o.at("touches_without_spend").as_array().at(0).at("revenue") == "40.00");
  const auto& suggestion = o.at("suggestions").as_array().at(0);
  CHECK(suggestion.at("score").to_number<double>() == 1);
  CHECK(suggestion.at("reason") == "same_name");
  CHECK(boost::json::serialize(suggestion.at("accept")) == R"({"from":"=spring_sale","to":"120"})");
  CHECK(o.at("totals").at("touches_without_spend").at("touches").to_number<int>() == 7);
  CHECK(o.at("totals").at("spend_without_touches").at("spend") == "9.00");
  CHECK(o.at("totals").at("touches_without_campaign").to_number<int>() == 3);
}

TEST_CASE("a match report as CSV has a row for each campaign that lacks its counterpart", "[net][match]") {
  CHECK(match_csv(small_match()) ==
        "missing,campaign_id,name,channel,spend,touches,conversions,revenue,suggested_campaign_id,score,reason\r\n"
        "touches,120,Spring Sale,,9.00,0,0,0.00,,,\r\n"
        "spend,'=spring_sale,'=spring_sale,Paid Social,0.00,7,0.5,40.00,120,1,same_name\r\n");
}

TEST_CASE("a match report is by campaign, of all campaigns, and as long as asked for", "[net][match]") {
  CHECK(read("").top == 100);
  CHECK(read("").group_by == std::vector{dimension::campaign});
  CHECK(read("limit=7&model=linear").top == 7);
  read("limit=0", 1);
  read("group_by=channel", 1);
  read("campaign=x", 1);
  read("model=markov", 1);
}

TEST_CASE("accounts with days of another zone are a note of the report", "[net][match]") {
  auto r = small_match();
  r.foreign = {{"Asia/Tokyo", {"meta act_1"}}};
  const auto o = boost::json::parse(match_json(r)).as_object();
  const auto& note = o.at("meta").at("notes").as_array().at(0);
  CHECK(note.at("code") == "spend-days-of-another-zone");
  CHECK(note.at("tz") == "Asia/Tokyo");
  CHECK(note.at("detail") ==
        "days of spend of meta act_1 are days of Asia/Tokyo, and this report's are of UTC; a day of spend is not split "
        "and keeps its date");

  attribution_report roas;
  roas.query.currency = eur;
  roas.query.models = {model::linear};
  roas.attributed = roas.unattributed = {credit_cell{}};
  roas.booked = {0};
  roas.foreign = r.foreign;
  const auto meta = boost::json::parse(report_json(roas, report_kind::roas)).at("meta").as_object();
  CHECK(meta.at("notes").as_array().at(0).at("tz") == "Asia/Tokyo");
}
