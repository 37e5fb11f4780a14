// One item of quarantine, as the hub answers it.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "app/client.hpp"
#include "domain/error.hpp"

namespace hub::app {

/// The item *id*, such as `rj_17`. Errors: those of the hub, `usage` for what is no id, `reject-unknown`.
result<boost::json::object> quarantined_item(client& hub, const std::string& id);

/// What is wrong with *item*, each with its place.
std::vector<error> faults_of(const boost::json::object& item);

}  // namespace hub::app
