// Finding conversions: a page of them in order of time, latest first, by filters over the columns.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/query.hpp"

namespace hub {

/// Where a page ends and the next one begins.
struct page_position {
  instant at = 0;
  key128 id;
  friend constexpr auto operator<=>(const page_position&, const page_position&) = default;
};

struct conversion_filter {
  instant from = std::numeric_limits<instant>::min();
  instant to = std::numeric_limits<instant>::max();
  std::optional<name_id> type;
  std::optional<name_id> source;
  std::optional<name_id> campaign;  ///< a touch of its journey up to the conversion names it
  std::optional<bool> offline;
  std::optional<std::vector<key128>> ids;  ///< only these
  std::optional<hub::label> label;         ///< that carry it
  std::shared_ptr<const value_limits> limits = nullptr;
  std::optional<page_position> after;
  std::size_t limit = 100;
};

/// The first `limit` conversions that pass, ordered by (time, id), both descending.
std::vector<journey_conversion> find_conversions(const journey_columns& columns, const conversion_filter& filter);

/// True when *a* comes before *b* on a page.
bool earlier_on_page(const journey_conversion& a, const journey_conversion& b);

}  // namespace hub
