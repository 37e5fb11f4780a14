#include "domain/cohort_scan.hpp"

#include <algorithm>

#include "domain/cohort_walk.hpp"

namespace hub {

void cohort_sum::add(const cohort_sum& o) {
  customers.add(o.customers);
  for (const auto& [day, amount] : o.revenue) revenue[day] += amount;
}

std::int64_t cohort_sum::total() const {
  std::int64_t sum = 0;
  for (const auto& [day, amount] : revenue) sum += amount;
  return sum;
}

cohort_partial scan_cohorts(const journey_columns& columns, const cohort_query& query) {
  cohort_partial out;
  cohort_walk walk(columns, query);
  columns.for_each_journey([&](const auto& journey) { walk.add(journey, out.cohorts); });
  for (auto& [key, sum] : out.cohorts) sum.customers.settle();
  out.unconverted = walk.unconverted();
  out.latest = walk.latest();
  out.left_out = left_out_of(columns, query.credit);
  return out;
}

void merge(cohort_partial& into, cohort_partial&& more) {
  for (const auto& [key, sum] : more.cohorts) into.cohorts[key].add(sum);
  add(into.unconverted, more.unconverted);
  into.left_out.add(more.left_out);
  into.latest = std::max(into.latest, more.latest);
}

}  // namespace hub
