// Shows an explained cell of a report to a person: what the report says, the conversions behind it, and whether they add
// up to it.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/terminal.hpp"

namespace hub::app {

std::string show_cell(const boost::json::value& answer, const look& l);

/// A report that is several lists of rows, each under its name, such as cohorts.
std::string show_lists(const boost::json::value& report, const look& l);

}  // namespace hub::app
