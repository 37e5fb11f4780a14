#include "domain/alignment.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace hub {
namespace {

/// A row with the run of columns (positions in the part) around its allowed ones.
struct band_row {
  std::uint32_t row = 0;
  std::size_t first = 0, last = 0;  // monotone over the rows
  std::size_t begin = 0;            // of its cells
};

struct band {
  std::vector<std::uint32_t> columns;
  std::vector<band_row> rows;
  std::vector<std::optional<std::int64_t>> cost;
};

std::vector<std::uint32_t> columns_of(std::span<const allowed_pair> part) {
  std::vector<std::uint32_t> columns;
  for (const auto& a : part) columns.push_back(a.column);
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

band band_of(std::span<const allowed_pair> part) {
  band b;
  b.columns = columns_of(part);
  const auto place = [&](std::uint32_t column) {
    return static_cast<std::size_t>(std::lower_bound(b.columns.begin(), b.columns.end(), column) - b.columns.begin());
  };
  for (const auto& a : part) {
    const auto j = place(a.column);
    if (b.rows.empty() || b.rows.back().row != a.row) b.rows.push_back({a.row, j, j, 0});
    b.rows.back().last = j;
  }
  for (std::size_t i = 1; i < b.rows.size(); ++i) b.rows[i].last = std::max(b.rows[i].last, b.rows[i - 1].last);
  for (std::size_t i = b.rows.size(); i-- > 1;) b.rows[i - 1].first = std::min(b.rows[i - 1].first, b.rows[i].first);
  std::size_t cells = 0;
  for (auto& r : b.rows) {
    r.begin = cells;
    cells += r.last - r.first + 1;
  }
  b.cost.resize(cells);
  std::size_t i = 0;
  for (const auto& a : part) {
    if (b.rows[i].row != a.row) ++i;
    b.cost[b.rows[i].begin + place(a.column) - b.rows[i].first] = a.cost;
  }
  return b;
}

/// What rows from i and columns from j on can reach, kept for the cells of the band; beside it the nearest cell answers.
class best_from {
 public:
  explicit best_from(const band& b) : band_(b), value_(b.cost.size()), beyond_(b.rows.size()) {
    std::size_t next = b.rows.size();
    for (auto i = b.rows.size(); i-- > 0;) {
      if (i + 1 < b.rows.size() && b.rows[i + 1].last > b.rows[i].last) next = i + 1;
      beyond_[i] = next;
      for (auto j = b.rows[i].last + 1; j-- > b.rows[i].first;) {
        const auto skip_column = at(i, j + 1), skip_row = at(i + 1, j);
        auto& best = value_[b.rows[i].begin + j - b.rows[i].first];
        best = skip_column.better_than(skip_row) ? skip_column : skip_row;
        if (const auto taken = take(i, j); taken && taken->better_than(best)) best = *taken;
      }
    }
  }

  match_value at(std::size_t i, std::size_t j) const {
    if (i < band_.rows.size() && j > band_.rows[i].last) i = beyond_[i];
    if (i == band_.rows.size()) return {};
    const auto& r = band_.rows[i];
    return value_[r.begin + std::max(j, r.first) - r.first];
  }

  /// With row i and column j paired; nothing where they may not be.
  std::optional<match_value> take(std::size_t i, std::size_t j) const {
    const auto& r = band_.rows[i];
    if (j < r.first || j > r.last) return std::nullopt;
    const auto& cost = band_.cost[r.begin + j - r.first];
    if (!cost) return std::nullopt;
    const auto rest = at(i + 1, j + 1);
    return match_value{rest.matched + 1, rest.cost + *cost};
  }

 private:
  const band& band_;
  std::vector<match_value> value_;
  std::vector<std::size_t> beyond_;  // the first later row that reaches further
};

}  // namespace

bool lies_on_a_line(std::span<const allowed_pair> part) {
  const auto columns = columns_of(part);
  std::vector<std::optional<std::int64_t>> at(columns.size());
  std::size_t first = 0, last = 0;  // of the row before
  for (std::size_t k = 0; k < part.size(); ++k) {
    const auto& a = part[k];
    const auto j =
        static_cast<std::size_t>(std::lower_bound(columns.begin(), columns.end(), a.column) - columns.begin());
    if (a.cost != std::llabs(a.row_at - a.column_at)) return false;
    if (at[j].value_or(a.column_at) != a.column_at) return false;
    at[j] = a.column_at;
    const bool begins = k == 0 || part[k - 1].row != a.row;
    if (begins) {
      if (k > 0 && (a.row_at < part[k - 1].row_at || j < first)) return false;
      first = j;
    } else if (a.row_at != part[k - 1].row_at || j != last + 1) {
      return false;
    }
    const bool ends = k + 1 == part.size() || part[k + 1].row != a.row;
    if (ends && k > 0) {
      // The run may not end before that of the row before.
      for (auto before = k; before-- > 0;)
        if (part[before].row != a.row) {
          if (part[before].column > a.column) return false;
          break;
        }
    }
    last = j;
  }
  return std::is_sorted(at.begin(), at.end());
}

void align_in_order(std::span<const allowed_pair> part, std::vector<std::pair<std::size_t, std::size_t>>& chosen) {
  const auto b = band_of(part);
  const best_from best(b);
  for (std::size_t i = 0, j = b.rows[0].first; i < b.rows.size() && j < b.columns.size();) {
    const auto here = best.at(i, j);
    if (const auto taken = best.take(i, j); taken && *taken == here)
      chosen.emplace_back(b.rows[i++].row, b.columns[j++]);
    else if (j < b.rows[i].last && best.at(i, j + 1) == here)
      ++j;
    else
      ++i;
  }
}

}  // namespace hub
