// When each conversion's contacts converted before: the latest conversion of the same type at an earlier instant, told
// over whole columns at once. docs/semantics.md, "Eligible touchpoints".
#pragma once

#include <limits>
#include <vector>

#include "domain/journey_columns.hpp"

namespace hub {

inline constexpr instant never_before = std::numeric_limits<instant>::min();

/// By position of the row; `never_before` where there is none. Of a journey that several contacts share, what else they
/// did stands beside it as rows that are `elsewhere`.
std::vector<instant> previous_conversions(const journey_columns& columns);

}  // namespace hub
