#include "domain/money.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>
#include <limits>
#include <numeric>

using namespace hub;

namespace {

currency code(std::string_view text) { return parse_currency(text).value(); }
std::int64_t minor(std::string_view text, std::string_view c) { return parse_amount(text, code(c)).value(); }
std::string refusal(std::string_view text, std::string_view c = "USD") {
  return parse_amount(text, code(c)).error().code;
}

}  // namespace

TEST_CASE("a currency is known by its three letters in any case", "[domain][money]") {
  CHECK(to_string(code("usd")) == "USD");
  CHECK(to_string(code("Eur")) == "EUR");
  CHECK(minor_digits(code("JPY")) == 0);
  CHECK(minor_digits(code("USD")) == 2);
  CHECK(minor_digits(code("KWD")) == 3);
  CHECK(minor_digits(code("CLF")) == 4);
  CHECK(code("USD") != code("EUR"));
}

TEST_CASE("what is no countable ISO 4217 currency is refused", "[domain][money]") {
  for (const char* text : {"", "US", "USDX", "XXX", "XAU", "ZZZ", "AAA", "U$D", "\xc3\xa4s"})
    CHECK(parse_currency(text).error().code == "currency-unknown");
  CHECK_FALSE(currency{});
  CHECK(to_string(currency{}).empty());
}

TEST_CASE("amounts are read from their digits, never through a float", "[domain][money]") {
  CHECK(minor("33.83", "USD") == 3383);
  CHECK(minor("19.99", "USD") == 1999);
  CHECK(minor("500", "JPY") == 500);
  CHECK(minor("1.234", "KWD") == 1234);
  CHECK(minor("-0.01", "EUR") == -1);
  CHECK(minor("+7", "EUR") == 700);
  CHECK(minor("-0", "EUR") == 0);
  CHECK(minor(".5", "EUR") == 50);
  CHECK(minor("00012.50", "EUR") == 1250);
  CHECK(minor("1.5E-1", "USD") == 15);
  CHECK(minor("-1e2", "USD") == -10000);
  CHECK(minor("0e999999999999999999999", "USD") == 0);
  CHECK(minor("1e-400", "USD") == 0);
  CHECK(minor("0.000000000000000000000000000001e30", "USD") == 100);
  CHECK(minor("92233720368547758.07", "USD") == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("extra decimals round half to even", "[domain][money]") {
  CHECK(minor("0.005", "USD") == 0);
  CHECK(minor("0.015", "USD") == 2);
  CHECK(minor("0.025", "USD") == 2);
  CHECK(minor("0.0250000000000000000000001", "USD") == 3);
  CHECK(minor("-0.015", "USD") == -2);
  CHECK(minor("2.675", "USD") == 268);
  CHECK(minor("0.5", "JPY") == 0);
  CHECK(minor("1.5", "JPY") == 2);
  CHECK(minor("0.0051", "USD") == 1);
  CHECK(minor("0.0049", "USD") == 0);
  CHECK(minor("0.00051", "USD") == 0);
}

TEST_CASE("text that is no decimal number is refused", "[domain][money]") {
  for (const char* text : {"", "-", ".", "1.", "e5", "1e", "1e+", "NaN", "Infinity", "-inf", "1,5", "1 000", " 1", "1 ",
                           "0x10", "--1", "1.2.3", "\xd9\xa1"})
    CHECK(refusal(text) == "amount-malformed");
}

TEST_CASE("an amount that does not fit int64 minor units is refused", "[domain][money]") {
  for (const char* text : {"1e400", "-1e400", "92233720368547758.08", "-92233720368547758.08", "1e17",
                           "99999999999999999999", "1e9223372036854775807"})
    CHECK(refusal(text) == "amount-out-of-range");
  CHECK(refusal("9223372036854775807.5", "JPY") == "amount-out-of-range");
}

TEST_CASE("an amount is shown with the decimals of its currency", "[domain][money]") {
  CHECK(format_amount(3383, code("USD")) == "33.83");
  CHECK(format_amount(-5, code("USD")) == "-0.05");
  CHECK(format_amount(0, code("KWD")) == "0.000");
  CHECK(format_amount(500, code("JPY")) == "500");
  CHECK(format_amount(std::numeric_limits<std::int64_t>::min(), code("USD")) == "-92233720368547758.08");
}

TEST_CASE("an amount that is shown reads back as itself", "[domain][money]") {
  rc::prop("", [](std::int64_t value) {
    RC_PRE(value != std::numeric_limits<std::int64_t>::min());
    const auto c = code(*rc::gen::element("JPY", "USD", "KWD", "CLF"));
    RC_ASSERT(parse_amount(format_amount(value, c), c).value() == value);
  });
}
