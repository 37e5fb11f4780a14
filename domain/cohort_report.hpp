// Cohorts with their names, what their month cost, and when they had brought that in again.
#pragma once

#include <array>

#include "domain/cohort_scan.hpp"
#include "domain/report.hpp"

namespace hub {

/// Days after the first conversion at which a cohort is looked at; the whole of that day counts.
inline constexpr std::array<std::int32_t, 7> cohort_days = {0, 7, 30, 60, 90, 180, 365};

struct cohort_row {
  std::string month;        ///< YYYY-MM
  std::string group, name;  ///< empty: all of the month, or what no touch earned
  share_sum customers;
  std::array<std::int64_t, cohort_days.size()> revenue = {};  ///< cumulative, as far as is known
  std::array<bool, cohort_days.size()> mature = {};           ///< all customers of the month have been known that long
  std::int64_t revenue_so_far = 0;
  std::optional<std::int64_t> spend;  ///< of that month; absent where spend is not known by the group
  std::optional<std::int32_t>
      payback_day;  ///< the first on which the revenue had reached the spend; absent: none, or no spend
};

struct cohort_report {
  report_query query;  ///< grouped by campaign or channel
  std::uint64_t data_seq = 0;
  instant until = 0;                     ///< up to which the data are known
  std::vector<cohort_row> rows;          ///< by month, then most revenue first, then by name
  std::vector<cohort_row> unattributed;  ///< by month
  std::vector<cohort_row> months;        ///< all of each month
  unconverted_sums unconverted;
  left_out_sum left_out;
  std::vector<foreign_days> foreign;  ///< accounts whose days of spend are not the report's
  std::vector<unknown_name> unknown;
};

/// The spend of the range by month and campaign.
spend_report cohort_spend(const report_query& query, const report_book& book);

/// @param spent as cohort_spend() gives it
/// @param until now, or the end of the range where that is earlier
cohort_report make_cohorts(const report_query& query, const report_book& book, cohort_partial&& partial,
                           const spend_report& spent, instant until);

}  // namespace hub
