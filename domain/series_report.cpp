#include "domain/series_report.hpp"

#include <algorithm>

namespace hub {
namespace {

constexpr std::int32_t most_rows = 40'000;  // a century of days

/// The first day of the bucket after that of *day*.
std::int32_t next_bucket(dimension d, std::int32_t day) {
  const auto first = bucket_day(d, day);
  return d == dimension::month ? bucket_day(d, first + 31) : first + (d == dimension::week ? 7 : 1);
}

/// First and last bucket to show; the first after the last when there is none.
std::pair<std::int32_t, std::int32_t> buckets_of(const report_query& q, const series_partial& partial,
                                                 const std::map<std::int32_t, spend_sum>& spend) {
  const auto d = q.group_by[0];
  auto first = std::numeric_limits<std::int32_t>::max();
  auto last = std::numeric_limits<std::int32_t>::min();
  const auto see = [&](std::int32_t bucket) {
    first = std::min(first, bucket);
    last = std::max(last, bucket);
  };
  if (!partial.points.empty()) see(partial.points.begin()->first), see(partial.points.rbegin()->first);
  if (!spend.empty()) see(spend.begin()->first), see(spend.rbegin()->first);
  if (q.scope.from != std::numeric_limits<instant>::min()) first = bucket_day(d, local_day(q.scope.from, q.zone));
  if (q.scope.to != std::numeric_limits<instant>::max()) last = bucket_day(d, local_day(q.scope.to - 1, q.zone));
  return {first, last};
}

void add(std::vector<credit_cell>& to, const std::vector<credit_cell>& more) {
  for (std::size_t m = 0; m < more.size(); ++m) to[m].add(more[m]);
}

series_row row_of(std::size_t models, std::string date) {
  return {std::move(date),
          {std::vector<credit_cell>(models), std::vector<credit_cell>(models), std::vector<std::int64_t>(models)},
          {}};
}

}  // namespace

series_report make_series(const report_query& query, const report_book& book, series_partial&& partial,
                          const spend_report& spend) {
  const auto d = query.group_by[0];
  std::map<std::int32_t, spend_sum> spend_by_bucket;
  for (const auto& [group, sum] : spend.groups)
    if (const auto day = parse_day(d == dimension::month ? group[0] + "-01" : group[0])) spend_by_bucket[*day].add(sum);
  series_report out;
  out.query = query;
  out.data_seq = book.data_seq;
  out.totals = row_of(query.models.size(), "");
  const auto [first, last] = buckets_of(query, partial, spend_by_bucket);
  const bool sparse = last > first && static_cast<std::int64_t>(last) - first > most_rows;
  for (auto bucket = first; bucket <= last; bucket = next_bucket(d, bucket)) {
    if (sparse && !partial.points.contains(bucket) && !spend_by_bucket.contains(bucket)) continue;
    auto row = row_of(query.models.size(), date_text(d, bucket));
    if (const auto point = partial.points.find(bucket); point != partial.points.end()) row.credit = point->second;
    if (const auto cost = spend_by_bucket.find(bucket); cost != spend_by_bucket.end()) row.spend = cost->second;
    add(out.totals.credit.attributed, row.credit.attributed);
    add(out.totals.credit.unattributed, row.credit.unattributed);
    for (std::size_t m = 0; m < row.credit.refunded.size(); ++m)
      out.totals.credit.refunded[m] += row.credit.refunded[m];
    out.totals.spend.add(row.spend);
    out.rows.push_back(std::move(row));
  }
  out.unconverted = std::move(partial.unconverted);
  add(out.unconverted, spend.unconverted);
  out.left_out = std::move(partial.left_out);
  out.foreign = foreign_days_of(spend.accounts, query.account_days.get(), query.zone.name);
  out.unknown = unknown_names(query, book);
  return out;
}

}  // namespace hub
