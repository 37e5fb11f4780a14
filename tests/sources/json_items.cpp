#include "sources/json_items.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace hub;
using namespace hub::sources;

namespace {

/// What a body falls into: `ok:<value of "a">`, `bad:<line>`, `odd` for an item that is no object; or the error's code.
std::vector<std::string> cut(std::string_view body, std::string_view type = "application/json") {
  json_document document;
  item_cursor cursor(document, body, type);
  std::vector<std::string> items;
  for (;;) {
    const auto next = cursor.next();
    if (!next) return {next.error().code};
    if (!*next) return items;
    const body_item& item = **next;
    if (item.problem)
      items.push_back("bad:" + std::string(item.line));
    else
      items.push_back(item.value.find("a") ? "ok:" + std::string(item.value.find("a").text()) : "odd");
  }
}

using list = std::vector<std::string>;

}  // namespace

TEST_CASE("a body is an object, an array or lines", "[sources][json]") {
  CHECK(cut(R"({"a":1})") == list{"ok:1"});
  CHECK(cut("\xef\xbb\xbf \n[{\"a\":1} , {\"a\":2}]\n") == list{"ok:1", "ok:2"});
  CHECK(cut("[]").empty());
  CHECK(cut("[ ]").empty());
  CHECK(cut("{\"a\":1}\r\n{\"a\":2}\r\n\r\n") == list{"ok:1", "ok:2"});
  CHECK(cut("{\n \"a\":1\n}\n{\n \"a\":2\n}\n") == list{"ok:1", "ok:2"});
  CHECK(cut(R"([1,{"a":2}])") == list{"odd", "ok:2"});
}

TEST_CASE("a bad line of NDJSON is that line alone", "[sources][json]") {
  CHECK(cut("{\"a\":1}\noops\n{\"a\":3}") == list{"ok:1", "bad:oops", "ok:3"});
  CHECK(cut("{\"a\":1\n{\"a\":2}\n") == list{"bad:{\"a\":1", "ok:2"});
  CHECK(cut("{\"a\":\"x\n{\"a\":2}\n") == list{"bad:{\"a\":\"x", "ok:2"});
  CHECK(cut("{\"a\":1}\n{\"a\":[1,\n{\"a\":3}\n").size() == 3);
  CHECK(cut("{\"a\":1} {\"a\":2}\n{\"a\":3}") == list{"bad:{\"a\":1} {\"a\":2}", "ok:3"});
  CHECK(cut("oops", "application/x-ndjson") == list{"bad:oops"});
  CHECK(cut("{\"a\":1}", "application/x-ndjson") == list{"ok:1"});
}

TEST_CASE("a body that is no JSON is refused with the byte where it went wrong", "[sources][json]") {
  json_document document;
  const auto detail = [&](std::string_view body) {
    item_cursor cursor(document, body, "");
    for (;;) {
      const auto next = cursor.next();
      if (!next) return next.error().detail;
      if (!*next) return std::string("whole");
    }
  };
  CHECK(detail(R"({"a":1,})").find("at byte 7:") != std::string::npos);
  CHECK(detail(R"([{"a":1},{"a":nan}])").find("at byte 14:") != std::string::npos);
  CHECK(detail(R"([{"a":1}{"a":2}])").find("at byte 8:") != std::string::npos);
  CHECK(detail(R"([{"a":1}] x)").find("at byte 10:") != std::string::npos);
  CHECK(detail("{\"a\":\"\xff\"}").find("at byte 6:") != std::string::npos);
}

TEST_CASE("the place of a fault in NDJSON is counted from its line", "[sources][json]") {
  json_document document;
  const auto detail = [&](std::string_view second) {
    const std::string body = "{\"a\":1}\n" + std::string(second) + "\n{\"a\":3}\n";
    item_cursor cursor(document, body, "application/x-ndjson");
    (void)cursor.next();
    return (*cursor.next())->problem->detail;
  };
  CHECK(detail("{\"a\":nan}").find("not JSON at byte 5 of the line: ") == 0);
  CHECK(detail("{\"a\":1").find("not JSON at byte 6 of the line: the line ends before its value does") == 0);
  CHECK(detail("{\"a\":1} {}") == "more than one value on the line; put each object on a line of its own");
}

TEST_CASE("malformed, empty and scalar bodies have codes of their own", "[sources][json]") {
  CHECK(cut("") == list{"body-empty"});
  CHECK(cut(" \n ") == list{"body-empty"});
  CHECK(cut("5") == list{"body-not-object-or-array"});
  CHECK(cut("\"x\"") == list{"body-not-object-or-array"});
  for (const char* body : {"{", "[", "[1", "[1,]", "[,1]", "nope", "{'a':1}", "{\"a\":01}", "{\n\"a\":1,\n \"b\":\n}"})
    CHECK(cut(body) == list{"json-malformed"});
}

TEST_CASE("lines that are read a second time keep their decoded text", "[sources][json]") {
  std::string line = "{\"a\":\"";
  for (int i = 0; i < 300; ++i) line += "\\tx";
  line += "\",\"b\":\"\\u0041\"}\n";
  std::string expected;
  for (int i = 0; i < 300; ++i) expected += "\tx";
  CHECK(cut(line + line) == list{"ok:" + expected, "ok:" + expected});
}

TEST_CASE("nesting beyond the limit is refused", "[sources][json]") {
  CHECK(cut("[" + std::string(31, '[') + std::string(31, ']') + "]") == list{"odd"});
  CHECK(cut("[" + std::string(50000, '[') + std::string(50000, ']') + "]") == list{"json-malformed"});
}
