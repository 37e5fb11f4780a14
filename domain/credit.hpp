// The scan: credits every conversion in scope to the groups of its touches, all asked models at once. Partial results
// of shards add up in any order to the same numbers, because everything is summed as integers.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "domain/query.hpp"
#include "domain/touch_weights.hpp"
#include "domain/unconverted.hpp"

namespace hub {

/// A sum of shares: exact, and independent of the order of addition.
struct share_sum {
  std::int64_t whole = 0;
  std::int64_t units = 0;

  void add(std::int64_t u) { units += u; }
  void add(const share_sum& o) {
    whole += o.whole;
    units += o.units;
    settle();
  }
  /// Brings `units` into [0, share_unit), so that equal sums are equal values.
  void settle() {
    whole += units / share_unit;
    units %= share_unit;
    if (units < 0) {
      units += share_unit;
      --whole;
    }
  }
  double value() const {
    return static_cast<double>(whole) + static_cast<double>(units) / static_cast<double>(share_unit);
  }
  friend bool operator==(const share_sum&, const share_sum&) = default;
};

/// One model's credit in one group.
struct credit_cell {
  std::int64_t revenue = 0;      ///< minor units of the report's currency
  std::int64_t new_revenue = 0;  ///< of it, from a contact's first conversion
  share_sum conversions;

  void add(const credit_cell& o) {
    revenue += o.revenue;
    new_revenue += o.new_revenue;
    conversions.add(o.conversions);
  }
};

/// The group of direct touches in every touch dimension: `(direct)`.
inline constexpr std::uint32_t direct_group = 0xFFFF'FFFEU;

/// Group key: one or two dictionary positions or day numbers.
struct group_key {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  friend constexpr auto operator<=>(const group_key&, const group_key&) = default;
};

struct credit_row {
  group_key key;
  std::vector<credit_cell> models;  ///< parallel to the query's models
};

struct credit_partial {
  std::vector<credit_row> rows;         ///< unordered, one per key
  std::vector<credit_cell> attributed;  ///< all credited touches, whatever the campaign filter shows
  std::vector<credit_cell> unattributed;
  /// Net revenue in scope by model, summed apart from the rows; one figure unless credit is dated by its touches.
  std::vector<std::int64_t> booked;
  unconverted_sums unconverted;
  left_out_sum left_out;  ///< entries dated in range
};

/// Scans *columns*. @pre no model is data-driven
credit_partial credit(const journey_columns& columns, const credit_query& query);

/// Adds *more* to *into*. @pre both answer the same query
void merge(credit_partial& into, credit_partial&& more);

/// One conversion's weights and credits, for explanations: parallel to `touches`.
struct conversion_credit {
  std::vector<std::uint32_t> touches;  ///< positions in the columns
  std::vector<exclusion> reasons;      ///< parallel to the row's touches
  std::vector<double> weights;
  std::vector<std::int64_t> credits;  ///< summed over entries, in the conversion's own currency
  std::int64_t net = 0;
};
/// @pre *m* is not data-driven
conversion_credit credit_one(const journey_columns& columns, const journey_columns::row& r, model m,
                             const model_params& params, const touch_rules& rules);

}  // namespace hub
