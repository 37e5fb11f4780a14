// What is in quarantine, counted by source and reason.
#pragma once

#include <boost/json.hpp>

#include "app/command.hpp"

namespace hub::app {

/// Reads all of the quarantine that *query* selects and counts it: `source, code, items, latest, example, detail`, the most
/// frequent first. An item counts by its first error. Errors: those of get(), `answer-malformed`.
result<boost::json::array> quarantine_reasons(client& hub, const parameters& query, console& c);

}  // namespace hub::app
