// Sets of states are counted alike, whether their states have small numbers or large ones, and by whichever steps.
#include "domain/state_table.hpp"

#include <array>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "domain/random_numbers.hpp"

using namespace hub;

namespace {

/// Counts a journey in the fewest steps that will do.
void add_quickly(state_table& table, std::span<const std::uint32_t> steps, const path_sum& what) {
  const bool done = what.conversions != 0 ? table.add_sale(steps, what.count, what.value) : table.add_without(steps);
  if (!done) table.add(steps, what);
}

}  // namespace

TEST_CASE("sets over few and many states are counted as a plain map of sets counts them", "[domain][models]") {
  for (const std::size_t states : {1, 15, 16, 17, 40}) {
    INFO(states << " states");
    random_numbers random(states);
    tally_wish wish;
    wish.sets = true;
    state_table table(wish);
    std::map<std::set<name_id>, std::array<std::int64_t, 4>> plain;
    for (int i = 0; i < 2'000; ++i) {
      std::vector<std::uint32_t> steps;
      std::set<name_id> names;
      for (auto left = 1 + random.below(6); left > 0; --left) {
        const auto name = static_cast<name_id>(100 + random.below(states));
        steps.push_back(table.state_of(name));
        names.insert(name);
      }
      path_sum what{random.below(2), 1, static_cast<std::int64_t>(random.below(3)), -5};
      switch (random.below(3)) {
        case 0: table.add(steps, what); break;
        case 1: add_quickly(table, steps, what = {1, 0, what.count, what.value}); break;
        default: add_quickly(table, steps, what = {0, 1, 0, 0});
      }
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

TEST_CASE("what sales brought is summed by state and by how many states there are", "[domain][models]") {
  for (const std::size_t states : {1, 16, 17, 40}) {
    INFO(states << " states");
    random_numbers random(states);
    tally_wish wish;
    wish.state_sums = wish.transitions = wish.without = true;
    state_table table(wish);
    std::map<std::pair<name_id, std::size_t>, std::pair<std::int64_t, std::int64_t>> plain;
    for (int i = 0; i < 2'000; ++i) {
      std::vector<std::uint32_t> steps;
      std::set<name_id> names;
      for (auto left = 1 + random.below(6); left > 0; --left) {
        const auto name = static_cast<name_id>(100 + random.below(states));
        steps.push_back(table.state_of(name));
        names.insert(name);
      }
      const auto value = static_cast<std::int64_t>(random.below(1'000));
      const path_sum what = random.below(2) == 0 ? path_sum{1, 0, 1, value} : path_sum{0, 1, 0, 0};
      random.below(2) == 0 ? table.add(steps, what) : add_quickly(table, steps, what);
      if (what.conversions == 0) continue;
      for (const auto name : names) {
        auto& sum = plain[{name, names.size()}];
        ++sum.first;
        sum.second += value;
      }
    }
    journey_tally got;
    table.take(got);
    CHECK(got.paths.empty());
    CHECK(got.state_sums.size() == plain.size());
    for (const auto& s : got.state_sums) CHECK(plain.at({s.state, s.size}) == std::pair(s.count, s.value));
  }
}
