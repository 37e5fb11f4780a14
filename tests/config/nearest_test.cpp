#include "config/nearest.hpp"

#include <catch2/catch.hpp>
#include <vector>

using hub::config::edit_distance;
using hub::config::nearest;

TEST_CASE("edit distance counts insertions, deletions, changes and swaps of neighbours", "[config]") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("roas", "roas") == 0);
  CHECK(edit_distance("raos", "roas") == 1);
  CHECK(edit_distance("roa", "roas") == 1);
  CHECK(edit_distance("roast", "roas") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("the nearest word is suggested only when it is near", "[config]") {
  const std::vector<std::string> known = {"attribution", "roas", "compare", "paths"};
  CHECK(nearest("raos", known) == "roas");
  CHECK(nearest("atribution", known) == "attribution");
  CHECK_FALSE(nearest("import", known));
  CHECK_FALSE(nearest("", known));
  CHECK_FALSE(nearest("roas", std::vector<std::string>{}));
}
