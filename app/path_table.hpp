// Shows the reports of paths and cohorts to a person, with what their words mean.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/terminal.hpp"

namespace hub::app {

/// What the report sums up in words, then its lists.
std::string show_paths(const boost::json::value& report, const look& l);

/// The lists of cohorts, and what their columns mean.
std::string show_cohorts(const boost::json::value& report, const look& l);

}  // namespace hub::app
