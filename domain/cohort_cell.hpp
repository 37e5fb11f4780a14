// Who stands in one cohort: its customers, each with the share that counts and what it brought in, a page at a time, and the
// sum over all of them beside what the report says. Partials of shards add up.
#pragma once

#include <optional>
#include <vector>

#include "domain/cohort_scan.hpp"
#include "domain/conversion_scan.hpp"

namespace hub {

struct cohort_cell_query {
  cohort_query cohorts;
  std::int32_t month = 0;              ///< its first day
  std::optional<std::uint32_t> group;  ///< absent: all of the month
  std::optional<page_position> after;
  std::size_t limit = 100;
};

/// A customer is called by its first conversion.
struct cohort_customer {
  key128 id;
  instant at = 0;
  name_id type = 0, source = 0;
  std::uint64_t conversions = 0;  ///< known of the customer, the first included
  cohort_sum sum;                 ///< what of the customer is in the cell
};

struct cohort_cell_partial {
  std::vector<cohort_customer> page;  ///< latest first, one more than the limit where there are more
  std::uint64_t contacts = 0;         ///< that have something in the cell, on all pages
  cohort_sum sum;                     ///< over them
  cohort_sum reported;                ///< what the report shows, from a scan of its own
  unconverted_sums unconverted;
  left_out_sum left_out;
};

/// Revenue of *sum* up to and with *days* after the first conversion, minor units.
std::int64_t revenue_until(const cohort_sum& sum, std::int32_t days);

cohort_cell_partial scan_cohort_cell(const journey_columns& columns, const cohort_cell_query& query);

/// Adds *more* to *into*, keeping one customer more than *limit*. @pre both answer the same query
void merge(cohort_cell_partial& into, cohort_cell_partial&& more, std::size_t limit);

}  // namespace hub
