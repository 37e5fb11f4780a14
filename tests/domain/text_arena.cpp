// Texts come back from the arena as they went in, whatever their length.
#include "domain/text_arena.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace hub;

TEST_CASE("a text of any length comes back from the arena", "[domain][memory]") {
  text_arena arena;
  std::vector<text_ref> refs;
  const std::size_t sizes[] = {0, 1, 127, 128, 254, 255, 256, 70'000, 300'000};
  for (const auto size : sizes) refs.push_back(arena.add(std::string(size, 'x') + (size > 0 ? "y" : "")));
  for (std::size_t i = 0; i < refs.size(); ++i) {
    const auto text = refs[i].view();
    REQUIRE(text.size() == sizes[i] + (sizes[i] > 0 ? 1 : 0));
    CHECK(text == std::string(sizes[i], 'x') + (sizes[i] > 0 ? "y" : ""));
  }
}
