// How parts of a conversion are counted.
#pragma once

#include <cstdint>

namespace hub {

/// Shares of conversions are summed in units of 10^-12 conversion.
inline constexpr std::int64_t share_unit = 1'000'000'000'000;

}  // namespace hub
