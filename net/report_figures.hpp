// The figures of attribution, comparison and ROAS: which stand in a row, under which name and with which digits. JSON
// and CSV both write these, so the same cell has the same text in each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/report.hpp"
#include "net/report_parameters.hpp"

namespace hub::net {

enum class figure_form : std::uint8_t {
  none,    ///< not known or not defined: null, an empty cell
  number,  ///< a JSON number
  amount,  ///< decimal text in the report's currency
  flag     ///< true or false
};

/// One value of a row.
struct figure {
  std::string_view model;  ///< in a comparison, whose credit this is; else empty
  std::string_view name;
  figure_form form = figure_form::none;
  std::string text;
};
using figures = std::vector<figure>;

/// What a group is called in JSON and CSV: the dimension, `campaign_id` and the like where it is told by id.
std::string group_column(dimension d);

figures row_figures(const attribution_report& report, const report_row& row, report_kind kind);
figures unattributed_figures(const attribution_report& report, report_kind kind);
/// Of the whole scope, whatever `campaign=` shows.
figures total_figures(const attribution_report& report, report_kind kind);
/// All net revenue over all spend. @pre the report has spend
figures blended_figures(const attribution_report& report);

figure number(std::string_view name, double value);
figure number(std::string_view name, std::uint64_t value);
figure amount(std::string_view name, std::int64_t minor, currency c);
figure nothing_for(std::string_view name);
/// *part* / *whole*, computed once from minor units; nothing where *whole* is 0.
figure ratio(std::string_view name, std::int64_t part, std::int64_t whole);

}  // namespace hub::net
