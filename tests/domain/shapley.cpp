// Shapley values against their axioms and against every order of the players.
#include "domain/shapley.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "learned.hpp"

using namespace hub;
using namespace hub::made;

namespace {

/// A game of up to five players over random sets.
struct any_game {
  path_list sets;
  std::vector<std::uint64_t> conversions, without;
  std::size_t players = 0;

  any_game() {
    players = *rc::gen::inRange<std::size_t>(1, 6);
    for (std::size_t set = 1; set < std::size_t{1} << players; ++set) {
      if (*rc::gen::inRange(0, 2) == 0) continue;
      sets.begins.push_back(sets.steps.size());
      for (std::uint32_t p = 0; p < players; ++p)
        if ((set >> p & 1) != 0) sets.steps.push_back(p);
      sets.sums.emplace_back();
      conversions.push_back(*rc::gen::inRange<std::uint64_t>(0, 5));
      without.push_back(*rc::gen::inRange<std::uint64_t>(0, 5));
    }
  }
  rate_game game() const { return {players, &sets, conversions, without}; }
  double worth(const std::vector<bool>& in) const {
    double converted = 0, all = 0;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      if (!std::all_of(sets[i].begin(), sets[i].end(), [&](auto p) { return in[p]; })) continue;
      converted += static_cast<double>(conversions[i]);
      all += static_cast<double>(conversions[i] + without[i]);
    }
    return all == 0 ? 0 : converted / all;
  }
};

std::vector<double> over_all_orders(const any_game& g) {
  std::vector<std::size_t> order(g.players);
  std::iota(order.begin(), order.end(), 0U);
  std::vector<double> sums(g.players);
  double orders = 0;
  do {
    std::vector<bool> in(g.players);
    double before = 0;
    for (const auto p : order) {
      in[p] = true;
      const auto now = g.worth(in);
      sums[p] += now - before;
      before = now;
    }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  for (auto& s : sums) s /= orders;
  return sums;
}

attribution_report shapley_of(const std::vector<journeys>& told) {
  return learned_report(learning(model::shapley), book_of({"a", "b", "c", "d"}), shards_of(told)).value();
}

}  // namespace

TEST_CASE("the rate game played exactly is the mean over all orders", "[domain][shapley]") {
  rc::prop("to 1e-12, and worth the whole", [] {
    const any_game g;
    const auto values = play_exactly(g.game());
    const auto wanted = over_all_orders(g);
    for (std::size_t p = 0; p < g.players; ++p) RC_ASSERT(std::fabs(values[p] - wanted[p]) < 1e-12);
    const auto all = std::accumulate(values.begin(), values.end(), 0.0);
    RC_ASSERT(std::fabs(all - g.worth(std::vector<bool>(g.players, true))) < 1e-12);
  });
}

TEST_CASE("random orders come as near to the exact values as their error says", "[domain][shapley]") {
  rc::prop("within six errors, and worth the whole", [] {
    const any_game g;
    const auto exact = play_exactly(g.game());
    const auto drawn = play_by_chance(g.game(), 4'000, random_numbers(7));
    for (std::size_t p = 0; p < g.players; ++p)
      RC_ASSERT(std::fabs(drawn.values[p] - exact[p]) <= 6 * drawn.errors[p] + 1e-12);
    RC_ASSERT(std::fabs(std::accumulate(drawn.values.begin(), drawn.values.end(), 0.0) -
                        std::accumulate(exact.begin(), exact.end(), 0.0)) < 1e-9);
    RC_ASSERT(play_by_chance(g.game(), 100, random_numbers(7)).values ==
              play_by_chance(g.game(), 100, random_numbers(7)).values);
  });
}

TEST_CASE("the set game keeps the axioms of Shapley", "[domain][shapley]") {
  const std::vector<journeys> one = {{{1}, 4, 0}, {{1, 2}, 6, 3}, {{2, 2, 1}, 1, 0}};
  const std::vector<journeys> other = {{{2, 3}, 5, 0, 700}, {{3}, 0, 9}, {{3, 1, 2}, 3, 0}};
  const auto a = shapley_of(one), b = shapley_of(other);
  SECTION("all credit is given") {
    CHECK(conversions_of(a, "a") + conversions_of(a, "b") == Approx(11).margin(1e-9));
    CHECK(a.reconciles());
    CHECK(b.booked[0] == 5 * 700 + 3 * 100);
  }
  SECTION("who always comes together earns the same") {
    const auto pair = shapley_of({{{1, 2}, 6, 0}, {{2, 1}, 3, 0}});
    CHECK(conversions_of(pair, "a") == Approx(4.5).margin(1e-12));
    CHECK(conversions_of(pair, "b") == Approx(4.5).margin(1e-12));
  }
  SECTION("who is in no converting journey earns nothing") {
    CHECK(conversions_of(shapley_of({{{1}, 4, 0}, {{2, 3}, 0, 8}}), "b") == 0);
  }
  SECTION("credit of journeys together is the sum of credits") {
    auto both = one;
    both.insert(both.end(), other.begin(), other.end());
    const auto sum = shapley_of(both);
    for (const auto* name : {"a", "b", "c"})
      CHECK(conversions_of(sum, name) == Approx(conversions_of(a, name) + conversions_of(b, name)).margin(1e-9));
  }
  SECTION("money follows the journeys that brought it") {
    const auto split = shapley_of({{{1}, 1, 0, 1000}, {{2}, 3, 0, 10}});
    for (const auto& row : split.rows) CHECK(row.models[0].revenue == (row.group[0] == "a" ? 1000 : 30));
  }
}

TEST_CASE("over fifteen groups the rate game is drawn, and says how far it may be off", "[domain][shapley]") {
  std::vector<journeys> told;
  std::vector<std::string> names;
  for (name_id n = 1; n <= 16; ++n) {
    names.push_back("campaign " + std::to_string(100 + n));
    told.push_back({{n, 1 + n % 16}, static_cast<int>(n), 5});
  }
  auto query = learning(model::shapley);
  query.data_models.game = shapley_game::conversion_rate;
  const auto drawn = learned_report(query, book_of(names), shards_of(told)).value().findings.models[0];
  CHECK(drawn.orders >= 200);
  REQUIRE(drawn.errors.size() == 16);
  CHECK(*std::min_element(drawn.errors.begin(), drawn.errors.end()) > 0);
  told.pop_back();
  told.back().path[1] = 1;
  const auto exact = learned_report(query, book_of(names), shards_of(told)).value().findings.models[0];
  CHECK(exact.orders == 0);
  CHECK(exact.errors.empty());
}
