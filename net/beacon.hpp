// Beacons: requests whose sender reads no answer and cannot mend what it sent. Every event is answered alike once it is on
// disk, counted or quarantined; only a hub that could not keep it says so.
#pragma once

#include <functional>
#include <string>

#include "net/intake.hpp"

namespace hub::net {

/// What a beacon may bring at most; more is counted as refused. Browsers limit beacons to 64 KiB themselves.
inline constexpr std::size_t most_beacon_bytes = 64 * 1024;
inline constexpr std::size_t most_beacon_target = 8 * 1024;

/// Takes *request* in and answers *thanks*, with the headers for other origins. The answer is 503 with Retry-After when
/// the hub could not commit.
void take_beacon(const api_context& api, const http_request& request, const intake& in, http_answer thanks,
                 answer_handler done);

}  // namespace hub::net
