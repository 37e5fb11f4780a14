// Reports of data-driven models for tests, as the report actor makes them: shards tally, the tallies are merged and learnt
// from. Journeys are told as paths of campaign numbers.
#pragma once

#include <optional>
#include <vector>

#include "domain/data_credit.hpp"
#include "journeys_made.hpp"

namespace hub::made {

/// So many journeys along one path.
struct journeys {
  std::vector<name_id> path;
  int conversions = 0;
  int without = 0;
  std::int64_t value = 100;  ///< of each conversion, minor units
};

/// The journeys as columns, dealt out over so many shards. Touches are a day apart, the last a day before the sale.
std::vector<journey_columns> shards_of(const std::vector<journeys>& told, std::size_t shards = 1);

/// A book whose names are the texts in the order of their positions, the first of which is 1.
report_book book_of(const std::vector<std::string>& names);

/// By campaign, with every parameter at its default but a minimum of one conversion.
report_query learning(model m);

result<attribution_report> learned_report(const report_query& query, const report_book& book,
                                          const std::vector<journey_columns>& shards);

/// What the tally of all shards amounts to.
journey_sample sample_of_shards(const report_query& query, const report_book& book,
                                const std::vector<journey_columns>& shards);

/// Conversions credited to a group, 0 where it has no row.
double conversions_of(const attribution_report& report, const std::string& group, std::size_t model = 0);

}  // namespace hub::made
