#include "sources/surrogates.hpp"

#include <catch2/catch.hpp>

using hub::sources::without_lone_surrogates;

TEST_CASE("half a character becomes the replacement character, whole ones stay", "[sources]") {
  CHECK(without_lone_surrogates(R"({"a":"x\ud83d"})") == R"({"a":"x\ufffd"})");
  CHECK(without_lone_surrogates(R"(["\udc00\ud83d\ude00"])") == R"(["\ufffd\ud83d\ude00"])");
  CHECK_FALSE(without_lone_surrogates(R"(["\ud83d\ude00"])"));
}

TEST_CASE("an escaped backslash before u is no escape", "[sources]") {
  CHECK_FALSE(without_lone_surrogates(R"(["\\ud83d"])"));
  CHECK_FALSE(without_lone_surrogates(R"(["\)"));
  CHECK_FALSE(without_lone_surrogates(R"(["\ud8)"));
}
