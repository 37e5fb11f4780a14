// Shows the report of what sources told to a person: each source's share, and what all of them would have counted twice.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/terminal.hpp"

namespace hub::app {

std::string show_told(const boost::json::value& report, const look& l);

}  // namespace hub::app
