// Revenue, spend and ROAS over time, one row for every day, week or month of the range, those on which nothing happened
// included.
#pragma once

#include "domain/report.hpp"
#include "domain/series.hpp"

namespace hub {

struct series_row {
  std::string date;
  series_point credit;
  spend_sum spend;
};

struct series_report {
  report_query query;  ///< grouped by one date dimension
  std::uint64_t data_seq = 0;
  std::vector<series_row> rows;  ///< in order of time
  series_row totals;             ///< of all rows; without a date
  unconverted_sums unconverted;
  left_out_sum left_out;
  std::vector<foreign_days> foreign;  ///< accounts whose days of spend are not the report's
  std::vector<unknown_name> unknown;
};

/// Rows from the range's first day to its last; where the range is open, from the first or to the last that has credit or
/// spend. Over more than 40,000 days only those on which something happened.
series_report make_series(const report_query& query, const report_book& book, series_partial&& partial,
                          const spend_report& spend);

}  // namespace hub
