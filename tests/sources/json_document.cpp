#include "sources/json_document.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace hub;
using namespace hub::sources;

TEST_CASE("numbers keep the digits they were written with", "[sources][json]") {
  json_document document;
  const auto root =
      document.parse(R"([33.83, 1e400, -0.0, 18446744073709551616, 19.990, 1E+2, 9223372036854775807])").value();
  std::vector<std::string> digits;
  for (const auto value : root) {
    CHECK(value.is(json_kind::number));
    digits.emplace_back(value.text());
  }
  CHECK(digits == std::vector<std::string>{"33.83", "1e400", "-0.0", "18446744073709551616", "19.990", "1E+2",
                                           "9223372036854775807"});
}

TEST_CASE("strings are decoded and plain ones are not copied", "[sources][json]") {
  json_document document;
  const std::string text = R"({"plain":"abc","k\u0065y":"\u00e4\n\ud83d\ude00\\","empty":"","tail":"a\/b"})";
  const auto root = document.parse(text).value();
  CHECK(root.find("plain").text().data() == text.data() + 10);
  CHECK(root.find("key").text() == "\xc3\xa4\n\xf0\x9f\x98\x80\\");
  CHECK(root.find("empty").text().empty());
  CHECK(root.find("tail").text() == "a/b");
}

TEST_CASE("a long string with many escapes arrives whole", "[sources][json]") {
  json_document document;
  std::string source = "[\"";
  std::string expected;
  for (int i = 0; i < 20000; ++i) {
    source += i % 7 == 0 ? "\\t" : "x";
    expected += i % 7 == 0 ? "\t" : "x";
  }
  source += "\",\"next\"]";
  const auto root = document.parse(source).value();
  CHECK((*root.begin()).text() == expected);
  CHECK((*++root.begin()).text() == "next");
}

TEST_CASE("members are found and null is as good as absent", "[sources][json]") {
  json_document document;
  const auto root = document.parse(R"({"a":{"x":[1,2,{"y":3}]},"b":null,"c":true,"d":false})").value();
  CHECK(root.find("c").truth());
  CHECK_FALSE(root.find("d").truth());
  CHECK_FALSE(root.find("b"));
  CHECK_FALSE(root.find("z"));
  CHECK_FALSE(root.find("c").find("x"));
  CHECK(root.find("a").find("x").is(json_kind::array));
}

TEST_CASE("a key that an object repeats is found at any depth", "[sources][json]") {
  json_document document;
  const auto repeated = [&](std::string text) {
    const auto value = document.parse(text);
    return std::string(value->duplicate_key() ? value->duplicate_key().key() : "none");
  };
  CHECK(repeated(R"({"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]})") == "none");
  CHECK(repeated(R"({"a":1,"b":2,"a":3})") == "a");
  CHECK(repeated(R"({"x":[1,{"b":{"q":1,"\u0071":2}}]})") == "q");
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += "\"k" + std::to_string(i) + "\":1,";
  CHECK(repeated(many + "\"z\":1}") == "none");
  CHECK(repeated(many + "\"k57\":1}") == "k57");
}

TEST_CASE("a document is used again for the next text", "[sources][json]") {
  json_document document;
  CHECK_FALSE(document.parse("{\"a\":").has_value());
  CHECK(document.parse(R"({"a":"\u0041"})").value().find("a").text() == "A");
  CHECK_FALSE(document.parse("{} {}").has_value());
}
