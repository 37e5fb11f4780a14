#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "net/parameter_reader.hpp"
#include "net/query.hpp"

using namespace hub::net;

namespace {

parameter_reader reader(std::string_view query) { return parameter_reader(*parse_parameters(query)); }

/// The codes of all complaints, joined.
std::string codes(parameter_reader& of) {
  std::string out;
  for (const auto& each : of.finish()) out += (out.empty() ? "" : " ") + each.code + ':' + each.pointer;
  return out;
}

}  // namespace

TEST_CASE("a target falls into path and decoded parameters", "[net][query]") {
  const auto parts = split_target("/v1/x%2Fy?a=1&b=two+words&c=%C3%A9%2B&d&=e&&a=2");
  REQUIRE(parts.has_value());
  CHECK(parts->path == "/v1/x%2Fy");
  CHECK(parts->parameters ==
        std::vector<parameter>{{"a", "1"}, {"b", "two words"}, {"c", "\xc3\xa9+"}, {"d", ""}, {"", "e"}, {"a", "2"}});
  CHECK(split_target("/only")->parameters.empty());
}

TEST_CASE("bad escapes and bytes that are not UTF-8 are errors at their parameter", "[net][query]") {
  for (const std::string_view query : {"a=%", "a=%4", "a=%zz", "a=x%0", "a=%00", "a=1&b=2&a=%+1"}) {
    INFO(query);
    const auto parameters = parse_parameters(query);
    REQUIRE(parameters.has_error());
    CHECK(parameters.error().code == "bad-escape");
    CHECK(parameters.error().pointer == "a");
  }
  for (const std::string_view query : {"a=%ff", "a=%C0%AF", "a=%ED%A0%80", "a=%F4%90%80%80", "a=%C3"}) {
    INFO(query);
    CHECK(parse_parameters(query).error().code == "bad-encoding");
  }
}

TEST_CASE("what is percent-encoded decodes to itself", "[net][query]") {
  CHECK(rc::check([](const std::vector<char32_t>& points) {
    std::string text;
    for (const auto point : points) {
      const auto c = 1 + static_cast<unsigned>(point) % 0x7ff;
      if (c < 0x80) {
        text += static_cast<char>(c);
      } else {
        text += static_cast<char>(0xc0 | (c >> 6));
        text += static_cast<char>(0x80 | (c & 0x3f));
      }
    }
    RC_ASSERT(*percent_decode(percent_encode(text), true, "x") == text);
    RC_ASSERT(*percent_decode(percent_encode(text), false, "x") == text);
  }));
}

TEST_CASE("parameters are read by type", "[net][query]") {
  auto given = reader("t=text&f=true&g=0&i=-5&d=0.25&l=a,+b,c&c=linear&e=");
  CHECK(given.text("t") == "text");
  CHECK(given.text("e") == "");
  CHECK(given.flag("f") == true);
  CHECK(given.flag("g") == false);
  CHECK(given.integer("i", -10, 10) == -5);
  CHECK(given.decimal("d", 0, 1) == 0.25);
  CHECK(given.list("l") == std::vector<std::string>{"a", "b", "c"});
  CHECK(given.choice("c", {"linear", "first_touch"}) == "linear");
  CHECK(given.text("absent") == std::nullopt);
  CHECK(given.list("absent").empty());
  CHECK(given.finish().empty());
}

TEST_CASE("values outside their type or range are refused at their name", "[net][query]") {
  auto given = reader("f=yes&i=11&j=1.5&k=9999999999999999999&d=nan&e=inf&g=0x1&h=1e400&m=2&l=a,,b&n=+1&o=");
  CHECK(given.flag("f") == std::nullopt);
  for (const auto name : {"i", "j", "k", "n", "o"}) CHECK(given.integer(name, 0, 10) == std::nullopt);
  for (const auto name : {"d", "e", "g", "h", "m"}) CHECK(given.decimal(name, 0, 1) == std::nullopt);
  CHECK(given.list("l").empty());
  CHECK(codes(given) ==
        "parameter-flag:f parameter-range:i parameter-range:j parameter-range:k parameter-range:n parameter-range:o "
        "parameter-range:d parameter-range:e parameter-range:g parameter-range:h parameter-range:m parameter-list:l");
}

TEST_CASE("a repeated parameter is refused once", "[net][query]") {
  auto given = reader("a=1&a=2&a=3");
  CHECK(given.text("a") == "1");
  CHECK(given.text("a") == "1");
  CHECK(codes(given) == "parameter-repeated:a parameter-repeated:a");
}

TEST_CASE("an unknown parameter is refused and the one that was meant is named", "[net][query]") {
  auto given = reader("modle=linear&zzz=1");
  given.text("model");
  given.text("from");
  const auto complaints = given.finish();
  REQUIRE(complaints.size() == 2);
  CHECK(complaints[0].code == "parameter-unknown");
  CHECK(complaints[0].pointer == "modle");
  CHECK(complaints[0].detail.ends_with("Did you mean 'model'?"));
  CHECK(complaints[1].detail == "There is no parameter 'zzz' here.");
}

TEST_CASE("a choice that is not one names the choices and the nearest", "[net][query]") {
  auto given = reader("model=linaer");
  CHECK(given.choice("model", {"linear", "time_decay"}) == std::nullopt);
  CHECK(given.finish().front().detail == "'model' must be one of linear, time_decay. Did you mean 'linear'?");
}
