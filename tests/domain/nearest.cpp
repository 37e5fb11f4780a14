#include "domain/nearest.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace hub;

TEST_CASE("the distance between words counts swaps as one", "[domain]") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("model", "modle") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("same", "same") == 0);
}

TEST_CASE("a word is guessed only when it is near", "[domain]") {
  const std::vector<std::string_view> known = {"from", "to", "model"};
  CHECK(nearest("form", known) == "from");
  CHECK(nearest("mdel", known) == "model");
  CHECK(nearest("currency", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(nearest(std::string(5000, 'm'), known).empty());
}
