#include "app/marked_json.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace hub;
using namespace hub::app;

TEST_CASE("an error stands below the value that its pointer names, whatever body the item came in", "[app][marked]") {
  const std::string shown =
      "  {\n"
      "    \"order_id\": \"a\",\n"
      ">   \"value\": 1.50e0,\n"
      "    ^ value-malformed: no number\n"
      "    \"items\": [\n"
      "      1,\n"
      ">     {\n"
      "      }\n"
      "      ^ item-empty: nothing\n"
      "    ]\n"
      "  }\n";
  for (const std::string place : {"", "/3", "/data/0"}) {
    const std::vector<error> errors = {fail("value-malformed", "no number", place + "/value"),
                                       fail("item-empty", "nothing", place + "/items/1")};
    CHECK(marked_json(R"({"order_id":"a","value":1.50e0,"items":[1,{}]})", errors) == shown);
  }
}

TEST_CASE("a member that is not there is missed in the object that lacks it", "[app][marked]") {
  const std::vector<error> errors = {fail("currency-missing", "give one", "/data/0/custom_data/currency")};
  CHECK(marked_json(R"({"custom_data":{"value":10}})", errors) ==
        "  {\n"
        "    \"custom_data\": {\n"
        "      \"value\": 10\n"
        ">     (no \"currency\")\n"
        "      ^ currency-missing: give one\n"
        "    }\n"
        "  }\n");
}

TEST_CASE("what is wrong with the whole stands below the whole", "[app][marked]") {
  const std::vector<error> errors = {fail("item-not-object", "an object, please", "/2")};
  CHECK(marked_json("5", errors) == "> 5\n  ^ item-not-object: an object, please\n");
  CHECK(marked_json("{}", errors) == "> {\n  }\n  ^ item-not-object: an object, please\n");
  const std::vector<error> nowhere = {fail("odd", "odd", "")};
  CHECK(marked_json(R"({"a":[]})", nowhere) == "> {\n    \"a\": [\n    ]\n  }\n  ^ odd: odd\n");
}

TEST_CASE("what is no JSON is shown as it is, and nothing steers the terminal", "[app][marked]") {
  const std::vector<error> errors = {fail("json-malformed", "no JSON", "")};
  CHECK(marked_json("ev=Purchase\x1b[2J", errors) == "  ev=Purchase\xEF\xBF\xBD[2J\n  ^ json-malformed: no JSON\n");
  CHECK(marked_json("", errors) == "  \n  ^ json-malformed: no JSON\n");
  CHECK(marked_json("{\"a\x1b\":1}", errors).find('\x1b') == std::string::npos);
}

TEST_CASE("keys are found by what they mean, not by how they are written", "[app][marked]") {
  const std::vector<error> errors = {fail("bad", "bad", "/a~1b/x y")};
  CHECK(marked_json(R"({"a\/b":{"x\u0020y":"}\"]"}})", errors) ==
        "  {\n    \"a\\/b\": {\n>     \"x\\u0020y\": \"}\\\"]\"\n      ^ bad: bad\n    }\n  }\n");
}
