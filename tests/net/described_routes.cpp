// The API document against the table of routes: neither knows what the other does not.
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <set>

#include "net/api.hpp"
#include "net/dashboard_files.hpp"

using namespace hub;
using namespace hub::net;

namespace {

using operations = std::set<std::string>;  // `GET /v1/conversions/{id}`

operations described() {
  operations all;
  for (const auto& file : dashboard_files()) {
    if (file.path != "/openapi.json") continue;
    const auto document = boost::json::parse(file.text);
    for (const auto& [path, item] : document.at("paths").as_object())
      for (const auto& [method, operation] : item.as_object()) {
        std::string name(method);
        for (auto& letter : name) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
        all.insert(name + ' ' + std::string(path));
      }
  }
  return all;
}

/// `{id:digits}` is `{id}` in the document.
std::string as_described(std::string pattern) {
  constexpr std::string_view kind = ":digits";
  for (auto at = pattern.find(kind); at != pattern.npos; at = pattern.find(kind)) pattern.erase(at, kind.size());
  return pattern;
}

/// What is asked for its own sake: HEAD and OPTIONS speak of other routes, files below /assets/ belong to the page.
operations served() {
  caf::actor_system_config settings;
  caf::actor_system system(settings);
  const gateway asks(system);
  metrics_registry metrics;
  intake_counts counts(metrics);
  const hub::net::doors doors;
  const api_context api{.asks = asks,
                        .supervisor = {},
                        .metrics = metrics,
                        .counts = counts,
                        .now = [] { return instant{}; },
                        .find_zone = {},
                        .defaults = {},
                        .version = {},
                        .doors = doors};
  operations all;
  for (const auto& each : api_routes(api))
    if (each.method != "HEAD" && each.method != "OPTIONS" && !each.pattern.starts_with("/assets/"))
      all.insert(std::string(each.method) + ' ' + as_described(std::string(each.pattern)));
  return all;
}

}  // namespace

TEST_CASE("every route is described in the API document, and everything described there is a route", "[net][openapi]") {
  CHECK(served() == described());
}
