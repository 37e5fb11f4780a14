// Sets of states are counted alike, whether their states have small numbers or large ones.
#include "domain/state_table.hpp"

#include <array>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "domain/random_numbers.hpp"

using namespace hub;

TEST_CASE("sets over few and many states are counted as a plain map of sets counts them", "[domain][models]") {
  for (const std::size_t states : {1, 15, 16, 17, 40}) {
    INFO(states << " states");
    random_numbers random(states);
    tally_wish wish;
    wish.sets = true;
    state_table table(wish);
    CHECK(table.only_sets());
    std::map<std::set<name_id>, std::array<std::int64_t, 4>> plain;
    for (int i = 0; i < 2'000; ++i) {
      std::vector<std::uint32_t> steps;
      std::set<name_id> names;
      for (auto left = 1 + random.below(6); left > 0; --left) {
        const auto name = static_cast<name_id>(100 + random.below(states));
        steps.push_back(table.state_of(name));
        names.insert(name);
      }
      const path_sum what{random.below(2), 1, static_cast<std::int64_t>(random.below(3)), -5};
      table.add(steps, what);
      auto& sum = plain[names];
      sum[0] += static_cast<std::int64_t>(what.conversions);
      sum[1] += static_cast<std::int64_t>(what.without);
      sum[2] += what.count;
      sum[3] += what.value;
    }
    journey_tally got;
    table.take(got);
    CHECK(got.paths.size() == plain.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < got.paths.size(); ++i) {
      const auto begin = got.steps.begin() + static_cast<std::ptrdiff_t>(at);
      const std::set<name_id> names(begin, begin + got.lengths[i]);
      const auto& p = got.paths[i];
      CHECK(names.size() == got.lengths[i]);
      CHECK(plain.at(names) == std::array<std::int64_t, 4>{static_cast<std::int64_t>(p.conversions),
                                                           static_cast<std::int64_t>(p.without), p.count, p.value});
      at += got.lengths[i];
    }
    CHECK(at == got.steps.size());
  }
}
