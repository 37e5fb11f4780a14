// What every route needs: the gateway to the actors, the clock, zones and defaults. Routes are grouped by family, one
// file each; api_routes() is the whole table.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "domain/query.hpp"
#include "net/gateway.hpp"
#include "net/metrics.hpp"
#include "net/routes.hpp"

namespace hub::net {

/// Defaults and doors that the routes work with; lives as long as the listener.
struct api_context {
  const gateway& asks;
  supervisor_actor supervisor;
  metrics_registry& metrics;
  std::function<instant()> now;                             ///< wall clock, UTC
  std::function<result<zone>(std::string_view)> find_zone;  ///< IANA name → zone
  report_query defaults;  ///< model, window, currency and zone where a request names none
  std::string version;
};

std::vector<route> ingest_routes(const api_context& api);
std::vector<route> report_routes(const api_context& api);
std::vector<route> conversion_routes(const api_context& api);
std::vector<route> export_routes(const api_context& api);
std::vector<route> operation_routes(const api_context& api);

/// All of them. @pre *api* outlives the router made of it
std::vector<route> api_routes(const api_context& api);

}  // namespace hub::net
