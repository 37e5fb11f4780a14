// The clock of a visitor's device, which may be wrong by hours or years.
#pragma once

#include "domain/time.hpp"

namespace hub::sources {

/// By how much a clock that said *sent* when a request arrived at *received_at* has to be moved: not at all within ten
/// minutes, which requests may take; else by the whole minutes that bring *sent* into the minute before the arrival, so
/// that a request sent again soon after still says the same.
instant clock_correction(instant sent, instant received_at);

}  // namespace hub::sources
