// What the settings say of pulled sources, as plans.
#include "app/sync_plans.hpp"

#include <catch2/catch.hpp>

#include "app/source_settings_of.hpp"
#include "config/load.hpp"
#include "sources/registry.hpp"

using namespace hub;
using namespace hub::app;
namespace src = hub::sources;

namespace {

constexpr instant now = 1'770'631'267 * second_us;

std::vector<src::pull_plan> plans_of(const std::string& toml) {
  const auto loaded = config::load_text(toml, "hub.toml");
  REQUIRE(config::describe(loaded.errors) == "");
  return sync_plans(loaded.values, source_settings_of(loaded.values), now);
}

template <class Settings>
Settings only(const std::string& toml) {
  const auto plans = plans_of(toml);
  REQUIRE(plans.size() == 1);
  return std::get<Settings>(plans[0].settings);
}

}  // namespace

TEST_CASE("nothing is pulled unless it is enabled", "[app][pull]") {
  CHECK(plans_of("").empty());
  CHECK(plans_of("[sources.hubspot]\ntoken = \"pat\"\n").empty());
}

TEST_CASE("each enabled source has a plan with its pace and the parser that replays its rejects", "[app][pull]") {
  const auto plans = plans_of(R"(
[sources.hubspot]
enabled = true
token = "pat"
interval = "90s"
requests_per_second = 0.5
[sources.meta_ads]
enabled = true
token = "EAAB"
account = "act_1"
[sources.anytrack]
enabled = true
url = "https://api.example/list?since={since}"
[sources.fx_rates]
enabled = true
[sources.json_pull]
enabled = true
source = "shop_api"
kind = "spend"
url = "https://api.example/costs"
)");
  std::string told;
  for (const auto& p : plans) told += p.source + " " + p.route + " " + std::to_string(p.every_us / second_us) + "\n";
  CHECK(told ==
        "anytrack ingest/anytrack 300\nfx_rates fx-rates 21600\nhubspot ingest/hubspot 90\nshop_api spend 300\n"
        "meta_ads ingest/meta_ads 3600\n");
  CHECK(plans[2].per_second == 0.5);
  CHECK(plans[2].burst == 1);
}

TEST_CASE("HubSpot is asked with its token, and read as its webhooks are", "[app][pull]") {
  const auto s = only<src::hubspot_pull_settings>(R"([sources.hubspot]
enabled = true
token = "pat"
base_url = "http://127.0.0.1:9"
overlap = "10m"
order_property = "shop_order"
)");
  CHECK(s.secret.name == "Authorization");
  CHECK(s.secret.value == "Bearer pat");
  CHECK(s.base_url == "http://127.0.0.1:9");
  CHECK(s.overlap_us == 10 * minute_us);
  CHECK(s.from == 0);
  CHECK(s.sources.hubspot.order_property == "shop_order");
  CHECK(only<src::hubspot_pull_settings>("[sources.hubspot]\nenabled = true\ntoken = \"pat\"\nbackfill = \"90d\"\n")
            .from == now - 90 * day_us);
}

TEST_CASE("Meta's costs are asked for an account, down to a level, in the account's zone", "[app][pull]") {
  const auto s = only<src::meta_pull_settings>(R"([sources.meta_ads]
enabled = true
token = "EAAB"
account = "act_77"
version = "v24.0"
levels = ["adset", "campaign"]
overlap = "5d"
backfill = "30d"
action_types = ["lead"]
)");
  CHECK(s.secret.in == src::fetch_secret::place::query);
  CHECK(s.secret.name == "access_token");
  CHECK(s.account == "act_77");
  CHECK(s.version == "v24.0");
  CHECK(s.levels == std::vector{src::spend_window::level::campaign, src::spend_window::level::adset});
  CHECK(s.recent_days == 5);
  CHECK(s.from == static_cast<std::int32_t>(now / day_us) - 30);
  CHECK(s.sources.meta_ads.action_types == std::vector<std::string>{"lead"});
  const auto* berlin = s.find_zone("Europe/Berlin");
  REQUIRE(berlin != nullptr);
  CHECK(berlin->name == "Europe/Berlin");
  CHECK(s.find_zone("Europe/Berlin") == berlin);
  CHECK(s.find_zone("Europe/Nowhere") == nullptr);
}

TEST_CASE("a JSON API is asked as it is configured", "[app][pull]") {
  const std::string head = "[sources.json_pull]\nenabled = true\nurl = \"https://api.example/x?s={since}\"\n";
  const auto s = only<src::json_pull_settings>(head + R"(method = "POST"
body = "{}"
items = "/data"
next_cursor = "/next"
times = "unix_ms"
window = "7d"
overlap = "2h"
backfill = "10d"
token = "k"
)");
  CHECK(s.source == "json_pull");
  CHECK(s.parse == src::find_native("conversions")->parse);
  CHECK(s.method == "POST");
  CHECK(s.items == "/data");
  CHECK(s.next_cursor == "/next");
  CHECK(s.times == src::json_pull_settings::time_format::unix_ms);
  CHECK(s.window_us == 7 * day_us);
  CHECK(s.overlap_us == 2 * hour_us);
  CHECK(s.from == now - 10 * day_us);
  CHECK(s.secret.value == "Bearer k");
  CHECK(only<src::json_pull_settings>(head).secret.in == src::fetch_secret::place::none);
  CHECK(only<src::json_pull_settings>(head + "token = \"Basic eDp5\"\n").secret.value == "Basic eDp5");
  const auto by_header = only<src::json_pull_settings>(head + "token = \"k\"\ntoken_header = \"X-Api-Key\"\n").secret;
  CHECK(by_header.name == "X-Api-Key");
  CHECK(by_header.value == "k");
  const auto by_query = only<src::json_pull_settings>(head + "token = \"k\"\ntoken_query = \"key\"\n").secret;
  CHECK(by_query.in == src::fetch_secret::place::query);
  CHECK(by_query.name == "key");
}

TEST_CASE("AnyTrack's own items are read as its webhooks are, or as one of the hub's kinds", "[app][pull]") {
  const std::string head = "[sources.anytrack]\nenabled = true\nurl = \"https://api.example/x\"\n";
  CHECK(only<src::json_pull_settings>(head).parse == src::find_adapter("anytrack")->parse);
  const auto native = plans_of(head + "kind = \"touchpoints\"\n");
  REQUIRE(native.size() == 1);
  CHECK(native[0].source == "anytrack");
  CHECK(native[0].route == "touchpoints");
}
