// Shows the report of paths to a person: what it sums up in words, then its lists.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/terminal.hpp"

namespace hub::app {

std::string show_paths(const boost::json::value& report, const look& l);

}  // namespace hub::app
