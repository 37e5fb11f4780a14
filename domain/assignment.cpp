#include "domain/assignment.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace hub {
namespace {

using pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// How good a matching is: more pairs first, then less cost.
struct value {
  std::int64_t matched = 0;
  std::int64_t cost = 0;
  bool operator==(const value&) const = default;
  bool better_than(const value& o) const { return matched != o.matched ? matched > o.matched : cost < o.cost; }
};

/// A connected part of the allowed pairs; edges[i][j] is the cost of the part's row i and column j.
struct part {
  std::vector<std::size_t> rows;
  std::vector<std::size_t> columns;
  std::vector<std::vector<std::optional<std::int64_t>>> edges;
};

/// Best value by successive cheapest augmenting paths (Bellman-Ford over few nodes).
value best_value(const part& p, const std::vector<bool>& row_out, const std::vector<bool>& column_out) {
  const auto n = p.rows.size(), m = p.columns.size();
  constexpr auto none = std::numeric_limits<std::size_t>::max();
  constexpr auto far = std::numeric_limits<std::int64_t>::max() / 4;
  std::vector<std::size_t> of_row(n, none), of_column(m, none);
  value total;
  for (;;) {
    std::vector<std::int64_t> row_distance(n, far), column_distance(m, far);
    std::vector<std::size_t> from(m, none);
    for (std::size_t i = 0; i < n; ++i)
      if (!row_out[i] && of_row[i] == none) row_distance[i] = 0;
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = 0; i < n; ++i) {
        if (row_distance[i] >= far) continue;
        for (std::size_t j = 0; j < m; ++j) {
          if (column_out[j] || !p.edges[i][j] || of_row[i] == j) continue;
          const auto d = row_distance[i] + *p.edges[i][j];
          if (d >= column_distance[j]) continue;
          column_distance[j] = d;
          from[j] = i;
          moved = true;
          if (of_column[j] != none) row_distance[of_column[j]] = d - *p.edges[of_column[j]][j];
        }
      }
    }
    std::size_t end = none;
    for (std::size_t j = 0; j < m; ++j)
      if (of_column[j] == none && column_distance[j] < far &&
          (end == none || column_distance[j] < column_distance[end]))
        end = j;
    if (end == none) return total;
    ++total.matched;
    total.cost += column_distance[end];
    for (auto j = end; j != none;) {
      const auto i = from[j];
      const auto previous = of_row[i];
      of_row[i] = j;
      of_column[j] = i;
      j = previous;
    }
  }
}

/// Fixes pair after pair, each the first that still reaches the best value.
pairs solve_exactly(const part& p) {
  pairs chosen;
  std::vector<bool> row_out(p.rows.size(), false), column_out(p.columns.size(), false);
  auto left = best_value(p, row_out, column_out);
  for (std::size_t i = 0; i < p.rows.size(); ++i) {
    row_out[i] = true;
    for (std::size_t j = 0; j < p.columns.size(); ++j) {
      if (column_out[j] || !p.edges[i][j]) continue;
      column_out[j] = true;
      auto with = best_value(p, row_out, column_out);
      const value reached{with.matched + 1, with.cost + *p.edges[i][j]};
      if (reached == left) {
        chosen.emplace_back(p.rows[i], p.columns[j]);
        left = with;
        break;
      }
      column_out[j] = false;
    }
  }
  return chosen;
}

/// Aligns rows and columns, both in time order, without crossing.
pairs solve_in_order(const part& p) {
  const auto n = p.rows.size(), m = p.columns.size();
  std::vector<std::vector<value>> best(n + 1, std::vector<value>(m + 1));
  const auto matched = [&](std::size_t i, std::size_t j) {
    return value{best[i + 1][j + 1].matched + 1, best[i + 1][j + 1].cost + *p.edges[i][j]};
  };
  for (auto i = n; i-- > 0;)
    for (auto j = m; j-- > 0;) {
      best[i][j] = best[i][j + 1].better_than(best[i + 1][j]) ? best[i][j + 1] : best[i + 1][j];
      if (p.edges[i][j] && matched(i, j).better_than(best[i][j])) best[i][j] = matched(i, j);
    }
  pairs chosen;
  for (std::size_t i = 0, j = 0; i < n && j < m;) {
    if (p.edges[i][j] && matched(i, j) == best[i][j])
      chosen.emplace_back(p.rows[i++], p.columns[j++]);
    else if (best[i][j + 1] == best[i][j])
      ++j;
    else
      ++i;
  }
  return chosen;
}

}  // namespace

pairs assign(std::size_t rows, std::size_t columns, const pair_cost& cost) {
  std::vector<std::vector<std::optional<std::int64_t>>> edges(rows);
  std::vector<std::size_t> parent(rows + columns);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t x) {
    while (parent[x] != x) x = parent[x] = parent[parent[x]];
    return x;
  };
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) {
      edges[i].push_back(cost(i, j));
      if (edges[i][j]) parent[root(i)] = root(rows + j);
    }
  pairs chosen;
  std::vector<bool> done(rows + columns, false);
  for (std::size_t i = 0; i < rows; ++i) {
    const auto r = root(i);
    if (done[r]) continue;
    done[r] = true;
    part p;
    for (std::size_t k = i; k < rows; ++k)
      if (root(k) == r) p.rows.push_back(k);
    for (std::size_t k = 0; k < columns; ++k)
      if (root(rows + k) == r) p.columns.push_back(k);
    if (p.columns.empty()) continue;
    for (const auto a : p.rows) {
      auto& line = p.edges.emplace_back();
      for (const auto b : p.columns) line.push_back(edges[a][b]);
    }
    const auto exact = p.rows.size() <= exact_assignment_rows && p.columns.size() <= exact_assignment_rows;
    const auto found = exact ? solve_exactly(p) : solve_in_order(p);
    chosen.insert(chosen.end(), found.begin(), found.end());
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace hub
