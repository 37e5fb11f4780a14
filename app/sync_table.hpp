// How the pulled sources are, as a table for a person: what the API says of each, one row a source.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/terminal.hpp"

namespace hub::app {

/// `retrying 2/3`, `waiting until 12:03:04Z`, `syncing 41 %`: the state of one source in a few words.
std::string sync_state_text(const boost::json::object& source);

/// The table, and below it why a source is not as it should be, a line each.
std::string show_sources(const boost::json::array& sources, const look& l);

}  // namespace hub::app
