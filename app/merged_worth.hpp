// What conversions that somebody joined are worth together, where their reports named different values, and what those
// that somebody parted are.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/client.hpp"

namespace hub::app {

/// `It is worth 24.80 EUR from now on, as meta_capi says; 89.95 EUR of shop does not count.` Empty where all reports of the
/// one conversion that *receipt* names said the same, or the hub does not say.
/// @param receipt  the answer to a merge
std::string merged_worth(client& hub, const boost::json::object& receipt);

/// `What stands now:` and a line `1001, 24.80 EUR, told by shop (cv_…)` for each conversion that *receipt* names, 20 at
/// most. Empty where the hub does not say.
/// @param receipt  the answer to a decision
std::string standing_now(client& hub, const boost::json::object& receipt);

}  // namespace hub::app
