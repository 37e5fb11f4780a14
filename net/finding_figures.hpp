// The figures that a data-driven model has in a row beside its credit: what the credit comes from, and how sure it is.
#pragma once

#include "net/report_figures.hpp"

namespace hub::net {

/// Appends the figures of the model at position *m* of the query for a row's group; none for models that weigh touches.
void add_findings(figures& out, const attribution_report& report, std::size_t m, const std::string& group);

}  // namespace hub::net
