// The hub's own script, and the events that it sends.
#include "domain/sha256.hpp"
#include "net/api.hpp"
#include "net/beacon.hpp"
#include "net/cross_origin.hpp"
#include "net/hub_script.hpp"
#include "sources/web.hpp"

namespace hub::net {
namespace {

void send_script(const http_request& request, answer_handler done) {
  static const auto tag = '"' + sha256_hex(hub_script()).substr(0, 32) + '"';
  const bool known = request.header("if-none-match").find(tag) != std::string_view::npos;
  done({known ? 304 : 200,
        "text/javascript; charset=utf-8",
        known ? std::string() : std::string(hub_script()),
        {{"Cache-Control", "public, max-age=3600"},
         {"ETag", tag},
         {"Access-Control-Allow-Origin", "*"},
         {"Cross-Origin-Resource-Policy", "cross-origin"}},
        nullptr,
        {}});
}

}  // namespace

std::vector<route> web_routes(const api_context& api) {
  return {{"GET", "/hub.js", access::open,
           [](const http_request& r, const path_values&, answer_handler done) { send_script(r, std::move(done)); }},
          {"POST", "/v1/web", access::open,
           [&api](const http_request& r, const path_values&, answer_handler done) {
             const intake in{sources::parse_web, "ingest/web", "web", {}, {}, nullptr, most_beacon_bytes};
             take_beacon(api, r, in, {204, {}, {}, {}, nullptr, {}}, std::move(done));
           }},
          {"OPTIONS", "/v1/web", access::open, [](const http_request& r, const path_values&, answer_handler done) {
             done(preflight(r, "POST, OPTIONS"));
           }}};
}

}  // namespace hub::net
