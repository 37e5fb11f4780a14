#include "domain/figure_reports.hpp"

#include <algorithm>

#include "domain/cell_report.hpp"

namespace hub {
namespace {

constexpr std::int64_t day_s = 24 * 3600;

/// A step by the name that the report gives it, or by the id of the campaign.
result<name_id> find_step(const report_query& query, const report_book& book, const std::string& text,
                          std::string_view place) {
  if (text == "(start)") return path_start;
  if (text == "(conversion)") return path_conversion;
  const bool is_campaign = query.path_dimension == dimension::campaign;
  return find_group(query.path_dimension, is_campaign ? campaign_meant(text, book) : text, book, place);
}

result<path_part> find_length(const std::string& text) {
  path_part part;
  for (std::uint32_t n = 1; n <= longest_bar; ++n) {
    if (text != std::to_string(n) + (n == longest_bar ? "+" : "")) continue;
    part.least_touches = n;
    if (n < longest_bar) part.most_touches = n;
    return part;
  }
  return fail("figure-unknown", "'" + text + "' is no bar of the length histogram: 1 to 10, or 11+", "touchpoints");
}

result<path_part> find_lag(const std::string& text) {
  path_part part;
  for (std::size_t i = 0; i < lag_bars.size(); ++i) {
    if (text != lag_bars[i].first) continue;
    part.least_seconds = i == 0 ? part.least_seconds : lag_bars[i].second * day_s;
    if (i + 1 < lag_bars.size()) part.most_seconds = lag_bars[i + 1].second * day_s - 1;
    return part;
  }
  return fail("figure-unknown", "'" + text + "' is no bar of the lag histogram, as in 0, 3-7 or 91+", "days");
}

}  // namespace

bool path_figure::everything() const {
  return path.empty() && opener.empty() && assist.empty() && closer.empty() && from.empty() && to.empty() &&
         touchpoints.empty() && days.empty();
}

result<path_part> find_figure(const report_query& query, const report_book& book, const path_figure& figure) {
  if (!figure.touchpoints.empty()) return find_length(figure.touchpoints);
  if (!figure.days.empty()) return find_lag(figure.days);
  path_part part;
  if (!figure.path.empty()) {
    part.path.emplace();
    for (const auto& step : figure.path) {
      const auto found = find_step(query, book, step, "path");
      if (!found) return found.error();
      part.path->push_back(*found);
    }
  }
  const std::pair<const std::string&, std::optional<name_id>&> roles[] = {
      {figure.opener, part.opener}, {figure.assist, part.assist}, {figure.closer, part.closer}};
  constexpr const char* role_names[] = {"opener", "assist", "closer"};
  for (std::size_t i = 0; i < std::size(roles); ++i) {
    if (roles[i].first.empty()) continue;
    const auto found = find_step(query, book, roles[i].first, role_names[i]);
    if (!found) return found.error();
    roles[i].second = *found;
  }
  if (!figure.from.empty()) {
    const auto first = find_step(query, book, figure.from, "step_from");
    if (!first) return first.error();
    const auto second = find_step(query, book, figure.to, "step_to");
    if (!second) return second.error();
    part.transition.emplace(*first, *second);
  }
  return part;
}

bool path_cell_report::reconciles() const {
  return sums.counted == sums.reported && (figure.path.empty() || sums.revenue == sums.reported_revenue);
}

path_cell_report make_path_cell(const report_query& query, const report_book& book, const path_figure& figure,
                                path_cell_partial&& partial, std::size_t limit) {
  path_cell_report out;
  out.query = query;
  out.data_seq = book.data_seq;
  out.figure = figure;
  out.unknown = unknown_names(query, book);
  auto page = std::exchange(partial.page, {});
  out.sums = std::move(partial);
  out.next = cut_page(page, limit);
  for (auto& c : page) {
    auto& e = out.data.emplace_back();
    e.type = book.names.text(c.type);
    e.source = book.names.text(c.source);
    for (const auto step : c.steps) e.path.push_back(path_text(query.path_dimension, step, book));
    e.conversion = std::move(c);
  }
  return out;
}

result<cohort_key> find_cohort(const report_query& query, const report_book& book, const cohort_figure& figure) {
  const auto month = find_group(dimension::month, figure.cohort, book, "cohort");
  if (!month) return month.error();
  cohort_key key{static_cast<std::int32_t>(*month), unattributed_group};
  if (!figure.group || *figure.group == unattributed_text) return key;
  const auto group = find_group(query.group_by[0], *figure.group, book, "group");
  if (!group) return group.error();
  key.group = *group;
  return key;
}

bool cohort_cell_report::reconciles() const {
  return sums.sum.customers == sums.reported.customers &&
         revenue_until(sums.sum, days()) == revenue_until(sums.reported, days());
}

cohort_cell_report make_cohort_cell(const report_query& query, const report_book& book, const cohort_figure& figure,
                                    cohort_cell_partial&& partial, std::size_t limit) {
  cohort_cell_report out;
  out.query = query;
  out.data_seq = book.data_seq;
  out.figure = figure;
  out.unknown = unknown_names(query, book);
  if (figure.group && query.group_by[0] == dimension::campaign && *figure.group != unattributed_text)
    out.name = book.campaign_name(*figure.group);
  auto page = std::exchange(partial.page, {});
  out.sums = std::move(partial);
  out.next = cut_page(page, limit);
  for (auto& c : page) {
    auto& e = out.data.emplace_back();
    e.type = book.names.text(c.type);
    e.source = book.names.text(c.source);
    e.customer = std::move(c);
  }
  return out;
}

}  // namespace hub
