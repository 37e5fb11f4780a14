#include "net/beacon.hpp"

#include <caf/all.hpp>
#include <catch2/catch.hpp>
#include <future>

#include "sources/meta/meta_pixel.hpp"

using namespace hub;
using namespace hub::net;

namespace {

/// A hub whose actors have not started.
struct sleeping_hub {
  caf::actor_system_config settings;
  caf::actor_system system{settings};
  gateway asks{system};
  metrics_registry metrics;
  intake_counts counts{metrics};
  hub::net::doors doors;
  key_ring keys;
  key_gate gate{keys};
  api_context api{.asks = asks,
                  .supervisor = supervisor_actor(),
                  .metrics = metrics,
                  .counts = counts,
                  .now = [] { return 1770631267 * second_us; },
                  .find_zone = [](std::string_view) -> result<zone> { return fail("zone-unknown", "there is none"); },
                  .defaults = {},
                  .version = "1",
                  .doors = doors,
                  .keys = keys,
                  .gate = gate};

  http_answer send(std::string target, std::string body = {}) {
    http_request request;
    request.target = std::move(target);
    request.headers = {{"origin", "https://shop.example"}};
    request.body = std::move(body);
    std::promise<http_answer> answer;
    const intake in{sources::parse_meta_pixel, "ingest/meta_pixel", "meta_pixel", {}, {}, nullptr};
    take_beacon(api, request, in, {200, "image/gif", "image", {}, nullptr, {}},
                [&](http_answer given) { answer.set_value(std::move(given)); });
    return answer.get_future().get();
  }
};

bool allows_origin(const http_answer& answer) {
  for (const auto& [name, value] : answer.headers)
    if (name == "Access-Control-Allow-Origin") return value == "https://shop.example";
  return false;
}

}  // namespace

TEST_CASE("a beacon that could not be kept is not thanked for", "[net][beacon]") {
  sleeping_hub hub;
  const auto answer = hub.send("/tr?id=1&ev=Lead&ts=1770631267000");
  CHECK(answer.status == 503);
  CHECK(allows_origin(answer));
  REQUIRE(hub.counts.balances().size() == 1);
  CHECK(hub.counts.balances()[0].refused == 1);
}

TEST_CASE("a beacon that is larger than beacons are is counted and read no further", "[net][beacon]") {
  sleeping_hub hub;
  for (const auto& answer : {hub.send("/tr?ev=Lead&x=" + std::string(most_beacon_target, 'x')),
                             hub.send("/tr", "ev=Lead&x=" + std::string(most_beacon_bytes, 'x')), hub.send("/tr")}) {
    CHECK(answer.status == 200);
    CHECK(answer.body == "image");
    CHECK(allows_origin(answer));
  }
  CHECK(hub.counts.balances()[0].received == 3);
  CHECK(hub.counts.balances()[0].refused == 3);
}
