// What `convhub doctor` hears from a hub that runs: whether it is ready, its clock, its sources, who holds its journeys,
// what waits in quarantine.
#pragma once

#include <boost/json.hpp>

#include "app/finding.hpp"
#include "config/settings.hpp"
#include "domain/time.hpp"

namespace hub::app {

/// Of the answer to GET /v1/status: readiness, and that workers hold the shards they could.
findings check_status(const boost::json::object& status, const config::cluster_settings& cluster);

/// Of the answer to GET /v1/sync: the hub's clock against *now*, each source, and tokens that are about to expire.
findings check_sources(const boost::json::object& sync, instant now);

/// Of the answers to GET /v1/adjustments for those that wait and those that ask for more than is left, as many as it lists
/// at most.
findings check_adjustments(const boost::json::object& waiting, const boost::json::object& over);

/// Of the answer to GET /v1/quarantine, with as many items as it lists at most: whether something waits to be mended.
findings check_quarantine(const boost::json::object& list);

}  // namespace hub::app
