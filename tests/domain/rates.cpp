#include "domain/rates.hpp"

#include <catch2/catch.hpp>

using namespace hub;

namespace {

const currency usd = parse_currency("USD").value();
const currency eur = parse_currency("EUR").value();
const currency gbp = parse_currency("GBP").value();
const currency jpy = parse_currency("JPY").value();

rate_table table(currency base, currency quote, std::string_view rate, std::int32_t day = 10) {
  rate_table t;
  REQUIRE(t.set(day, base, quote, rate).has_value());
  return t;
}

std::string why(std::string_view rate) {
  rate_table t;
  const auto set = t.set(1, eur, usd, rate);
  return set.has_value() ? "" : set.error().code;
}

}  // namespace

TEST_CASE("an amount is converted at the pair's rate and rounded once", "[domain][rates]") {
  CHECK(table(eur, usd, "1.0845").convert(10000, eur, usd, 10) == 10845);
  CHECK(table(eur, usd, "1.0845").convert(333, eur, usd, 10) == 361);  // 361.1385
}

TEST_CASE("half a unit rounds to the even neighbour on both sides of zero", "[domain][rates]") {
  const auto half = table(eur, usd, "0.5");
  CHECK(half.convert(1, eur, usd, 10) == 0);
  CHECK(half.convert(3, eur, usd, 10) == 2);
  CHECK(half.convert(-1, eur, usd, 10) == 0);
  CHECK(half.convert(-3, eur, usd, 10) == -2);
}

TEST_CASE("the last rate on or before the day counts, a later one never", "[domain][rates]") {
  auto t = table(eur, usd, "1.1", 10);
  REQUIRE(t.set(20, eur, usd, "1.2").has_value());
  CHECK(t.convert(100, eur, usd, 19) == 110);
  CHECK(t.convert(100, eur, usd, 20) == 120);
  CHECK(t.convert(100, eur, usd, 400) == 120);
  CHECK_FALSE(t.convert(100, eur, usd, 9).has_value());
}

TEST_CASE("a day's rate told again replaces the former", "[domain][rates]") {
  auto t = table(eur, usd, "1.1", 10);
  REQUIRE(t.set(10, eur, usd, "1.3").has_value());
  CHECK(t.convert(100, eur, usd, 10) == 130);
}

TEST_CASE("the inverse pair serves the other direction", "[domain][rates]") {
  CHECK(table(eur, usd, "1.25").convert(125, usd, eur, 10) == 100);
}

TEST_CASE("a common base joins two pairs without rounding between", "[domain][rates]") {
  auto t = table(eur, usd, "1.1", 10);
  REQUIRE(t.set(10, eur, gbp, "0.9").has_value());
  CHECK(t.convert(110, usd, gbp, 10) == 90);
  CHECK(t.convert(1, usd, gbp, 10) == 1);  // 0.818; over whole euros it would be 0.9 of 0.909
  CHECK(t.convert(100000, usd, gbp, 10) == 81818);
}

TEST_CASE("currencies of other minor units keep their own", "[domain][rates]") {
  CHECK(table(usd, jpy, "150").convert(100, usd, jpy, 10) == 150);
  CHECK(table(usd, jpy, "150").convert(150, jpy, usd, 10) == 100);
}

TEST_CASE("an amount in its own currency needs no rate, one without a rate has none", "[domain][rates]") {
  CHECK(rate_table{}.convert(77, usd, usd, 1) == 77);
  CHECK_FALSE(rate_table{}.convert(77, usd, eur, 1).has_value());
  CHECK_FALSE(table(eur, usd, "1.1").convert(1, eur, gbp, 10).has_value());
}

TEST_CASE("a result that no amount can hold is no result", "[domain][rates]") {
  CHECK_FALSE(table(eur, usd, "1000").convert(INT64_MAX / 10, eur, usd, 10).has_value());
}

TEST_CASE("a rate is a positive decimal number", "[domain][rates]") {
  for (const auto* bad : {"", ".", "abc", "-1", "1e3", "1,1", "nan"}) CHECK(why(bad) == "rate-malformed");
  CHECK(why("0") == "rate-not-positive");
  CHECK(why("0.00") == "rate-not-positive");
  CHECK(why("1.08450000000000000000001").empty());
}

TEST_CASE("of a pair and its inverse the later rate counts, and on one day that of the pair", "[domain][rates]") {
  auto t = table(eur, usd, "2", 10);
  REQUIRE(t.set(12, usd, eur, "0.25").has_value());
  CHECK(t.convert(100, eur, usd, 11) == 200);
  CHECK(t.convert(100, eur, usd, 12) == 400);  // the inverse is newer than the pair told two days before
  CHECK(t.convert(100, usd, eur, 12) == 25);
  REQUIRE(t.set(12, eur, usd, "3").has_value());
  CHECK(t.convert(100, eur, usd, 12) == 300);
}

TEST_CASE("of several common bases the one with the latest rates counts, and of equals the first by name",
          "[domain][rates]") {
  auto t = table(eur, usd, "1", 10);
  REQUIRE(t.set(10, eur, gbp, "2").has_value());
  REQUIRE(t.set(12, jpy, usd, "1").has_value());
  REQUIRE(t.set(11, jpy, gbp, "3").has_value());
  CHECK(t.convert(100, usd, gbp, 10) == 200);
  CHECK(t.convert(100, usd, gbp, 12) == 300);  // its older rate is of day 11
  REQUIRE(t.set(11, eur, usd, "1").has_value());
  REQUIRE(t.set(11, eur, gbp, "4").has_value());
  CHECK(t.convert(100, usd, gbp, 12) == 400);
}
