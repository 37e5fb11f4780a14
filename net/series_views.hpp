// Revenue and spend over time as JSON and CSV.
#pragma once

#include <string>

#include "domain/series_report.hpp"

namespace hub::net {

/// @param side_by_side the figures of a model stand under its name, as in a comparison
std::string series_json(const series_report& report, bool side_by_side);
std::string series_csv(const series_report& report, bool side_by_side);

}  // namespace hub::net
