// Cohorts: customers by the month of their first conversion and by what the model thanks for it, with what they brought
// in since, by whole days after it. docs/semantics.md, "Cohorts".
#pragma once

#include <limits>
#include <map>
#include <vector>

#include "domain/credit.hpp"

namespace hub {

/// In the place of a group: customers whose first conversion no touch earned.
inline constexpr std::uint32_t unattributed_group = 0xFFFF'FFFCU;

struct cohort_query {
  credit_query credit;  ///< one model, one touch dimension; from and to say which first conversions count
  instant until = 0;    ///< only what happened before it is looked at
  instant now = std::numeric_limits<instant>::max();  ///< what is dated after it says nothing of how far the data go
};

struct cohort_key {
  std::int32_t month = 0;  ///< its first day
  std::uint32_t group = 0;
  friend constexpr auto operator<=>(const cohort_key&, const cohort_key&) = default;
};

struct cohort_sum {
  share_sum customers;
  std::map<std::int32_t, std::int64_t> revenue;  ///< by whole days after the first conversion, minor units

  void add(const cohort_sum& o);
  std::int64_t total() const;
  friend bool operator==(const cohort_sum&, const cohort_sum&) = default;
};

/// Partial result of a shard; all of it adds up.
struct cohort_partial {
  std::map<cohort_key, cohort_sum> cohorts;
  unconverted_sums unconverted;
  left_out_sum left_out;
  instant latest = std::numeric_limits<instant>::min();  ///< the latest conversion up to `now`
};

cohort_partial scan_cohorts(const journey_columns& columns, const cohort_query& query);
void merge(cohort_partial& into, cohort_partial&& more);

}  // namespace hub
