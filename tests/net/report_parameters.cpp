#include "net/report_parameters.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "net/query.hpp"

using namespace hub;
using namespace hub::net;

namespace {

/// Knows Berlin in winter and no other zone.
result<zone> find_zone(std::string_view name) {
  if (name == "Europe/Berlin") return zone{"Europe/Berlin", {INT64_MIN}, {3600}};
  return fail("zone-unknown", "no such zone");
}

report_query defaults() {
  report_query q;
  q.currency = parse_currency("EUR").value();
  return q;
}

constexpr instant now = 20'000 * day_us;

struct reading {
  report_query query;
  std::map<std::string, std::string> complaints;  ///< code by parameter
};

reading read(report_kind kind, std::string_view text) {
  parameter_reader in(parse_parameters(text).value());
  reading r;
  r.query = read_report(in, kind, defaults(), find_zone, now);
  for (auto& complaint : in.finish()) r.complaints[complaint.pointer] = complaint.code;
  return r;
}

/// The one complaint about *text*, as `parameter code`.
std::string refusal(report_kind kind, std::string_view text) {
  std::string all;
  for (const auto& [parameter, code] : read(kind, text).complaints) all += parameter + " " + code + ";";
  return all;
}

constexpr auto attribution = report_kind::attribution;
constexpr auto roas = report_kind::roas;

}  // namespace

TEST_CASE("a report without parameters is the default report", "[net][reports]") {
  const auto r = read(attribution, "");
  CHECK(r.complaints.empty());
  CHECK(r.query.models == std::vector{model::time_decay});
  CHECK(r.query.group_by == std::vector{dimension::campaign});
  CHECK(r.query.rules == touch_rules{});
  CHECK(r.query.scope.from == std::numeric_limits<instant>::min());
  CHECK(r.query.scope.to == std::numeric_limits<instant>::max());
}

TEST_CASE("every parameter of an attribution report reaches its query", "[net][reports]") {
  const auto r = read(attribution,
                      "model=position_based&first_weight=0.3&last_weight=0.5&group_by=channel,week&from=2026-01-01&"
                      "to=2026-02-01T00:00:00Z&tz=Europe/Berlin&currency=usd&lookback_days=0.5&basis=touch&"
                      "include_offline=false&conversion_type=purchase&source=shop&campaign=c1&views=true&direct=keep&"
                      "collapse_minutes=30&bots=1");
  REQUIRE(r.complaints.empty());
  const auto& q = r.query;
  CHECK(q.models == std::vector{model::position_based});
  CHECK(q.params == model_params{7, 0.3, 0.5});
  CHECK(q.group_by == std::vector{dimension::channel, dimension::week});
  CHECK(q.rules.lookback_us == 12 * hour_us);
  CHECK(q.rules.collapse_us == 30 * minute_us);
  CHECK((q.rules.views && q.rules.bots && q.rules.direct == direct_policy::keep));
  CHECK(q.basis == report_basis::touch);
  CHECK(to_string(q.currency) == "USD");
  CHECK_FALSE(q.scope.include_offline);
  CHECK(q.scope.conversion_type == "purchase");
  CHECK(q.scope.source == "shop");
  CHECK(q.campaign == "c1");
}

TEST_CASE("a bare date is the first instant of that day in the report's zone", "[net][reports]") {
  const auto r = read(attribution, "tz=Europe/Berlin&from=2026-01-15&to=2026-01-16");
  CHECK(format_instant(r.query.scope.from) == "2026-01-14T23:00:00Z");
  CHECK(format_instant(r.query.scope.to) == "2026-01-15T23:00:00Z");
  CHECK(format_instant(read(attribution, "from=2026-01-15").query.scope.from) == "2026-01-15T00:00:00Z");
}

TEST_CASE("a range that holds nothing, a time without a zone and an unknown zone are refused", "[net][reports]") {
  CHECK(refusal(attribution, "from=2026-02-01&to=2026-02-01") == "to range-empty;");
  CHECK(refusal(attribution, "from=2026-02-02&to=2026-02-01") == "to range-empty;");
  CHECK(refusal(attribution, "from=2026-02-30") == "from date-malformed;");
  CHECK(refusal(attribution, "from=2026-02-01T10:00:00") == "from time-zone-missing;");
  CHECK(refusal(attribution, "tz=Mars/Phobos") == "tz zone-unknown;");
}

TEST_CASE("a model nobody has is refused with the names of those there are", "[net][reports]") {
  parameter_reader in(parse_parameters("model=crystal_ball").value());
  read_report(in, attribution, defaults(), find_zone, now);
  const auto complaints = in.finish();
  REQUIRE(complaints.size() == 1);
  CHECK(complaints[0].code == "model-unknown");
  for (const auto m : known_models) CHECK(complaints[0].detail.find(to_string(m)) != std::string::npos);
}

TEST_CASE("a comparison shows the five heuristics unless models are named, each once", "[net][reports]") {
  CHECK(read(report_kind::compare, "").query.models.size() == model_count);
  CHECK(read(report_kind::compare, "models=linear,%20last_touch").query.models ==
        std::vector{model::linear, model::last_touch});
  CHECK(refusal(report_kind::compare, "models=linear,linear") == "models model-repeated;");
  CHECK(refusal(report_kind::compare, "models=linear,") == "models parameter-list;");
  CHECK(refusal(report_kind::compare, "model=linear") == "model parameter-unknown;");
}

TEST_CASE("model parameters outside their bounds are refused", "[net][reports]") {
  CHECK(refusal(attribution, "half_life_days=0") == "half_life_days parameter-out-of-range;");
  CHECK(refusal(attribution, "half_life_days=-1") == "half_life_days parameter-range;");
  CHECK(refusal(attribution, "first_weight=-0.1") == "first_weight parameter-range;");
  CHECK(refusal(attribution, "first_weight=0.6&last_weight=0.6") == "last_weight parameter-out-of-range;");
  CHECK(refusal(attribution, "first_weight=0.5&last_weight=0.5").empty());
  CHECK(refusal(attribution, "lookback_days=nan") == "lookback_days parameter-range;");
}

TEST_CASE("rows stand for one dimension or two different ones", "[net][reports]") {
  CHECK(refusal(attribution, "group_by=channel,day,ad") == "group_by too-many-dimensions;");
  CHECK(refusal(attribution, "group_by=day,day") == "group_by dimension-repeated;");
  CHECK(refusal(attribution, "group_by=colour") == "group_by dimension-unknown;");
}

TEST_CASE("ROAS is grouped only by what spend is known by", "[net][reports]") {
  CHECK(refusal(roas, "group_by=campaign,month").empty());
  CHECK(refusal(roas, "group_by=adset,ad").empty());
  CHECK(refusal(roas, "group_by=channel") == "group_by dimension-without-spend;");
}

TEST_CASE("a spend given with the request belongs to one campaign", "[net][reports]") {
  const auto r = read(roas, "campaign_id=c1&ad_spend=1234.565");
  CHECK(r.complaints.empty());
  CHECK(r.query.campaign == "c1");
  CHECK(r.query.ad_spend == 123456);  // half-even
  CHECK(refusal(roas, "ad_spend=10") == "ad_spend ad-spend-without-campaign;");
  CHECK(refusal(roas, "campaign_id=c1&ad_spend=-1") == "ad_spend ad-spend-negative;");
  CHECK(refusal(roas, "campaign_id=c1&ad_spend=1&group_by=day") == "ad_spend ad-spend-grouped;");
  CHECK(refusal(roas, "campaign_id=c1&ad_spend=NaN") == "ad_spend amount-malformed;");
  CHECK(refusal(roas, "campaign_id=c1&campaign=c2") == "campaign_id parameter-conflict;");
  CHECK(refusal(attribution, "ad_spend=1") == "ad_spend parameter-unknown;");
}

TEST_CASE("paths take a dimension, a transform and how many patterns", "[net][reports]") {
  const auto r = read(report_kind::paths, "dimension=source_medium&transform=unique&top=3");
  CHECK(r.complaints.empty());
  CHECK(r.query.path_dimension == dimension::source_medium);
  CHECK(r.query.transform == path_transform::unique);
  CHECK(r.query.top == 3);
  CHECK(refusal(report_kind::paths, "dimension=ad") == "dimension parameter-choice;");
  CHECK(refusal(report_kind::paths, "transform=fold") == "transform parameter-choice;");
  CHECK(refusal(report_kind::paths, "top=0") == "top parameter-range;");
}

TEST_CASE("a series takes an interval and one model or several", "[net][reports]") {
  CHECK(read(report_kind::daily, "").query.group_by == std::vector{dimension::day});
  CHECK(read(report_kind::daily, "interval=month&campaign=c1").query.group_by == std::vector{dimension::month});
  CHECK(read(report_kind::daily, "models=linear,last_touch").query.models.size() == 2);
  CHECK(read(report_kind::daily, "model=linear").query.models == std::vector{model::linear});
  CHECK(refusal(report_kind::daily, "model=linear&models=linear") == "model parameter-conflict;");
  CHECK(refusal(report_kind::daily, "interval=hour") == "interval parameter-choice;");
  CHECK(refusal(report_kind::daily, "group_by=channel") == "group_by parameter-unknown;");
}

TEST_CASE("cohorts take a campaign or a channel as what acquired the customers", "[net][reports]") {
  CHECK(read(report_kind::cohorts, "").query.group_by == std::vector{dimension::campaign});
  CHECK(read(report_kind::cohorts, "group_by=channel").query.group_by == std::vector{dimension::channel});
  CHECK(refusal(report_kind::cohorts, "group_by=day") == "group_by parameter-choice;");
  CHECK(refusal(report_kind::cohorts, "basis=touch") == "basis parameter-unknown;");
  CHECK(refusal(report_kind::cohorts, "campaign=c1") == "campaign parameter-unknown;");
}

TEST_CASE("what a report cannot be asked is refused for sources and credits too", "[net][reports]") {
  CHECK(refusal(report_kind::sources, "from=2026-01-01&currency=EUR&as_of=1").empty());
  CHECK(refusal(report_kind::sources, "model=linear") == "model parameter-unknown;");
  CHECK(read(report_kind::credits, "models=linear,last_touch&basis=touch").query.models.size() == 2);
  CHECK(refusal(report_kind::credits, "group_by=day") == "group_by parameter-unknown;");
}

TEST_CASE("every report can be asked as of a position, a time or a day", "[net][reports]") {
  for (const auto kind : {attribution, report_kind::compare, roas, report_kind::paths, report_kind::dedup,
                          report_kind::daily, report_kind::cohorts, report_kind::sources}) {
    CHECK_FALSE(read(kind, "").query.as_of);
    CHECK(read(kind, "as_of=0").query.as_of == log_moment{0, 0});
    CHECK(read(kind, "as_of=20240101").query.as_of == log_moment{20'240'101, 0});
    CHECK(read(kind, "as_of=1970-01-02T01:00:00.5%2B01:00").query.as_of ==
          log_moment{std::nullopt, day_us + second_us / 2});
    CHECK(read(kind, "as_of=1970-01-02&tz=Europe/Berlin").query.as_of == log_moment{std::nullopt, 23 * hour_us});
    CHECK(read(kind, "as_of=" + format_instant(now)).query.as_of == log_moment{std::nullopt, now});
  }
}

TEST_CASE("an as_of that is no moment, or lies in the future, is refused", "[net][reports]") {
  for (const std::string text :
       {"", "-1", "1.5", "yesterday", "2024-13-01", "2024-01-01T00:00:00", "99999999999999999999", "1e3", "12%20"})
    CHECK(refusal(attribution, "as_of=" + text) == "as_of as-of-malformed;");
  CHECK(refusal(roas, "as_of=" + format_instant(now + 1)) == "as_of as-of-future;");
  CHECK(refusal(report_kind::dedup, "as_of=" + format_day(20'001)) == "as_of as-of-future;");
  CHECK(refusal(attribution, "as_of=1&as_of=2") != "");
}

TEST_CASE("data-driven models take their parameters, within bounds", "[net][reports]") {
  parameter_reader in(
      parse_parameters("model=shapley&game=conversion_rate&order=3&seed=7&intervals=true&min_conversions=5").value());
  const auto q = read_report(in, attribution, defaults(), find_zone, now);
  CHECK(in.finish().empty());
  CHECK(q.data_models == data_model_params{3, shapley_game::conversion_rate, 7, true, 5});
  CHECK(refusal(attribution, "model=markov&order=4") == "order parameter-range;");
  CHECK(refusal(attribution, "game=rate") == "game parameter-choice;");
  CHECK(refusal(attribution, "seed=-1") == "seed parameter-range;");
  CHECK(refusal(attribution, "min_conversions=0") == "min_conversions parameter-range;");
  CHECK(refusal(report_kind::paths, "order=2") == "order parameter-unknown;");
}

TEST_CASE("a data-driven model is refused what it cannot answer, and nobody else is", "[net][reports]") {
  for (const std::string name : {"markov", "shapley"}) {
    const auto asked = "model=" + name;
    CHECK(refusal(attribution, asked + "&group_by=day") == "group_by model-needs-touch-dimension;");
    CHECK(refusal(attribution, asked + "&group_by=channel,campaign") == "group_by model-needs-touch-dimension;");
    CHECK(refusal(attribution, asked + "&basis=touch") == "basis model-without-touch-dates;");
    CHECK(refusal(attribution, asked + "&group_by=channel&campaign=c1") == "campaign model-of-one-campaign;");
    CHECK(refusal(report_kind::compare, "models=linear," + name + "&group_by=week") ==
          "group_by model-needs-touch-dimension;");
    for (const std::string by : {"campaign", "adset", "ad", "channel", "source_medium"})
      CHECK(refusal(attribution, asked + "&group_by=" + by) == "");
    CHECK(refusal(attribution, asked + "&campaign=c1") == "");
  }
  CHECK(refusal(attribution, "model=w_shaped&group_by=day,channel&basis=touch") == "");
}

TEST_CASE("a filter given empty is refused, because it could mean any or none", "[net][reports]") {
  CHECK(refusal(attribution, "campaign=") == "campaign parameter-empty;");
  CHECK(refusal(attribution, "source=") == "source parameter-empty;");
}

TEST_CASE("a mistyped parameter is refused with the nearest known one", "[net][reports]") {
  parameter_reader in(parse_parameters("lookback_day=30").value());
  read_report(in, attribution, defaults(), find_zone, now);
  const auto complaints = in.finish();
  REQUIRE(complaints.size() == 1);
  CHECK(complaints[0].detail.find("'lookback_days'") != std::string::npos);
}

TEST_CASE("every rule of eligibility reaches the query of every report that has one", "[net][reports][policy]") {
  for (const auto kind : {attribution, report_kind::compare, roas, report_kind::paths, report_kind::daily,
                          report_kind::cohorts, report_kind::credits}) {
    const auto r = read(kind,
                        "lookback=purchase/paid_social/click:30,*/*/view:1&click_beats_view=false&"
                        "since_previous_conversion=true&campaign_priority=Brand*,%20c1&excluded_referrers=PayPal.com");
    CHECK(r.complaints.empty());
    CHECK_FALSE(r.query.rules.click_beats_view);
    CHECK(r.query.rules.since_previous);
    const auto& policy = r.query.policy;
    REQUIRE(policy.lookback.size() == 2);
    CHECK(policy.lookback[0] == lookback_rule{"purchase", "paid_social", interaction::click, 30 * day_us});
    CHECK(policy.lookback[1] == lookback_rule{"", "", interaction::view, day_us});
    CHECK(policy.campaign_priority == std::vector<std::string>{"Brand*", "c1"});
    CHECK(policy.excluded_referrers == std::vector<std::string>{"paypal.com"});
    CHECK(r.query.rules.lookback_us == 90 * day_us);
  }
}

TEST_CASE("a list of rules replaces the configured one, an empty one too", "[net][reports][policy]") {
  auto configured = defaults();
  configured.policy.lookback = {{"purchase", "", std::nullopt, day_us}};
  configured.policy.campaign_priority = {"brand"};
  configured.policy.excluded_referrers = {"paypal.com"};
  const auto asked = [&](std::string_view text) {
    parameter_reader in(parse_parameters(text).value());
    const auto q = read_report(in, attribution, configured, find_zone, now);
    CHECK(in.finish().empty());
    return q.policy;
  };
  CHECK(asked("") == configured.policy);
  CHECK(asked("lookback=&campaign_priority=&excluded_referrers=").empty());
  CHECK(asked("campaign_priority=c1,c2").campaign_priority == std::vector<std::string>{"c1", "c2"});
  CHECK(asked("lookback_days=3").lookback == configured.policy.lookback);
}

TEST_CASE("a rule of eligibility that cannot be read is refused with its place", "[net][reports][policy]") {
  CHECK(refusal(attribution, "lookback=purchase/click:30") == "lookback lookback-malformed;");
  CHECK(refusal(attribution, "lookback=*/*/click:30,") == "lookback parameter-list;");
  CHECK(refusal(attribution, "lookback=*/*/click:30,*/*/click:7") == "lookback lookback-repeated;");
  CHECK(refusal(attribution, "campaign_priority=a,A,a") == "campaign_priority pattern-repeated;");
  CHECK(refusal(attribution, "excluded_referrers=https://paypal.com") == "excluded_referrers referrer-malformed;");
  CHECK(refusal(attribution, "since_previous_conversion=maybe") == "since_previous_conversion parameter-flag;");
  CHECK(refusal(report_kind::dedup, "lookback=*/*/click:30") == "lookback parameter-unknown;");
  parameter_reader in(parse_parameters("lookback=*/*/click:30,*/*/vew:1").value());
  read_report(in, attribution, defaults(), find_zone, now);
  const auto complaints = in.finish();
  REQUIRE(complaints.size() == 1);
  CHECK(complaints[0].detail.starts_with("rule 2, '*/*/vew:1', names no interaction"));
  CHECK(complaints[0].detail.find("Did you mean 'view'?") != std::string::npos);
}

TEST_CASE("days and times that cannot be read are refused with what could be", "[net][reports]") {
  const auto said = [](std::string_view text) {
    parameter_reader in(parse_parameters(text).value());
    read_report(in, attribution, defaults(), find_zone, now);
    const auto complaints = in.finish();
    return complaints.size() == 1 ? complaints[0].detail : std::string();
  };
  CHECK(said("from=yesterday") ==
        "'yesterday' is neither a day nor a time; write a day like 2026-02-09, or a time like 2026-02-09T10:01:07Z");
  CHECK(said("from=2026-02-02&to=2026-02-01") ==
        "'to' must be later than 'from': it is the first day, or instant, that is not counted");
  CHECK(said("lookback_days=30d") == "'lookback_days' must be a plain number of days, as in 30, from 0 to 36500.");
}
