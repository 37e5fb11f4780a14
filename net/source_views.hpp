// What each source told, against what it really was, as JSON and CSV; in the report's currency.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/credit.hpp"
#include "domain/query.hpp"
#include "messages/listings.hpp"

namespace hub::net {

struct source_row {
  std::string source;
  std::uint64_t events = 0, outcomes = 0, merged = 0, conversions = 0;
  std::int64_t value = 0;  ///< what it claims, minor units of the report's currency
};

struct source_report {
  report_query query;
  std::uint64_t data_seq = 0;
  std::vector<source_row> rows;  ///< by name
  std::uint64_t events = 0, outcomes = 0, conversions = 0;
  std::int64_t claimed = 0;  ///< by all sources
  std::int64_t sold = 0;     ///< what the conversions were sold for
  unconverted_sums unconverted;
};

/// Converts the sums at the rates of their days.
source_report make_sources(const report_query& query, const sources_answer& answer);

std::string sources_json(const source_report& report);
std::string sources_csv(const source_report& report);

}  // namespace hub::net
