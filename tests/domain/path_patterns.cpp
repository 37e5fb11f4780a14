// The table of paths counts what a plain map counts, also where shards told parts of it.
#include "domain/path_patterns.hpp"

#include <map>

#include <catch2/catch.hpp>

#include "domain/random_numbers.hpp"

using namespace hub;

namespace {

using path = std::vector<std::uint32_t>;
using counted = std::map<path, path_pattern>;

path any_path(random_numbers& random, std::size_t states) {
  path steps(1 + random.below(random.below(4) == 0 ? 40 : 4));
  for (auto& s : steps) s = static_cast<std::uint32_t>(random.below(states));
  return steps;
}

/// Adds random paths over *names* to both.
path_patterns fill(random_numbers& random, const path& names, std::size_t paths, counted& plain) {
  pattern_table table(names.size());
  for (std::size_t i = 0; i < paths; ++i) {
    auto steps = any_path(random, names.size());
    const path_pattern what{random.below(2), random.below(3), static_cast<std::int64_t>(random.below(1000)) - 300};
    table.add(steps, what);
    for (auto& s : steps) s = names[s];
    plain[steps].add(what);
  }
  auto all = table.take();
  all.rename(names);
  return all;
}

path named(std::size_t states) {
  path names;
  for (std::uint32_t s = 0; s < states; ++s) names.push_back(s == 0 ? 0xFFFF'FFFEU : 7 * s + 3);
  return names;
}

void check_equal(const path_patterns& got, const counted& plain) {
  counted seen;
  got.for_each([&](auto steps, const auto& sum) { seen[path(steps.begin(), steps.end())].add(sum); });
  CHECK(got.sums.size() == plain.size());
  CHECK(seen == plain);
}

}  // namespace

TEST_CASE("paths of any length over few and many states are counted each once", "[domain][paths]") {
  random_numbers random(4);
  for (const std::size_t states : {1, 2, 12, 200, 70'000}) {
    INFO(states << " states");
    counted plain;
    const auto got = fill(random, named(states), 5'000, plain);
    check_equal(got, plain);
    const auto& [steps, sum] = *plain.begin();
    CHECK(got.of(steps) == sum);
    CHECK(got.of(path{1}) == path_pattern{});  // a name that there is not
  }
}

TEST_CASE("patterns of shards are put together by their names", "[domain][paths]") {
  random_numbers random(5);
  counted plain;
  path_patterns all;
  for (const std::size_t states : {3, 12, 40}) merge(all, fill(random, named(states), 3'000, plain));
  CHECK(all.sums.size() > plain.size());
  const auto& [steps, sum] = *plain.begin();
  CHECK(all.of(steps) == sum);
  check_equal(each_once(std::move(all)), plain);
}

TEST_CASE("a table of which nothing was told has no patterns", "[domain][paths]") {
  pattern_table table(0);
  CHECK(table.take().sums.empty());
  CHECK(each_once({}).sums.empty());
}
