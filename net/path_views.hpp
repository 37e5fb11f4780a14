// Path analysis as JSON, and its patterns as CSV.
#pragma once

#include <string>

#include "domain/report.hpp"

namespace hub::net {

/// Times are in seconds; `conversion_rate` is conversions over all journeys that took the path.
std::string paths_json(const path_report& report);

/// The top patterns, steps joined by ` > `.
std::string paths_csv(const path_report& report);

}  // namespace hub::net
