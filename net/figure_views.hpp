// The conversions behind a figure of a path report and the customers of a cohort, as JSON.
#pragma once

#include <string>

#include "domain/figure_reports.hpp"

namespace hub::net {

/// `{"meta","figure","check":{"conversions","sum","reconciles"},"data":[…],"next_cursor"}`
std::string path_cell_json(const path_cell_report& report);
std::string cohort_cell_json(const cohort_cell_report& report);

}  // namespace hub::net
