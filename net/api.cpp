#include "net/api.hpp"

#include <iterator>

namespace hub::net {

std::vector<route> api_routes(const api_context& api) {
  std::vector<route> all;
  for (auto* family :
       {ingest_routes,  anytrack_routes,   hubspot_routes,    meta_routes,      pixel_routes,  segment_routes,
        web_routes,     report_routes,     cell_routes,       figure_routes,    series_routes, contact_routes,
        erasure_routes, adjustment_routes, conversion_routes, duplicate_routes, export_routes, listing_routes,
        label_routes,   match_routes,      quarantine_routes, stream_routes,    key_routes,    sync_routes,
        rhythm_routes,  fault_routes,      operation_routes,  dashboard_routes}) {
    auto routes = family(api);
    std::move(routes.begin(), routes.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace hub::net
