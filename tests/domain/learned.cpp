#include "learned.hpp"

namespace hub::made {
namespace {

journey_update journey_along(const journeys& told, std::uint64_t no, bool converts) {
  journey_update j;
  j.journey = no;
  const auto days = static_cast<double>(told.path.size());
  for (std::size_t i = 0; i < told.path.size(); ++i)
    j.touches.push_back(click(day(100 - days + static_cast<double>(i)), told.path[i]));
  if (converts) j.conversions.push_back(sale(day(100), told.value, no));
  return j;
}

journey_tally tally_of(const report_query& query, const report_book& book, const std::vector<journey_columns>& shards) {
  const auto asked = resolve(query, book);
  journey_tally all;
  for (const auto& shard : shards) merge(all, tally(shard, asked));
  return all;
}

}  // namespace

std::vector<journey_columns> shards_of(const std::vector<journeys>& told, std::size_t shards) {
  std::vector<journey_columns> all(shards);
  std::uint64_t no = 0;
  for (const auto& t : told)
    for (int i = 0; i < t.conversions + t.without; ++i) {
      ++no;
      all[no % shards].apply(journey_along(t, no, i < t.conversions));
    }
  return all;
}

report_book book_of(const std::vector<std::string>& names) {
  report_book book;
  for (const auto& name : names) book.names.intern(name);
  return book;
}

report_query learning(model m) {
  report_query q;
  q.models = {m};
  q.currency = usd;
  q.rules.lookback_us = 0;
  q.data_models.min_conversions = 1;
  return q;
}

result<attribution_report> learned_report(const report_query& query, const report_book& book,
                                          const std::vector<journey_columns>& shards) {
  const auto asked = resolve(query, book);
  credit_partial weighed;
  if (!asked.models.empty())
    for (const auto& shard : shards) merge(weighed, credit(shard, asked));
  const auto all = tally_of(query, book, shards);
  auto found = learn(query, all, state_names(query, book, all));
  if (!found) return found.error();
  auto report = make_attribution(query, book, with_findings(query, std::move(weighed), all, *found), std::nullopt);
  report.findings = std::move(*found);
  return report;
}

journey_sample sample_of_shards(const report_query& query, const report_book& book,
                                const std::vector<journey_columns>& shards) {
  const auto all = tally_of(query, book, shards);
  const auto wish = wish_of(query);
  return sample_of(all, state_names(query, book, all), wish.sets && !wish.sequences);
}

double conversions_of(const attribution_report& report, const std::string& group, std::size_t model) {
  for (const auto& row : report.rows)
    if (row.group[0] == group) return row.models[model].conversions.value();
  return 0;
}

}  // namespace hub::made
