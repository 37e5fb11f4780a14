#include "domain/cohort_cell.hpp"

#include <algorithm>

#include "domain/cohort_walk.hpp"

namespace hub {
namespace {

bool later_first(const cohort_customer& a, const cohort_customer& b) {
  return page_position{a.at, a.id} > page_position{b.at, b.id};
}

void keep_page(std::vector<cohort_customer>& page, std::size_t limit) {
  std::sort(page.begin(), page.end(), later_first);
  if (page.size() > limit + 1) page.resize(limit + 1);
}

/// What of *cohorts* is in the cell; nothing where no part of it is.
std::optional<cohort_sum> in_cell(const cohort_walk::sums& cohorts, const cohort_cell_query& q) {
  std::optional<cohort_sum> found;
  for (const auto& [key, sum] : cohorts) {
    if (key.month != q.month || (q.group && key.group != *q.group)) continue;
    if (!found) found.emplace();
    found->add(sum);
  }
  return found;
}

}  // namespace

std::int64_t revenue_until(const cohort_sum& sum, std::int32_t days) {
  std::int64_t revenue = 0;
  for (const auto& [day, amount] : sum.revenue)
    if (day <= days) revenue += amount;
  return revenue;
}

cohort_cell_partial scan_cohort_cell(const journey_columns& columns, const cohort_cell_query& query) {
  cohort_cell_partial out;
  auto report = scan_cohorts(columns, query.cohorts);
  out.reported = in_cell(report.cohorts, query).value_or(cohort_sum{});
  out.unconverted = std::move(report.unconverted);
  out.left_out = std::move(report.left_out);
  cohort_walk walk(columns, query.cohorts);
  cohort_walk::sums one;
  columns.for_each_journey([&](const auto& journey) {
    one.clear();
    const auto customer = walk.add(journey, one);
    auto mine = customer ? in_cell(one, query) : std::nullopt;
    if (!mine) return;
    ++out.contacts;
    out.sum.add(*mine);
    const auto& first = *customer->first;
    cohort_customer c{columns.id(first), first.at, first.type, first.source, customer->conversions, std::move(*mine)};
    if (query.after && !(page_position{c.at, c.id} < *query.after)) return;
    out.page.push_back(std::move(c));
    if (out.page.size() > 2 * (query.limit + 1)) keep_page(out.page, query.limit);
  });
  keep_page(out.page, query.limit);
  return out;
}

void merge(cohort_cell_partial& into, cohort_cell_partial&& more, std::size_t limit) {
  std::move(more.page.begin(), more.page.end(), std::back_inserter(into.page));
  keep_page(into.page, limit);
  into.contacts += more.contacts;
  into.sum.add(more.sum);
  into.reported.add(more.reported);
  add(into.unconverted, more.unconverted);
  into.left_out.add(more.left_out);
}

}  // namespace hub
