// Which conversions a figure of a path report counts: a page of them, and the sum over all beside what the report says.
// Partials of shards add up.
#pragma once

#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "domain/conversion_scan.hpp"
#include "domain/paths.hpp"

namespace hub {

/// What a figure counts: the conversions of which all that is given here holds. Steps are those after the transform.
struct path_part {
  std::optional<std::vector<name_id>> path;
  std::optional<name_id> opener, assist, closer;
  std::optional<std::pair<name_id, name_id>>
      transition;  ///< somewhere on the path; its ends are path_start, path_conversion
  std::uint32_t least_touches = 1;
  std::uint32_t most_touches = std::numeric_limits<std::uint32_t>::max();
  std::int64_t least_seconds = std::numeric_limits<std::int64_t>::min();
  std::int64_t most_seconds = std::numeric_limits<std::int64_t>::max();  ///< from the first touch to the conversion

  bool covers(const std::vector<name_id>& steps, std::size_t touches, std::int64_t seconds) const;
  /// How often the report counts a conversion with these steps: as often as it made the transition, else once.
  std::uint64_t times(const std::vector<name_id>& steps) const;
};

struct path_cell_query {
  path_query paths;
  path_part part;
  std::optional<page_position> after;
  std::size_t limit = 100;
};

struct path_cell_conversion {
  key128 id;
  instant at = 0;
  name_id type = 0, source = 0;
  std::vector<name_id> steps;  ///< after the transform
  std::uint32_t touches = 0;   ///< before it
  std::int64_t seconds = 0;    ///< from the first of them
  std::int64_t revenue = 0;    ///< net, in the report's currency
  std::uint64_t times = 1;     ///< how often it is counted
};

struct path_cell_partial {
  std::vector<path_cell_conversion> page;  ///< latest first, one more than the limit where there are more
  std::uint64_t conversions = 0;           ///< on all pages
  std::uint64_t counted = 0;               ///< the same, each as often as the report counts it
  std::int64_t revenue = 0;                ///< of them
  std::uint64_t reported = 0;              ///< what the report counts, from a scan of its own
  std::int64_t reported_revenue = 0;       ///< of a path; the report has none of its other figures
  unconverted_sums unconverted;
  left_out_sum left_out;
};

path_cell_partial scan_path_cell(const journey_columns& columns, const path_cell_query& query);

/// Adds *more* to *into*, keeping one conversion more than *limit*. @pre both answer the same query
void merge(path_cell_partial& into, path_cell_partial&& more, std::size_t limit);

}  // namespace hub
