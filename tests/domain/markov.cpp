// The Markov model against chains that can be solved by hand, and against a plain oracle that removes one name after the
// other and eliminates with pivots.
#include "domain/markov.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "domain/chain_solvers.hpp"
#include "learned.hpp"

using namespace hub;
using namespace hub::made;

namespace {

std::vector<double> effects_of(const std::vector<journeys>& told, int order = 1) {
  auto query = learning(model::markov);
  query.data_models.order = order;
  const auto book = book_of({"a", "b", "c", "d", "e"});
  const auto report = learned_report(query, book, shards_of(told));
  REQUIRE(report.has_value());
  return report->findings.models[0].effects;
}

/// Solves A x = y.
std::vector<long double> solve(std::vector<std::vector<long double>> a, std::vector<long double> y) {
  const auto n = y.size();
  for (std::size_t k = 0; k < n; ++k) {
    auto pivot = k;
    for (auto i = k; i < n; ++i)
      if (std::fabs(a[i][k]) > std::fabs(a[pivot][k])) pivot = i;
    std::swap(a[k], a[pivot]);
    std::swap(y[k], y[pivot]);
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k || a[i][k] == 0) continue;
      const auto f = a[i][k] / a[k][k];
      for (auto j = k; j < n; ++j) a[i][j] -= f * a[k][j];
      y[i] -= f * y[k];
    }
  }
  for (std::size_t i = 0; i < n; ++i) y[i] /= a[i][i];
  return y;
}

/// P(conversion) from the start when states with *removed* lead nowhere; a state is the last touches, START has none.
long double chance(const std::vector<journeys>& told, std::size_t order, name_id removed) {
  using state = std::vector<name_id>;
  const state conversion{9999};
  std::map<state, std::map<state, long double>> next;
  for (const auto& t : told) {
    state now;
    const auto go = [&](state to, int times) {
      next[now][to] += times;
      now = std::move(to);
    };
    for (const auto name : t.path) {
      auto to = now;
      to.push_back(name);
      if (to.size() > order) to.erase(to.begin());
      go(to, t.conversions + t.without);
    }
    next[now][conversion] += t.conversions;
    next[now][{}] += 0;  // nowhere counts in the sum only
    next[now][{8888}] += t.without;
  }
  std::map<state, std::size_t> number;
  for (const auto& [s, to] : next) number.emplace(s, number.size());
  std::vector<std::vector<long double>> a(number.size(), std::vector<long double>(number.size()));
  std::vector<long double> y(number.size());
  for (const auto& [s, to] : next) {
    const auto i = number[s];
    a[i][i] += 1;
    if (std::count(s.begin(), s.end(), removed) != 0) continue;
    long double all = 0;
    for (const auto& [t, count] : to) all += count;
    for (const auto& [t, count] : to) {
      if (t == conversion) y[i] += count / all;
      if (number.count(t) != 0 && !t.empty()) a[i][number[t]] -= count / all;
    }
  }
  return solve(a, y)[number[{}]];
}

std::vector<journeys> any_told(std::size_t names) {
  std::vector<journeys> told(*rc::gen::inRange<std::size_t>(1, 12));
  for (auto& t : told) {
    t.path.resize(*rc::gen::inRange<std::size_t>(1, 7));
    for (auto& name : t.path) name = *rc::gen::inRange<name_id>(1, static_cast<name_id>(names) + 1);
    t.conversions = *rc::gen::inRange(0, 3);
    t.without = *rc::gen::inRange(0, 3);
  }
  told[0].conversions = 1;
  return told;
}

}  // namespace

TEST_CASE("removal effects of chains solved by hand are exact", "[domain][markov]") {
  const auto close = [](double x) { return Approx(x).margin(1e-12).epsilon(0); };
  SECTION("a leads to b or nowhere, b always converts") {
    const auto e = effects_of({{{1, 2}, 1, 0}, {{1}, 0, 1}, {{2}, 1, 0}});
    CHECK(e[0] == close(0.5));
    CHECK(e[1] == close(1));
  }
  SECTION("a cycle between a and b") {
    const auto e = effects_of({{{1, 2, 1}, 1, 0}, {{2}, 0, 1}});
    CHECK(e[0] == close(1));
    CHECK(e[1] == close(0.5));
  }
  SECTION("a name that never converts has none") {
    const auto e = effects_of({{{1}, 3, 1}, {{2}, 0, 5}});
    CHECK(e[0] == close(1));
    CHECK(e[1] == 0);
  }
  SECTION("repeating a touch changes nothing") {
    const auto once = effects_of({{{1, 2}, 2, 1}, {{2, 1}, 1, 0}});
    const auto often = effects_of({{{1, 1, 1, 2, 2}, 2, 1}, {{2, 1, 1}, 1, 0}});
    CHECK(once[0] == close(often[0]));
    CHECK(once[1] == close(often[1]));
  }
}

TEST_CASE("with memory a chain tells ways apart that look alike from one touch on", "[domain][markov]") {
  // b converts after a only: with one touch of memory c takes part in what converts, with two it never does.
  const std::vector<journeys> told = {{{1, 2}, 4, 0}, {{3, 2}, 0, 4}};
  CHECK(effects_of(told, 1)[2] == Approx(0.5).margin(1e-12));
  CHECK(effects_of(told, 2)[2] == 0);
  CHECK(effects_of(told, 2)[0] == Approx(1).margin(1e-12));
  CHECK(effects_of(told, 3) == effects_of(told, 2));
}

TEST_CASE("removal effects of any journeys are those of the plain oracle, at every order", "[domain][markov]") {
  rc::prop("the same to 1e-12", [] {
    const auto told = any_told(4);
    for (int order = 1; order <= most_order; ++order) {
      const auto effects = effects_of(told, order);
      std::set<name_id> names;
      for (const auto& t : told)
        if (t.conversions + t.without > 0) names.insert(t.path.begin(), t.path.end());
      const auto all = chance(told, static_cast<std::size_t>(order), 7777);
      std::size_t i = 0;
      for (const auto name : names) {
        const auto removed = 1 - chance(told, static_cast<std::size_t>(order), name) / all;
        RC_ASSERT(std::fabs(static_cast<double>(removed) - effects[i++]) < 1e-12);
      }
      RC_ASSERT(i == effects.size());
    }
  });
}

TEST_CASE("both solvers agree on chains of order 1", "[domain][markov]") {
  rc::prop("to 1e-12", [] {
    const auto book = book_of({"a", "b", "c", "d", "e"});
    const auto sample = sample_of_shards(learning(model::markov), book, shards_of(any_told(5)));
    const auto c = chain_of(sample.names.size(), sample.transitions);
    const auto one = effects_by_elimination(c.shape, c.counts);
    const auto other = effects_by_pushing(c.shape, c.counts);
    for (std::size_t i = 0; i < one.size(); ++i) RC_ASSERT(std::fabs(one[i] - other[i]) < 1e-12);
  });
}

TEST_CASE("a journey that goes to and fro ten thousand times is solved too", "[domain][markov]") {
  std::vector<name_id> path;
  for (int i = 0; i < 10'000; ++i) path.push_back(1 + static_cast<name_id>(i % 2));
  const std::vector<journeys> told = {{path, 1, 0}, {{1}, 1, 1}, {{3, 2}, 1, 2}};
  const auto one = effects_of(told, 1);
  CHECK(one[0] == Approx(static_cast<double>(1 - chance(told, 1, 1) / chance(told, 1, 7777))).margin(1e-12));
  const auto two = effects_of(told, 2);
  for (name_id name = 1; name <= 3; ++name)
    CHECK(two[name - 1] ==
          Approx(static_cast<double>(1 - chance(told, 2, name) / chance(told, 2, 7777))).margin(1e-12));
}
