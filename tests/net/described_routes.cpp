// The API document against the table of routes: neither knows what the other does not, and both ask for the same keys.
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <map>

#include "idle_hub.hpp"
#include "net/dashboard_files.hpp"

using namespace hub;
using namespace hub::net;

namespace {

using operations = std::map<std::string, std::string>;  // `GET /v1/conversions/{id}` → `read`

/// The scope that stands first in an operation's `security`; `no key` where no key is named.
std::string scope_in(const boost::json::value& operation) {
  for (const auto& way : operation.at("security").as_array())
    if (const auto* key = way.as_object().if_contains("key")) return std::string(key->as_array().at(0).as_string());
  return "no key";
}

operations described() {
  operations all;
  for (const auto& file : dashboard_files()) {
    if (file.path != "/openapi.json") continue;
    const auto document = boost::json::parse(file.text);
    for (const auto& [path, item] : document.at("paths").as_object())
      for (const auto& [method, operation] : item.as_object()) {
        std::string name(method);
        for (auto& letter : name) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
        all.emplace(name + ' ' + std::string(path), scope_in(operation));
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
  const test::idle_hub hub;
  operations all;
  for (const auto& each : api_routes(hub.api)) {
    if (each.method == "HEAD" || each.method == "OPTIONS" || each.pattern.starts_with("/assets/")) continue;
    const auto needs = scope_of(each.needs);
    all.emplace(std::string(each.method) + ' ' + as_described(std::string(each.pattern)),
                needs ? to_string(*needs) : "no key");
  }
  return all;
}

}  // namespace

TEST_CASE(
    "every route is described in the API document with the scope it needs, and what is described there is a route",
    "[net][openapi]") {
  CHECK(served() == described());
}
