// Campaigns of spend held against campaigns of touches: what costs and is never met, what is met and costs nothing, and
// which of them may be one. docs/semantics.md, "Aliases".
#pragma once

#include "domain/alias_suggestions.hpp"
#include "domain/match_scan.hpp"
#include "domain/report.hpp"

namespace hub {

struct match_row {
  named_campaign campaign;
  std::vector<std::string> platforms;  ///< that billed it in range, by name
  spend_sum spend;
  std::uint64_t touches = 0;
  std::string channel;  ///< that most of its touches have; of equals the first by name
  credit_cell credit;
};

/// What a list of campaigns adds up to.
struct match_sum {
  std::uint64_t campaigns = 0;
  spend_sum spend;
  std::uint64_t touches = 0;
  credit_cell credit;

  void add(const match_row& row);
};

struct match_report {
  report_query query;
  std::uint64_t data_seq = 0;
  std::vector<match_row> without_touches;  ///< most spend first, then by key; `query.top` at most
  std::vector<match_row> without_spend;    ///< most touches first, then by key; likewise
  match_sum matched, only_spend, only_touches;
  std::uint64_t touches_without_campaign = 0;
  std::vector<alias_suggestion> suggestions;  ///< for the campaigns of `without_spend`
  unconverted_sums unconverted;
  left_out_sum left_out;
  std::vector<unknown_name> unknown;
  std::vector<foreign_days> foreign;
};

/// @pre the query has one model and is grouped by campaign
match_report make_match(const report_query& query, const report_book& book, credit_partial&& credit,
                        const match_partial& touches, const spend_report& spend);

}  // namespace hub
