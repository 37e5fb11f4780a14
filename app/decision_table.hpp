// What people decided about duplicates, in words that they know: order numbers, amounts and sources instead of ids.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/client.hpp"
#include "app/terminal.hpp"

namespace hub::app {

/// The table of the decisions that *document* lists. What the reports they are about were of is asked of *hub*; of those
/// that it does not know any more the source and its id stand there.
std::string show_decisions(client& hub, const boost::json::value& document, const look& l);

}  // namespace hub::app
