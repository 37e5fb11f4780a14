// The demo through a real hub: its reports must tell what really happened in the made-up company.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "app/demo_data.hpp"
#include "app/demo_load.hpp"
#include "app/demo_world.hpp"
#include "app/hub.hpp"
#include "domain/money.hpp"

using namespace hub;
using namespace hub::app;

namespace {

boost::json::value ask(client& hub, const std::string& target) {
  const auto answer = get(hub, target);
  REQUIRE(answer.has_value());
  return boost::json::parse(answer->body);
}

}  // namespace

TEST_CASE("the hub finds the demo's real orders and net revenue behind all the reports of them", "[app][demo]") {
  const auto scratch = scratch_directory::make();
  REQUIRE(scratch.has_value());
  config::settings settings;
  settings.storage.data = (scratch->path() / "data").string();
  net::metrics_registry metrics;
  const auto hub = open_hub(settings, metrics);
  REQUIRE(hub.has_value());
  const auto asked = client_of(**hub, std::chrono::minutes(2));
  REQUIRE(load_demo(*asked).has_value());

  const auto truth = books_of(make_demo_world(demo_seed));
  const auto dedup = ask(*asked, "/v1/reports/dedup?currency=EUR").at("totals");
  CHECK(dedup.at("events").to_number<std::int64_t>() == truth.reports);
  CHECK(dedup.at("conversions").to_number<std::int64_t>() == truth.orders);
  for (const std::string model : {"first_touch", "last_touch", "linear", "time_decay", "position_based"}) {
    const auto totals = ask(*asked, "/v1/reports/roas?currency=EUR&model=" + model).at("totals");
    const auto eur = parse_currency("EUR").value();
    CHECK(parse_amount(std::string(totals.at("booked").as_string()), eur).value() == truth.net_cents);
    CHECK(totals.at("revenue") == totals.at("booked"));
    CHECK(totals.at("reconciles").as_bool());
  }
}
