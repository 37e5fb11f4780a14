#include "domain/path_cell.hpp"

#include <algorithm>

#include "domain/path_walk.hpp"

namespace hub {
namespace {

/// How often *steps* go from one to the other, with the ends of the path as steps.
std::uint64_t count_of(const std::pair<name_id, name_id>& wanted, const std::vector<name_id>& steps) {
  std::uint64_t count = 0;
  auto from = path_start;
  for (const auto to : steps) count += wanted == std::pair(std::exchange(from, to), to) ? 1U : 0U;
  return count + (wanted == std::pair(from, path_conversion) ? 1U : 0U);
}

/// What the report shows for *part*, where it is one of the figures of the report; else every path that fits is added up.
void add_reported(path_cell_partial& out, const path_partial& report, const path_part& part) {
  const auto role_of = [&](name_id name) {
    const auto found = report.roles.find(name);
    return found == report.roles.end() ? path_role{} : found->second;
  };
  if (part.path) {
    const auto pattern = report.patterns.of(*part.path);
    out.reported = pattern.conversions;
    out.reported_revenue = pattern.revenue;
  } else if (part.transition) {
    const auto found = report.transitions.find(*part.transition);
    if (found != report.transitions.end()) out.reported = found->second;
  } else if (part.opener) {
    out.reported = role_of(*part.opener).opener;
  } else if (part.assist) {
    out.reported = role_of(*part.assist).assist;
  } else if (part.closer) {
    out.reported = role_of(*part.closer).closer;
  } else if (part.least_touches > 1 || part.most_touches < std::numeric_limits<std::uint32_t>::max()) {
    for (const auto& [touches, count] : report.lengths)
      if (touches >= part.least_touches && touches <= part.most_touches) out.reported += count;
  } else {
    for (const auto seconds : report.seconds)
      if (seconds >= part.least_seconds && seconds <= part.most_seconds) ++out.reported;
  }
}

bool later_first(const path_cell_conversion& a, const path_cell_conversion& b) {
  return page_position{a.at, a.id} > page_position{b.at, b.id};
}

void keep_page(std::vector<path_cell_conversion>& page, std::size_t limit) {
  std::sort(page.begin(), page.end(), later_first);
  if (page.size() > limit + 1) page.resize(limit + 1);
}

}  // namespace

bool path_part::covers(const std::vector<name_id>& steps, std::size_t touches, std::int64_t seconds) const {
  if (touches < least_touches || touches > most_touches || seconds < least_seconds || seconds > most_seconds)
    return false;
  if ((path && *path != steps) || (opener && *opener != steps.front()) || (closer && *closer != steps.back()))
    return false;
  if (assist) {
    const auto between = steps_between(steps);
    if (std::find(between.begin(), between.end(), *assist) == between.end()) return false;
  }
  return !transition || count_of(*transition, steps) > 0;
}

std::uint64_t path_part::times(const std::vector<name_id>& steps) const {
  return transition ? count_of(*transition, steps) : 1;
}

path_cell_partial scan_path_cell(const journey_columns& columns, const path_cell_query& query) {
  path_cell_partial out;
  auto report = scan_paths(columns, query.paths);
  add_reported(out, report, query.part);
  out.unconverted = std::move(report.unconverted);
  out.left_out = std::move(report.left_out);
  path_walk walk(columns, query.paths);
  unconverted_sums told_already;
  for (const auto& r : columns.rows()) {
    if (!r.alive || r.elsewhere || !walk.sold_in_range(r) || is_left_out(r, query.paths.scope) || !walk.read(r))
      continue;
    walk.transform();
    path_cell_conversion c{columns.id(r), r.at, r.type, r.source, walk.steps(), 0, walk.seconds_to(r), 0, 1};
    if (!query.part.covers(c.steps, walk.touches().size(), c.seconds)) continue;
    c.touches = static_cast<std::uint32_t>(walk.touches().size());
    c.revenue = walk.revenue_of(r, told_already);
    c.times = query.part.times(c.steps);
    ++out.conversions;
    out.counted += c.times;
    out.revenue += c.revenue;
    if (query.after && !(page_position{c.at, c.id} < *query.after)) continue;
    out.page.push_back(std::move(c));
    if (out.page.size() > 2 * (query.limit + 1)) keep_page(out.page, query.limit);
  }
  keep_page(out.page, query.limit);
  return out;
}

void merge(path_cell_partial& into, path_cell_partial&& more, std::size_t limit) {
  std::move(more.page.begin(), more.page.end(), std::back_inserter(into.page));
  keep_page(into.page, limit);
  into.conversions += more.conversions;
  into.counted += more.counted;
  into.revenue += more.revenue;
  into.reported += more.reported;
  into.reported_revenue += more.reported_revenue;
  add(into.unconverted, more.unconverted);
  into.left_out.add(more.left_out);
}

}  // namespace hub
