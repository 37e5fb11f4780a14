// An explained cell of a report as JSON: what the report shows, the conversions whose credits add up to it, and whether
// they do.
#pragma once

#include <string>

#include "domain/cell_report.hpp"
#include "net/report_parameters.hpp"

namespace hub::net {

/// `{"meta","cell":{"group",…},"check":{"conversions","sum":{…},"reconciles"},"data":[…],"next_cursor"}`
std::string cell_json(const cell_report& report, report_kind kind);

}  // namespace hub::net
