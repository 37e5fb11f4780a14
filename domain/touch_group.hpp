// Which group of a report the credit of a touch is of: for the scan, and for the explanation of a cell.
#pragma once

#include <optional>

#include "domain/credit.hpp"

namespace hub {

/// The group of touch *t*'s credit for conversion *r* that is of this date; nothing when the query asks for another
/// campaign alone.
std::optional<group_key> group_of_touch(const journey_columns& columns, const credit_query& query,
                                        const journey_columns::row& r, std::uint32_t t, instant dated);

}  // namespace hub
