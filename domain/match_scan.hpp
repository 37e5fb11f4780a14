// How often each campaign was met: the touches in a range by campaign, for the match report.
#pragma once

#include <cstdint>
#include <map>

#include "domain/query.hpp"

namespace hub {

/// The touches of one campaign.
struct touch_count {
  std::uint64_t touches = 0;
  std::map<name_id, std::uint64_t> channels;  ///< how many of them by channel
};

/// By campaign; those without one are under 0. Partials of shards add up.
using match_partial = std::map<name_id, touch_count>;

/// Counts the touches of *columns* dated in the query's range, each once however many conversions it led to. Direct
/// touches have no campaign; those that the policy of labels leaves out are not counted.
match_partial count_touches(const journey_columns& columns, const credit_query& query);

void merge(match_partial& into, const match_partial& more);

}  // namespace hub
