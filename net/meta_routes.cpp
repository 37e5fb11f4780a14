// Meta's Conversions API as Meta's own clients call it, and the ingress of its gateway; answered as Meta answers.
#include <algorithm>

#include "net/api.hpp"
#include "net/ingest_json.hpp"
#include "net/intake.hpp"
#include "net/query.hpp"
#include "sources/meta/meta_capi.hpp"
#include "sources/meta/meta_event.hpp"
#include "sources/meta/meta_token.hpp"

namespace hub::net {
namespace {

http_answer meta_answer(int status, std::string body) {
  return {status, "application/json", std::move(body), {}, nullptr, {}};
}

bool is_wrong(const item_result& r) { return r.status == item_status::rejected && !sources::is_test_event(r.errors); }

/// *done* for answers of the actors, which say that they cannot answer now: Meta's clients read that in Meta's shape.
answer_handler in_metas_shape(const http_request& request, answer_handler done) {
  return [trace = request.request_id, done = std::move(done)](http_answer given) {
    if (given.status >= 500) {
      given.content_type = "application/json";
      given.body = meta_transient_json(trace);
    }
    done(std::move(given));
  };
}

/// The tokens beside the Bearer token: of the query, else of the body.
std::vector<std::string> tokens_of(const http_request& request) {
  std::vector<std::string> given;
  if (auto parts = split_target(request.target))
    for (auto& [name, value] : parts->parameters)
      if (name == "access_token") given.push_back(std::move(value));
  if (given.empty()) given.push_back(sources::meta_token_in_body(request.body, request.header("content-type")));
  return given;
}

/// Why the sender is not let in.
std::optional<turned_away> not_let_in(const api_context& api, const http_request& request) {
  if (!api.gate.keyed()) return api.gate.ask(scope::ingest, request);
  return api.gate.ask(scope::ingest, request, tokens_of(request));
}

/// @param taken status that says yes: clients of the gateway take anything but 202 for a failure
void ingest_meta(const api_context& api, const http_request& request, const path_values& values, int taken,
                 answer_handler done) {
  if (const auto why = not_let_in(api, request)) {
    api.counts.turned_away("meta_capi");
    auto answer = meta_answer(why->status, meta_access_json(why->status, why->why, request.request_id));
    add_headers(*why, answer);
    return done(std::move(answer));
  }
  const intake in{
      sources::parse_meta_capi, "ingest/meta_capi", "meta_capi", "/data", std::string(values["dataset_id"]), nullptr};
  auto batch = read_batch(api, request, in);
  if (!batch) return done(meta_answer(400, meta_error_json(batch.error(), request.request_id)));
  if (batch->items.empty()) {
    api.counts.turned_away(in.source);
    return done(meta_answer(
        400, meta_error_json(fail("data-empty", "the array data must hold at least one event"), request.request_id)));
  }
  const auto trace = request.request_id;
  take_in(api, std::move(*batch), {request.request_id, in_metas_shape(request, std::move(done))},
          [trace, taken](ingest_receipt& receipt) {
            if (std::all_of(receipt.results.begin(), receipt.results.end(), is_wrong))
              return meta_answer(400, meta_error_json(receipt.results[0].errors.at(0), trace));
            return meta_answer(taken, meta_receipt_json(receipt, trace));
          });
}

}  // namespace

std::vector<route> meta_routes(const api_context& api) {
  const auto answered_with = [&api](int taken) {
    return [&api, taken](const http_request& r, const path_values& v, answer_handler done) {
      ingest_meta(api, r, v, taken, std::move(done));
    };
  };
  return {
      {"POST", "/v{version:digits}.{minor:digits}/{dataset_id:digits}/events", access::own_ingest, answered_with(200)},
      {"POST", "/{dataset_id:digits}/events", access::own_ingest, answered_with(200)},
      {"POST", "/capi/{dataset_id:digits}/events", access::own_ingest, answered_with(202)}};
}

}  // namespace hub::net
