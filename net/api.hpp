// What every route needs: the gateway to the actors, the clock, zones and defaults. Routes are grouped by family, one
// file each; api_routes() is the whole table.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "domain/query.hpp"
#include "net/doors.hpp"
#include "net/gateway.hpp"
#include "net/intake_counts.hpp"
#include "net/key_gate.hpp"
#include "net/key_ring.hpp"
#include "net/metrics.hpp"
#include "net/routes.hpp"

namespace hub::net {

/// Defaults and doors that the routes work with; lives as long as the listener.
struct api_context {
  const gateway& asks;
  supervisor_actor supervisor;
  metrics_registry& metrics;
  intake_counts& counts;
  std::function<instant()> now;                             ///< wall clock, UTC
  std::function<result<zone>(std::string_view)> find_zone;  ///< IANA name → zone
  report_query defaults;  ///< model, window, currency and zone where a request names none
  std::string version;
  const hub::net::doors& doors;
  key_ring& keys;
  key_gate& gate;
  std::size_t max_decoded_bytes = 32 * 1024 * 1024;  ///< of a body once it is unpacked
  syncs_actor syncs = {};                            ///< who keeps the pulled sources; null: nothing is pulled here
  lookout_actor lookout = {};                        ///< who knows the rhythms of the sources; null: nobody does
  bool faults = false;                               ///< whether actors may be made to die on purpose
};

std::vector<route> anytrack_routes(const api_context& api);
std::vector<route> cell_routes(const api_context& api);
std::vector<route> figure_routes(const api_context& api);
std::vector<route> ingest_routes(const api_context& api);
std::vector<route> hubspot_routes(const api_context& api);
std::vector<route> meta_routes(const api_context& api);
std::vector<route> pixel_routes(const api_context& api);
std::vector<route> web_routes(const api_context& api);
std::vector<route> report_routes(const api_context& api);
std::vector<route> rhythm_routes(const api_context& api);
std::vector<route> dashboard_routes(const api_context& api);
std::vector<route> contact_routes(const api_context& api);
std::vector<route> erasure_routes(const api_context& api);
std::vector<route> conversion_routes(const api_context& api);
std::vector<route> key_routes(const api_context& api);
std::vector<route> duplicate_routes(const api_context& api);
std::vector<route> export_routes(const api_context& api);
std::vector<route> listing_routes(const api_context& api);
std::vector<route> quarantine_routes(const api_context& api);
std::vector<route> segment_routes(const api_context& api);
std::vector<route> stream_routes(const api_context& api);
std::vector<route> series_routes(const api_context& api);
std::vector<route> match_routes(const api_context& api);
std::vector<route> adjustment_routes(const api_context& api);
std::vector<route> label_routes(const api_context& api);
std::vector<route> sync_routes(const api_context& api);
std::vector<route> fault_routes(const api_context& api);
std::vector<route> operation_routes(const api_context& api);

/// All of them. @pre *api* outlives the router made of it
std::vector<route> api_routes(const api_context& api);

}  // namespace hub::net
