#include "actors/report_desk.hpp"

#include <algorithm>

#include "actors/scatter.hpp"

namespace hub {
namespace {

caf::error not_ready() { return actor_error(actor_errc::not_ready, "the store is being read"); }

/// What the spend of a ROAS report has in the cell.
spend_sum spend_of_cell(const cell_request& r, const report_book& book) {
  const auto spend = spend_in_range(r.query, book);
  const auto found = spend.groups.find(r.group);
  return found == spend.groups.end() ? spend_sum{} : found->second;
}

}  // namespace

caf::result<cell_answer> explain_cell(report_actor::pointer self, report_desk& desk, cell_request r) {
  if (!desk.ready) return not_ready();
  r.query = in_joined_names(std::move(r.query), desk.book);
  for (std::size_t i = 0; i < std::min(r.group.size(), r.query.group_by.size()); ++i)
    if (r.query.group_by[i] == dimension::campaign) r.group[i] = campaign_meant(r.group[i], desk.book);
  const bool everything = r.group.empty();
  const auto cell = everything ? result<report_cell>(report_cell{}) : find_cell(r.query, desk.book, r.group);
  if (!cell) return cell_answer{std::nullopt, cell.error()};
  const auto query =
      std::make_shared<const cell_query>(cell_query{resolve(r.query, desk.book), *cell, !everything, r.after, r.limit});
  const auto spend = r.with_spend ? std::optional(spend_of_cell(r, desk.book)) : std::nullopt;
  auto promise = self->make_response_promise<cell_answer>();
  scatter<cell_scan_reply>(
      self, desk.shards, cell_scan_request{query}, promise,
      [&desk, promise, r, cell = *cell, spend, seq = desk.book.data_seq](std::vector<cell_scan_reply> replies) mutable {
        cell_partial all;
        for (auto& reply : replies) merge(all, std::move(reply.partial), r.limit);
        auto made = make_cell(r.query, desk.book, cell, r.group, std::move(all), r.limit);
        made.data_seq = seq;
        made.spend = spend;
        promise.deliver(cell_answer{std::move(made), std::nullopt});
      });
  return promise;
}

caf::result<series_answer> answer_series(report_actor::pointer self, report_desk& desk, series_request r) {
  if (!desk.ready) return not_ready();
  r.query = in_joined_names(std::move(r.query), desk.book);
  const auto query = std::make_shared<const credit_query>(resolve(r.query, desk.book));
  auto promise = self->make_response_promise<series_answer>();
  scatter<series_scan_reply>(self, desk.shards, series_scan_request{query}, promise,
                             [&desk, promise, query = r.query, spend = spend_in_range(r.query, desk.book),
                              seq = desk.book.data_seq](std::vector<series_scan_reply> replies) mutable {
                               series_partial all;
                               for (auto& reply : replies) merge(all, std::move(reply.partial));
                               auto made = make_series(query, desk.book, std::move(all), spend);
                               made.data_seq = seq;
                               promise.deliver(series_answer{std::move(made)});
                             });
  return promise;
}

caf::result<cohorts_answer> answer_cohorts(report_actor::pointer self, report_desk& desk, const cohorts_request& r) {
  if (!desk.ready) return not_ready();
  const auto until = std::min(r.now, r.query.scope.to);
  const auto query = std::make_shared<const cohort_query>(cohort_query{resolve(r.query, desk.book), until, r.now});
  auto promise = self->make_response_promise<cohorts_answer>();
  scatter<cohort_scan_reply>(self, desk.shards, cohort_scan_request{query}, promise,
                             [&desk, promise, query = r.query, until, spend = cohort_spend(r.query, desk.book),
                              seq = desk.book.data_seq](std::vector<cohort_scan_reply> replies) mutable {
                               cohort_partial all;
                               for (auto& reply : replies) merge(all, std::move(reply.partial));
                               auto made = make_cohorts(query, desk.book, std::move(all), spend, until);
                               made.data_seq = seq;
                               promise.deliver(cohorts_answer{std::move(made)});
                             });
  return promise;
}

caf::result<path_cell_answer> explain_path_figure(report_actor::pointer self, report_desk& desk,
                                                  const path_cell_request& r) {
  if (!desk.ready) return not_ready();
  const auto part = find_figure(r.query, desk.book, r.figure);
  if (!part) return path_cell_answer{std::nullopt, part.error()};
  path_cell_query query{
      {resolve(r.query, desk.book), r.query.path_dimension, r.query.transform}, *part, r.after, r.limit};
  auto promise = self->make_response_promise<path_cell_answer>();
  scatter<path_cell_scan_reply>(
      self, desk.shards, path_cell_scan_request{std::make_shared<const path_cell_query>(std::move(query))}, promise,
      [&desk, promise, r, seq = desk.book.data_seq](std::vector<path_cell_scan_reply> replies) mutable {
        path_cell_partial all;
        for (auto& reply : replies) merge(all, std::move(reply.partial), r.limit);
        auto made = make_path_cell(r.query, desk.book, r.figure, std::move(all), r.limit);
        made.data_seq = seq;
        promise.deliver(path_cell_answer{std::move(made), std::nullopt});
      });
  return promise;
}

caf::result<cohort_cell_answer> explain_cohort(report_actor::pointer self, report_desk& desk,
                                               const cohort_cell_request& r) {
  if (!desk.ready) return not_ready();
  auto figure = r.figure;
  if (figure.group && r.query.group_by[0] == dimension::campaign)
    figure.group = campaign_meant(*figure.group, desk.book);
  const auto cohort = find_cohort(r.query, desk.book, figure);
  if (!cohort) return cohort_cell_answer{std::nullopt, cohort.error()};
  cohort_cell_query query;
  query.cohorts = {resolve(r.query, desk.book), std::min(r.now, r.query.scope.to)};
  query.month = cohort->month;
  if (figure.group) query.group = cohort->group;
  query.after = r.after;
  query.limit = r.limit;
  auto promise = self->make_response_promise<cohort_cell_answer>();
  scatter<cohort_cell_scan_reply>(
      self, desk.shards, cohort_cell_scan_request{std::make_shared<const cohort_cell_query>(std::move(query))}, promise,
      [&desk, promise, asked = r.query, limit = r.limit, figure,
       seq = desk.book.data_seq](std::vector<cohort_cell_scan_reply> replies) mutable {
        cohort_cell_partial all;
        for (auto& reply : replies) merge(all, std::move(reply.partial), limit);
        auto made = make_cohort_cell(asked, desk.book, figure, std::move(all), limit);
        made.data_seq = seq;
        promise.deliver(cohort_cell_answer{std::move(made), std::nullopt});
      });
  return promise;
}

caf::result<match_answer> answer_match(report_actor::pointer self, report_desk& desk, const match_request& r) {
  if (!desk.ready) return not_ready();
  const auto query = std::make_shared<const credit_query>(resolve(r.query, desk.book));
  auto promise = self->make_response_promise<match_answer>();
  scatter<match_scan_reply>(self, desk.shards, match_scan_request{query}, promise,
                            [&desk, promise, query = r.query, spend = spend_in_range(r.query, desk.book),
                             seq = desk.book.data_seq](std::vector<match_scan_reply> replies) mutable {
                              credit_partial credit;
                              match_partial touches;
                              for (auto& reply : replies) {
                                merge(credit, std::move(reply.credit));
                                merge(touches, reply.touches);
                              }
                              auto made = make_match(query, desk.book, std::move(credit), touches, spend);
                              made.data_seq = seq;
                              promise.deliver(match_answer{std::move(made)});
                            });
  return promise;
}

caf::result<spend_page_answer> list_spend(const report_desk& desk, const spend_page_request& r) {
  if (!desk.ready) return not_ready();
  spend_page_answer answer{desk.book.spend.page(r.from, r.to, r.after, r.limit + 1), std::nullopt};
  if (answer.rows.size() > r.limit) {
    answer.rows.resize(r.limit);
    answer.next = place_of(answer.rows.back().row);
  }
  return answer;
}

}  // namespace hub
