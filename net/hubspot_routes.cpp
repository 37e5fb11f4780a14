// HubSpot's webhooks: believed by their signature, taken in whole, and answered 2xx once they are kept, because HubSpot
// sends nothing again that was refused as wrong.
#include "net/api.hpp"
#include "net/intake.hpp"
#include "net/problem.hpp"
#include "sources/hubspot/hubspot.hpp"
#include "sources/hubspot/hubspot_signature.hpp"

namespace hub::net {
namespace {

constexpr std::string_view no_secret =
    "HubSpot's webhooks are not set up; set sources.hubspot.client_secrets (CONVHUB_SOURCES_HUBSPOT_CLIENT_SECRETS) to "
    "the client secret of the app that sends them";
constexpr std::string_view no_address =
    "the signature is made over the address that HubSpot calls; set server.public_base_url "
    "(CONVHUB_SERVER_PUBLIC_BASE_URL), such as https://hub.example";

/// Whether the signature needs to be told the public address: the oldest version signs the body alone.
bool signs_address(const http_request& request) {
  return !request.header("x-hubspot-signature-v3").empty() ||
         request.header("x-hubspot-signature-version") == std::string_view("v2");
}

result<void> authenticate(const api_context& api, const http_request& request) {
  const auto keys = api.doors.keys();
  if (keys->hubspot_secrets.empty()) return fail("webhook-not-configured", std::string(no_secret));
  const auto& base = keys->public_base_url;
  if (base.empty() && signs_address(request)) return fail("webhook-not-configured", std::string(no_address));
  const auto uri = base + request.target;
  return sources::check_signature({.method = request.method,
                                   .uri = uri,
                                   .body = request.body,
                                   .v3 = request.header("x-hubspot-signature-v3"),
                                   .timestamp = request.header("x-hubspot-request-timestamp"),
                                   .signature = request.header("x-hubspot-signature"),
                                   .version = request.header("x-hubspot-signature-version")},
                                  keys->hubspot_secrets, api.now());
}

void receive(const api_context& api, const http_request& request, answer_handler done) {
  if (auto believed = authenticate(api, request); !believed) {
    api.counts.turned_away("hubspot");
    return done(problem(401, believed.error(), request.request_id));
  }
  const intake in{sources::parse_hubspot, "ingest/hubspot", "hubspot", "", "", nullptr};
  take_in(api, read_batch_or_keep(api, request, in, sources::redacted_hubspot), {request.request_id, std::move(done)},
          receipt_answer);
}

}  // namespace

std::vector<route> hubspot_routes(const api_context& api) {
  return {{"POST", "/webhooks/hubspot", access::own_signature,
           [&api](const http_request& request, const path_values&, answer_handler done) {
             receive(api, request, std::move(done));
           }}};
}

}  // namespace hub::net
