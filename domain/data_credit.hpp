// From the findings of data-driven models to credit: the money of the report shared out over the states, beside what the
// other models of the same question credit.
#pragma once

#include "domain/data_findings.hpp"
#include "domain/report.hpp"

namespace hub {

/// One partial with a column for each model of *query*.
/// @param weighed  merged credit of the other models, in the order of the query; empty when there are none
/// @param tally    merged tally, whose money is shared out: by largest remainder over the states in order of name
credit_partial with_findings(const report_query& query, credit_partial&& weighed, const journey_tally& tally,
                             const data_findings& findings);

/// What each of states_of(tally) is called, the input of sample_of.
std::vector<std::string> state_names(const report_query& query, const report_book& book, const journey_tally& tally);

/// All of it after the shards have answered: the sample, the findings. Errors: those of find.
result<data_findings> learn(const report_query& query, const journey_tally& tally, std::span<const std::string> names);

}  // namespace hub
