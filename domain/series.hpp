// Revenue and conversions over time: what was booked on each day, week or month, with and without a touch to thank.
#pragma once

#include <map>
#include <vector>

#include "domain/credit.hpp"

namespace hub {

/// One day, week or month; all lists parallel to the query's models.
struct series_point {
  std::vector<credit_cell> attributed;
  std::vector<credit_cell> unattributed;
  std::vector<std::int64_t> refunded;  ///< what refunds, chargebacks and reversals took of both, as a positive sum
};

/// Partial result of a shard; all of it adds up.
struct series_partial {
  std::map<std::int32_t, series_point> points;  ///< by the first day of the bucket
  unconverted_sums unconverted;
  left_out_sum left_out;
};

/// With a campaign in the query: its credits and nothing else. @pre the query groups by one date dimension
series_partial scan_series(const journey_columns& columns, const credit_query& query);
void merge(series_partial& into, series_partial&& more);

}  // namespace hub
