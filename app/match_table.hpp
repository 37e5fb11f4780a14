// The match report as a person reads it.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/table.hpp"

namespace hub::app {

/// The lists of a match report, and how a suggestion is accepted.
std::string show_match(const boost::json::value& report, const look& l);

}  // namespace hub::app
