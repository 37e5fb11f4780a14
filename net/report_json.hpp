// Attribution, comparison and ROAS reports as JSON.
#pragma once

#include <string>

#include "domain/report.hpp"
#include "net/json_writer.hpp"
#include "net/report_figures.hpp"

namespace hub::net {

/// `{"meta","rows":[{"group",…}],"unattributed","totals"}`, for ROAS with `blended`.
std::string report_json(const attribution_report& report, report_kind kind);

/// `group`: the values of a row, a campaign's with its shown name.
void write_group(json_writer& out, const report_query& q, const std::vector<std::string>& group,
                 const std::vector<std::string>& names);

/// The figures as members of the open object; those of a model stand in `models.<name>`.
void write_figures(json_writer& out, const figures& all);

}  // namespace hub::net
