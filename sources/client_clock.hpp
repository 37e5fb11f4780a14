// The clock of a visitor's device, which may be wrong by hours or years.
#pragma once

#include "domain/time.hpp"

namespace hub::sources {

/// By how much a clock that said *sent* when a request arrived at *received_at* has to be moved: not at all within ten
/// minutes, which requests may take; else by the whole difference. A fact that was moved is timed_by_receipt.
inline instant clock_correction(instant sent, instant received_at) {
  constexpr instant tolerated = 10 * minute_us;
  const auto skew = received_at - sent;
  return skew > tolerated || skew < -tolerated ? skew : 0;
}

/// *at* without its fraction. What a browser tells is kept in whole seconds, as Meta's API has them: else the visit that a
/// browser tells of would come after the purchase that a server tells of in the same second.
inline instant whole_second(instant at) { return at - at % second_us; }

}  // namespace hub::sources
