// Scopes: what they are called, and what each allows.
#include <catch2/catch.hpp>

#include "domain/access_key.hpp"

using namespace hub;

namespace {

scope_set scopes(std::string_view text) { return parse_scopes(text).value(); }

/// Every scope that *given* allows.
std::string allowed(std::string_view given) {
  std::string all;
  for (const auto each : {scope::pixel, scope::ingest, scope::read, scope::admin})
    if (scopes(given).allows(each)) all.append(all.empty() ? "" : ",").append(to_string(each));
  return all;
}

}  // namespace

TEST_CASE("admin allows everything, ingest allows the pixel but no reading, the others themselves alone",
          "[domain][keys]") {
  CHECK(allowed("admin") == "pixel,ingest,read,admin");
  CHECK(allowed("ingest") == "pixel,ingest");
  CHECK(allowed("read") == "read");
  CHECK(allowed("pixel") == "pixel");
  CHECK(allowed("read,pixel") == "pixel,read");
}

TEST_CASE("scopes are read in any order and written in one", "[domain][keys]") {
  CHECK(to_string(scopes("read, ingest,read,")) == "ingest,read");
  CHECK(scopes(to_string(scopes("admin,pixel"))) == scopes("pixel,admin"));
}

TEST_CASE("no scope at all and a scope that there is not are refused", "[domain][keys]") {
  CHECK(parse_scopes("").error().code == "scope-missing");
  CHECK(parse_scopes(" , ").error().code == "scope-missing");
  const auto mistyped = parse_scopes("read,ingst");
  REQUIRE(mistyped.has_error());
  CHECK(mistyped.error().code == "scope-unknown");
  CHECK(mistyped.error().detail.find("Did you mean 'ingest'?") != std::string::npos);
}

TEST_CASE("a key's id is key_ and its number", "[domain][keys]") {
  CHECK(parse_key_id(key_id(17)) == 17);
  for (const auto* text : {"", "17", "key_", "key_x", "key_1x", "key_0", "key_-1", "key_99999999999999999999"})
    CHECK_FALSE(parse_key_id(text));
}
