// Whose money stands in one cell of a report: the conversions whose credits add up to it, a page at a time, with the sum
// over all of them. Without a cell: all credits there are, for exports. Partials of shards add up.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "domain/conversion_scan.hpp"
#include "domain/credit_walk.hpp"

namespace hub {

/// Which part of a report is meant.
struct report_cell {
  enum class kind : std::uint8_t { everything, unattributed, group };
  kind what = kind::everything;
  group_key group;  ///< where `what` is `group`
};

struct cell_query {
  credit_query credit;
  report_cell cell;
  bool sums = true;  ///< add up over all conversions; without, only the page is looked at
  std::optional<page_position> after;
  std::size_t limit = 100;
};

/// What one touch of a conversion has in the cell.
struct cell_touch {
  std::uint32_t ordinal = no_touch;  ///< among the touches of the conversion's journey; no_touch: there is none
  instant at = 0;
  name_id channel = 0, campaign = 0;
  std::vector<double> weights;      ///< by model; 0 where it has nothing in the cell
  std::vector<credit_cell> models;  ///< parallel to the query's models
};

/// An entry of which something is in the cell.
struct cell_entry {
  instant at = 0;
  entry_kind kind = entry_kind::sale;
  std::int8_t count = 0;
  std::int64_t booked = 0;  ///< in the report's currency, before it is split
  bool priced = true;       ///< false: there is no rate for it, and `booked` is 0
};

struct cell_conversion {
  key128 id;
  instant at = 0;
  name_id type = 0, source = 0;
  std::vector<cell_entry> entries;
  std::vector<cell_touch> touches;
  std::vector<credit_cell> models;              ///< all of it in the cell
  std::map<exclusion, std::uint32_t> excluded;  ///< where no touch earned it: why those before it earned nothing
};

struct cell_partial {
  std::vector<cell_conversion> page;   ///< latest first, one more than the limit where there are more
  std::uint64_t conversions = 0;       ///< that have something in the cell, on all pages
  std::vector<credit_cell> explained;  ///< the sum over them
  std::vector<credit_cell> reported;   ///< what the report shows in the cell, from a scan of its own
  unconverted_sums unconverted;
  left_out_sum left_out;
};

/// Scans *columns*. Only `page` is filled where the query asks for no sums.
cell_partial scan_cell(const journey_columns& columns, const cell_query& query);

/// Adds *more* to *into*, keeping one conversion more than *limit*. @pre both answer the same query
void merge(cell_partial& into, cell_partial&& more, std::size_t limit);

}  // namespace hub
