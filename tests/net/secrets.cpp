#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "net/secret_compare.hpp"

using namespace hub::net;

TEST_CASE("a secret is equal to itself alone", "[net][secrets]") {
  CHECK(same_secret("WK_TEST", "WK_TEST"));
  CHECK_FALSE(same_secret("WK_TEST ", "WK_TEST"));
  CHECK_FALSE(same_secret("WK_TES", "WK_TEST"));
  CHECK_FALSE(same_secret("wk_test", "WK_TEST"));
  CHECK_FALSE(same_secret("", "WK_TEST"));
}

TEST_CASE("an empty secret lets nobody in", "[net][secrets]") {
  CHECK_FALSE(same_secret("", ""));
  const std::vector<std::string> blank = {""};
  CHECK_FALSE(any_secret("", blank));
}

TEST_CASE("each of several secrets is accepted, and nothing else", "[net][secrets]") {
  const std::vector<std::string> secrets = {"first", "second"};
  CHECK(any_secret("first", secrets));
  CHECK(any_secret("second", secrets));
  CHECK_FALSE(any_secret("third", secrets));
  CHECK_FALSE(any_secret("first", {}));
}
