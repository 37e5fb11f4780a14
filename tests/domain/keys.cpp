// Keys name events for ever: these values may never change, or stored conversion ids stop answering.
#include "domain/keys.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using namespace hub;

TEST_CASE("an event's key is the first half of SHA-256 over source, a zero byte and external id", "[domain][keys]") {
  // printf 'manual\0A-1' | sha256sum
  CHECK(to_hex(event_key("manual", "A-1")) == "813b90234a6cdcb814ebe66066659fe1");
  CHECK(to_hex(event_key("", "")) == "6e340b9cffb37a989ca544e6bb780a2c");
}

TEST_CASE("source and external id cannot run into each other", "[domain][keys]") {
  CHECK(event_key("ab", "c") != event_key("a", "bc"));
  CHECK(event_key("a", std::string_view("\0b", 2)) != event_key("a", "b"));
}

TEST_CASE("content keys tell contents apart and are the same on every run", "[domain][keys]") {
  CHECK(to_hex(content_key("")) == "99aa06d3014798d86001c324468d497f");  // xxh128sum < /dev/null
  CHECK(content_key("a") == content_key("a"));
  CHECK(content_key("a") != content_key("b"));
}

TEST_CASE("every key reads back from its hex digits and from its conversion id", "[domain][keys]") {
  CHECK(rc::check([](std::uint64_t high, std::uint64_t low) {
    const key128 key{high, low};
    RC_ASSERT(key_from_hex(to_hex(key)) == key);
    RC_ASSERT(parse_conversion_id(conversion_id(key)) == key);
  }));
  CHECK(conversion_id({1, 0xabcdef}) == "cv_00000000000000010000000000abcdef");
}

TEST_CASE("what is no conversion id is refused", "[domain][keys]") {
  const std::string hex = "00112233445566778899aabbccddeeff";
  REQUIRE(parse_conversion_id("cv_" + hex));
  CHECK_FALSE(parse_conversion_id(hex));
  CHECK_FALSE(parse_conversion_id(""));
  CHECK_FALSE(parse_conversion_id("cv_"));
  CHECK_FALSE(parse_conversion_id("cv_" + hex + "0"));
  CHECK_FALSE(parse_conversion_id("cv_" + hex.substr(1)));
  CHECK_FALSE(parse_conversion_id("cv_" + hex.substr(1) + "g"));
  CHECK_FALSE(parse_conversion_id("cv_00112233445566778899AABBCCDDEEFF"));
}
