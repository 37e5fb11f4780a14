#include "domain/previous_conversions.hpp"

#include <algorithm>
#include <tuple>

namespace hub {

std::vector<instant> previous_conversions(const journey_columns& columns) {
  std::vector<instant> previous(columns.rows().size(), never_before);
  std::vector<const journey_columns::row*> rows;
  columns.for_each_journey([&](const journey_columns::span_of_journey& journey) {
    if (journey.touches == 0) return;
    rows.clear();
    columns.for_each_row(journey, [&](const journey_columns::row& r) {
      rows.push_back(&r);
      return true;
    });
    std::sort(rows.begin(), rows.end(),
              [](const auto* a, const auto* b) { return std::tie(a->type, a->at) < std::tie(b->type, b->at); });
    for (std::size_t i = 1, first = 0; i < rows.size(); ++i) {
      if (rows[i]->type != rows[first]->type || rows[i]->at != rows[first]->at) first = i;  // of those at one instant
      if (first > 0 && rows[first - 1]->type == rows[i]->type)
        previous[static_cast<std::size_t>(rows[i] - columns.rows().data())] = rows[first - 1]->at;
    }
  });
  return previous;
}

}  // namespace hub
