// Attribution, comparison and ROAS reports as CSV: the figures of the JSON answer, one row a group.
#pragma once

#include <string>

#include "domain/report.hpp"
#include "net/report_figures.hpp"

namespace hub::net {

/// The first column says what a row is: `group`, `unattributed`, `total` or `blended`. The figures of a model are in
/// columns named `<model>_conversions` and `<model>_revenue`.
std::string report_csv(const attribution_report& report, report_kind kind);

}  // namespace hub::net
