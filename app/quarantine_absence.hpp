// What there is to say where nothing in quarantine fits what was asked for: that other items wait, and which name is meant.
#pragma once

#include <string>

#include "app/client.hpp"

namespace hub::app {

/// One line: that no item fits the `source`, `code` and `state` of *query*, how many others there are, and the name that
/// is near to one that none of them has. Asks the hub only where something narrows.
/// @param before  as asked for: only items set aside before it were meant; empty where any
std::string nothing_fits(client& hub, const parameters& query, const std::string& before = {});

}  // namespace hub::app
