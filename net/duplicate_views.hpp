// What deduplication saved, as JSON and CSV: merged events by rule and pair of sources, with the value they would have
// counted a second time in the report's currency.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/credit.hpp"
#include "domain/query.hpp"
#include "messages/reports.hpp"

namespace hub::net {

struct duplicate_row {
  std::string rule, source, matched_source;
  std::uint64_t count = 0;
  std::int64_t value = 0;  ///< minor units of the report's currency
};

struct duplicate_report {
  report_query query;
  std::uint64_t data_seq = 0;
  std::vector<duplicate_row> rows;
  std::uint64_t events = 0, conversions = 0;
  std::int64_t value = 0;
  unconverted_sums unconverted;
};

/// Converts the sums at the rates of their days.
duplicate_report make_duplicates(const report_query& query, const duplicates_answer& answer);

std::string duplicates_json(const duplicate_report& report);
std::string duplicates_csv(const duplicate_report& report);

}  // namespace hub::net
