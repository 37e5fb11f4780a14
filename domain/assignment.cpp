#include "domain/assignment.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdlib>
#include <optional>
#include <span>

#include "domain/alignment.hpp"

namespace hub {
namespace {

using pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// A connected part as a table; edges[i][j] is the cost of the part's row i and column j.
struct table {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> columns;
  std::vector<std::vector<std::optional<std::int64_t>>> edges;
};

/// Best value by successive cheapest augmenting paths (Bellman-Ford over few nodes).
match_value best_value(const table& p, const std::vector<bool>& row_out, const std::vector<bool>& column_out) {
  const auto n = p.rows.size(), m = p.columns.size();
  constexpr auto none = std::numeric_limits<std::size_t>::max();
  constexpr auto far = std::numeric_limits<std::int64_t>::max() / 4;
  std::vector<std::size_t> of_row(n, none), of_column(m, none);
  match_value total;
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
void solve_exactly(const table& p, pairs& chosen) {
  std::vector<bool> row_out(p.rows.size(), false), column_out(p.columns.size(), false);
  auto left = best_value(p, row_out, column_out);
  for (std::size_t i = 0; i < p.rows.size(); ++i) {
    row_out[i] = true;
    for (std::size_t j = 0; j < p.columns.size(); ++j) {
      if (column_out[j] || !p.edges[i][j]) continue;
      column_out[j] = true;
      auto with = best_value(p, row_out, column_out);
      const match_value reached{with.matched + 1, with.cost + *p.edges[i][j]};
      if (reached == left) {
        chosen.emplace_back(p.rows[i], p.columns[j]);
        left = with;
        break;
      }
      column_out[j] = false;
    }
  }
}

table table_of(std::span<const allowed_pair> part) {
  table t;
  for (const auto& a : part) {
    if (t.rows.empty() || t.rows.back() != a.row) t.rows.push_back(a.row);
    t.columns.push_back(a.column);
  }
  std::sort(t.columns.begin(), t.columns.end());
  t.columns.erase(std::unique(t.columns.begin(), t.columns.end()), t.columns.end());
  t.edges.resize(t.rows.size());
  for (auto& line : t.edges) line.resize(t.columns.size());
  std::size_t i = 0;
  for (const auto& a : part) {
    if (t.rows[i] != a.row) ++i;
    const auto j = std::lower_bound(t.columns.begin(), t.columns.end(), a.column) - t.columns.begin();
    t.edges[i][static_cast<std::size_t>(j)] = a.cost;
  }
  return t;
}

/// Rows and columns that hang together by allowed pairs, as the number of the part of each pair.
std::vector<std::uint32_t> parts_of(std::span<const allowed_pair> allowed) {
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> node_of;  // a row, or a column with the high bit
  std::vector<std::uint32_t> parent;
  const auto node = [&](std::uint64_t name) {
    const auto [at, first] = node_of.try_emplace(name, static_cast<std::uint32_t>(parent.size()));
    if (first) parent.push_back(at->second);
    return at->second;
  };
  const auto root = [&](std::uint32_t x) {
    while (parent[x] != x) x = parent[x] = parent[parent[x]];
    return x;
  };
  std::vector<std::uint32_t> nodes;
  for (const auto& a : allowed) {
    const auto row = root(node(a.row)), column = root(node(std::uint64_t{1} << 63 | a.column));
    parent[std::max(row, column)] = std::min(row, column);
    nodes.push_back(row);
  }
  for (auto& n : nodes) n = root(n);
  return nodes;
}

}  // namespace

pairs assign(std::vector<allowed_pair> allowed) {
  pairs chosen;
  if (allowed.size() == 1) chosen.emplace_back(allowed[0].row, allowed[0].column);
  if (allowed.size() <= 1) return chosen;
  const auto by_place = [](const auto& a, const auto& b) {
    return std::pair(a.row, a.column) < std::pair(b.row, b.column);
  };
  std::sort(allowed.begin(), allowed.end(), by_place);
  const auto part_of = parts_of(allowed);
  std::vector<std::uint32_t> order(allowed.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return part_of[a] < part_of[b]; });
  std::vector<allowed_pair> part;
  for (std::size_t i = 0; i < order.size();) {
    part.clear();
    const auto no = part_of[order[i]];
    for (; i < order.size() && part_of[order[i]] == no; ++i) part.push_back(allowed[order[i]]);
    if (!lies_on_a_line(part))
      if (const auto t = table_of(part);
          t.rows.size() <= exact_assignment_rows && t.columns.size() <= exact_assignment_rows) {
        solve_exactly(t, chosen);
        continue;
      }
    align_in_order(part, chosen);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace hub
