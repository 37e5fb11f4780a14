// Members of a JSON body: read by name and type, complaints with their place.
#include <catch2/catch.hpp>

#include "net/body_reader.hpp"

using namespace hub;
using namespace hub::net;

namespace {

/// Reads one member of each kind; every code and place that is wrong.
std::string refused(std::string_view body) {
  body_reader in(body);
  in.text("text");
  in.flag("flag");
  in.integer("integer", 0, 10);
  in.texts("texts");
  if (!in.text("wanted")) in.refuse(fail("member-missing", "give it", "/wanted"));
  std::string out;
  for (const auto& e : in.finish()) out += (out.empty() ? "" : ", ") + e.code + " " + e.pointer;
  return out;
}

}  // namespace

TEST_CASE("members of a body are read by name and type", "[net][bodies]") {
  body_reader in(R"( {"text":"\u00e9","flag":false,"integer":10,"texts":["a",""],"none":null} )");
  CHECK(in.text("text") == "\u00e9");
  CHECK(in.flag("flag") == false);
  CHECK(in.integer("integer", 0, 10) == 10);
  CHECK(in.texts("texts") == std::vector<std::string>{"a", ""});
  CHECK_FALSE(in.text("none").has_value());
  CHECK_FALSE(in.text("absent").has_value());
  CHECK(in.finish().empty());
}

TEST_CASE("of a body that is no JSON object nothing else is complained of", "[net][bodies]") {
  CHECK(refused("{") == "json-malformed ");
  CHECK(refused("{} {}") == "json-malformed ");
  CHECK(refused(std::string(40, '[')) == "json-malformed ");
  CHECK(refused("[]") == "member-type ");
  CHECK(refused("7") == "member-type ");
  CHECK(refused(R"({"wanted":"a","wanted":"b"})") == "key-duplicate /wanted");
}

TEST_CASE("each member of the wrong type, unknown or missing is complained of with its place", "[net][bodies]") {
  CHECK(refused("") == "member-missing /wanted");
  CHECK(refused(R"({"wanted":"w","text":1,"flag":"true","integer":11,"texts":"a"})") ==
        "member-type /text, member-type /flag, member-type /integer, member-type /texts");
  CHECK(refused(R"({"wanted":"w","integer":1.5,"texts":["a",2]})") == "member-type /integer, member-type /texts/1");
  CHECK(refused(R"({"wanted":"w","integer":1e99})") == "member-type /integer");
  CHECK(refused(R"({"wanted":"w","txt":"a"})") == "member-unknown /txt");
}
