#include "domain/match_scan.hpp"

namespace hub {

match_partial count_touches(const journey_columns& columns, const credit_query& query) {
  match_partial out;
  columns.for_each_journey([&](const auto& journey) {
    if ((journey.journey & shared_journey) != 0) return;  // its touches stand in the journeys of its contacts too
    for (auto t = journey.first_touch; t < journey.first_touch + journey.touches; ++t) {
      if (columns.at()[t] < query.from || columns.at()[t] >= query.to) continue;
      const auto flags = columns.flags()[t];
      if ((flags & touch_bot) != 0 && !query.rules.bots) continue;
      auto& count = out[(flags & touch_direct) != 0 ? 0 : columns.campaign()[t]];
      ++count.touches;
      ++count.channels[columns.channel()[t]];
    }
  });
  return out;
}

void merge(match_partial& into, const match_partial& more) {
  for (const auto& [campaign, count] : more) {
    auto& sum = into[campaign];
    sum.touches += count.touches;
    for (const auto& [channel, touches] : count.channels) sum.channels[channel] += touches;
  }
}

}  // namespace hub
