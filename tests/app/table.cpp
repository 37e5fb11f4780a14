#include "app/table.hpp"

#include <catch2/catch.hpp>

using namespace hub::app;

TEST_CASE("columns are as wide as their widest cell and numbers stand right", "[app]") {
  table t;
  t.columns = {{"campaign"}, {"revenue", side::right}};
  t.rows = {{"Spring", "1234.50"}, {"Brand search", "9.00"}};
  t.footer = {{"total", "1243.50"}};
  CHECK(render(t, {}) ==
        "campaign      revenue\n"
        "Spring        1234.50\n"
        "Brand search     9.00\n"
        "total         1243.50\n");
}

TEST_CASE("a terminal gets rules, and colour only where it is understood", "[app]") {
  table t;
  t.columns = {{"a"}, {"b", side::right}};
  t.rows = {{"x", "1"}};
  CHECK(render(t, {true, false}) == "a  b\n────\nx  1\n");
  CHECK(render(t, {true, true}) == "\x1b[1ma  b\x1b[0m\n\x1b[2m────\x1b[0m\nx  1\n");
}

TEST_CASE("accents, wide characters and emoji keep their columns straight", "[app]") {
  CHECK(display_width("Zürich") == 6);
  CHECK(display_width("e\xCC\x81t\xC3\xA9") == 3);
  CHECK(display_width("東京") == 4);
  CHECK(display_width("🚀") == 2);
  CHECK(display_width("\xFF\xC3") == 2);
  table t;
  t.columns = {{"name"}, {"n", side::right}};
  t.rows = {{"東京", "1"}, {"Zürich", "2"}};
  CHECK(render(t, {}) ==
        "name    n\n"
        "東京    1\n"
        "Zürich  2\n");
}

TEST_CASE("data cannot steer the terminal", "[app]") {
  CHECK(printable("a\x1b[31mb\r\nc") ==
        "a\xEF\xBF\xBD[31mb\xEF\xBF\xBD\xEF\xBF\xBD"
        "c");
  CHECK(printable("x\xC2\x9Bm") == "x\xEF\xBF\xBDm");
  CHECK(printable("Zürich 東京") == "Zürich 東京");
}

TEST_CASE("a row with missing cells leaves them empty", "[app]") {
  table t;
  t.columns = {{"a"}, {"b"}};
  t.rows = {{"x"}};
  CHECK(render(t, {}) == "a  b\nx\n");
}
