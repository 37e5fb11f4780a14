// Runs are found by their items, wherever these lie.
#include "domain/run_starts.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace hub;

TEST_CASE("every item of runs of any length says which run it is in", "[domain][memory]") {
  run_starts starts;
  std::vector<std::uint32_t> expected;
  for (std::uint32_t run = 0; run < 3'000; ++run)
    for (std::uint32_t length = 1 + run * run % 7; length > 0; --length) {
      starts.append(expected.empty() || expected.back() != run);
      expected.push_back(run);
    }
  std::vector<std::uint32_t> found;
  for (std::uint32_t item = 0; item < expected.size(); ++item) found.push_back(starts.run_of(item));
  CHECK(found == expected);
}
