// Meta's Conversions API as Meta's own clients call it, answered as Meta answers.
#include <algorithm>

#include "net/api.hpp"
#include "net/ingest_json.hpp"
#include "net/intake.hpp"
#include "sources/meta_capi.hpp"

namespace hub::net {
namespace {

http_answer meta_answer(int status, std::string body) {
  return {status, "application/json", std::move(body), {}, nullptr, {}};
}

void ingest_meta(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  const intake in{
      sources::parse_meta_capi, "ingest/meta_capi", "meta_capi", "/data", std::string(values["dataset_id"]), nullptr};
  auto batch = read_batch(api, request, in);
  if (!batch) return done(meta_answer(400, meta_error_json(batch.error(), request.request_id)));
  if (batch->items.empty())
    return done(meta_answer(
        400, meta_error_json(fail("data-empty", "the array data must hold at least one event"), request.request_id)));
  const auto trace = request.request_id;
  take_in(api, std::move(*batch), {request.request_id, std::move(done)}, [trace](ingest_receipt& receipt) {
    const bool all_bad = std::all_of(receipt.results.begin(), receipt.results.end(),
                                     [](const auto& r) { return r.status == item_status::rejected; });
    if (all_bad) return meta_answer(400, meta_error_json(receipt.results[0].errors.at(0), trace));
    return meta_answer(200, meta_receipt_json(receipt, trace));
  });
}

}  // namespace

std::vector<route> meta_routes(const api_context& api) {
  const auto meta = [&api](const http_request& r, const path_values& v, answer_handler done) {
    ingest_meta(api, r, v, std::move(done));
  };
  return {{"POST", "/v{version:digits}.{minor:digits}/{dataset_id:digits}/events", meta},
          {"POST", "/{dataset_id:digits}/events", meta}};
}

}  // namespace hub::net
