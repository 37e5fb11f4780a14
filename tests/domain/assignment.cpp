#include "domain/assignment.hpp"

#include <rapidcheck.h>

#include <rapidcheck/catch.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <optional>

using namespace hub;
using pairs = std::vector<std::pair<std::size_t, std::size_t>>;
using costs = std::vector<std::vector<std::optional<std::int64_t>>>;

namespace {

/// Pairs of which nothing is known but what they cost.
pairs solve(const costs& table) {
  std::vector<allowed_pair> allowed;
  for (std::uint32_t i = 0; i < table.size(); ++i)
    for (std::uint32_t j = 0; j < table[i].size(); ++j)
      if (table[i][j]) allowed.push_back({i, j, *table[i][j], 0, -1});
  return assign(allowed);
}

/// Points in time that may be paired within *window*.
pairs solve_times(const std::vector<int>& rows, const std::vector<int>& columns, int window) {
  std::vector<allowed_pair> allowed;
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    for (std::uint32_t j = 0; j < columns.size(); ++j)
      if (const auto d = std::abs(rows[i] - columns[j]); d <= window) allowed.push_back({i, j, d, rows[i], columns[j]});
  return assign(allowed);
}

std::int64_t total(const costs& table, const pairs& chosen) {
  std::int64_t sum = 0;
  for (const auto& [i, j] : chosen) sum += *table[i][j];
  return sum;
}

bool better(const costs& table, const pairs& a, const pairs& b) {
  if (a.size() != b.size()) return a.size() > b.size();
  if (total(table, a) != total(table, b)) return total(table, a) < total(table, b);
  return a < b;
}

/// Tries every matching.
void try_all(const costs& table, std::size_t row, std::vector<bool>& used, pairs& chosen, pairs& best) {
  if (row == table.size()) {
    if (better(table, chosen, best)) best = chosen;
    return;
  }
  try_all(table, row + 1, used, chosen, best);
  for (std::size_t j = 0; j < used.size(); ++j) {
    if (used[j] || !table[row][j]) continue;
    used[j] = true;
    chosen.emplace_back(row, j);
    try_all(table, row + 1, used, chosen, best);
    chosen.pop_back();
    used[j] = false;
  }
}

pairs best_of_all(const costs& table, std::size_t columns) {
  std::vector<bool> used(columns, false);
  pairs chosen, best;
  try_all(table, 0, used, chosen, best);
  return best;
}

/// Costs |row time − column time| where that is at most *window*.
costs distances(const std::vector<int>& rows, const std::vector<int>& columns, int window) {
  costs table(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (const int c : columns) {
      const auto d = std::abs(rows[i] - c);
      table[i].push_back(d <= window ? std::optional<std::int64_t>(d) : std::nullopt);
    }
  return table;
}

}  // namespace

TEST_CASE("two pairs beat one nearer pair", "[domain][assignment]") {
  CHECK(solve({{1, 2}, {1, std::nullopt}}) == pairs{{0, 1}, {1, 0}});
}

TEST_CASE("of equally many pairs the least total cost wins", "[domain][assignment]") {
  CHECK(solve({{5, 1}, {1, 5}}) == pairs{{0, 1}, {1, 0}});
  CHECK(solve({{3, 9}, {4, 5}}) == pairs{{0, 0}, {1, 1}});
}

TEST_CASE("of equally good assignments the list of pairs that comes first wins", "[domain][assignment]") {
  CHECK(solve({{2, 2}, {2, 2}}) == pairs{{0, 0}, {1, 1}});
  CHECK(solve({{7, 7}}) == pairs{{0, 0}});
  CHECK(solve({{7}, {7}}) == pairs{{0, 0}});
}

TEST_CASE("nothing is paired where nothing is allowed", "[domain][assignment]") {
  CHECK(solve({{std::nullopt, std::nullopt}}).empty());
  CHECK(solve({}).empty());
}

TEST_CASE("every small assignment is the one that trying all of them finds", "[domain][assignment]") {
  rc::prop("", [] {
    const auto rows = *rc::gen::inRange<std::size_t>(1, 6);
    const auto columns = *rc::gen::inRange<std::size_t>(1, 6);
    costs table(rows);
    for (auto& line : table)
      for (std::size_t j = 0; j < columns; ++j) {
        const auto cost = *rc::gen::inRange<std::int64_t>(-2, 5);
        line.push_back(cost < 0 ? std::nullopt : std::optional(cost));
      }
    RC_ASSERT(solve(table) == best_of_all(table, columns));
  });
}

TEST_CASE("small assignments of points in time are the best ones too", "[domain][assignment]") {
  const auto times = rc::gen::container<std::vector<int>>(5, rc::gen::inRange(0, 40));
  rc::prop("", [&] {
    auto rows = *times, columns = *times;
    std::sort(rows.begin(), rows.end());
    std::sort(columns.begin(), columns.end());
    const auto window = *rc::gen::inRange(0, 30);
    const auto table = distances(rows, columns, window);
    RC_ASSERT(solve(table) == best_of_all(table, columns.size()));
    RC_ASSERT(solve_times(rows, columns, window) == best_of_all(table, columns.size()));
  });
}

TEST_CASE("points in time are assigned exactly however many there are", "[domain][assignment]") {
  std::vector<int> rows, columns;
  for (int i = 0; i < 20'000; ++i) {
    rows.push_back(10 * i);
    columns.push_back(10 * i + 9);  // the next row's time is nearer than one's own
  }
  const auto found = solve_times(rows, columns, 9);
  REQUIRE(found.size() == rows.size());
  for (std::size_t i = 0; i < found.size(); ++i) REQUIRE(found[i] == std::pair(i, i));
}

TEST_CASE("the value of a long alignment is that of the exact solution", "[domain][assignment]") {
  rc::prop("", [] {
    const auto times = [] {
      auto list = *rc::gen::container<std::vector<int>>(16, rc::gen::inRange(0, 100));
      std::sort(list.begin(), list.end());
      return list;
    };
    const auto rows = times(), columns = times();
    const auto window = *rc::gen::inRange(0, 40);
    const auto table = distances(rows, columns, window);
    RC_ASSERT(solve_times(rows, columns, window) == solve(table));
  });
}

TEST_CASE("a large part that is no line in time is aligned without crossing", "[domain][assignment]") {
  const auto n = static_cast<std::uint32_t>(2 * exact_assignment_rows);
  std::vector<allowed_pair> allowed;
  for (std::uint32_t i = 0; i < n; ++i)
    for (const auto j : {i, i + 1})
      if (j < n) allowed.push_back({i, j, 5, 0, -1});
  const auto found = assign(allowed);
  REQUIRE(found.size() == n);
  for (std::size_t i = 0; i < n; ++i) CHECK(found[i] == std::pair(i, i));
}
