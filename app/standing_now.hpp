// What conversions are after somebody decided about duplicates.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/client.hpp"

namespace hub::app {

/// `What stands now:` and a line `1001, 24.80 EUR, told by shop (cv_…)` for each conversion that *receipt* names, 20 at
/// most. Where it is one whose reports named different values, then which of them counts: `It is worth 24.80 EUR from now
/// on, as meta_capi says; 89.95 EUR of shop does not count.` Empty where the hub does not say.
/// @param receipt  the answer to a decision
std::string standing_now(client& hub, const boost::json::object& receipt);

}  // namespace hub::app
