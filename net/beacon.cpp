#include "net/beacon.hpp"

#include <utility>

#include "net/cross_origin.hpp"

namespace hub::net {

void take_beacon(const api_context& api, const http_request& request, const intake& in, http_answer thanks,
                 answer_handler done) {
  const auto answer = readable_by_pages(request, std::move(done));
  if (request.body.size() > most_beacon_bytes || request.target.size() > most_beacon_target) {
    api.counts.turned_away(in.source);
    return answer(std::move(thanks));
  }
  auto batch = read_batch(api, request, in);
  if (!batch || batch->items.empty()) return answer(std::move(thanks));
  take_in(api, std::move(*batch), {request.request_id, answer},
          [thanks = std::move(thanks)](ingest_receipt&) { return thanks; });
}

}  // namespace hub::net
