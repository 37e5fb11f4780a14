// Reads the worked cases of tests/data/cases into an engine: facts in, journeys out.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/journey_columns.hpp"
#include "domain/query.hpp"
#include "domain/report.hpp"
#include "domain/truth.hpp"

namespace hub::testing {

using csv_line = std::map<std::string, std::string>;

/// The lines of a plain CSV file (no quotes) by column name.
std::vector<csv_line> read_case(const std::string& path);

/// An engine fed with the inputs of a case.
struct case_engine {
  journey_columns columns;
  report_book book;

  /// Feeds facts through truth, as the dedup actor would.
  void feed(std::vector<fact_body> facts);
  /// Conversions and revenue by channel.
  attribution_report report(model m, dimension by = dimension::channel, const data_model_params& how = {}) const;
};

/// The engine of `input_paths.csv` or of `input_touchpoints.csv` and `input_conversions.csv` in *folder*.
case_engine load_case(const std::string& folder);

/// Column *column* of an expected file by key.
std::map<std::string, double> expected(const std::string& path, const std::string& column);

}  // namespace hub::testing
