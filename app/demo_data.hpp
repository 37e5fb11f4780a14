// The demo's world as its reporters tell of it: the bodies that a shop's server, Meta's SDK, a shop export, a CRM, an
// analytics script and the ad platforms would send to the hub's own HTTP API.
#pragma once

#include <cstdint>
#include <vector>

#include "net/http.hpp"

namespace hub::app {

inline constexpr std::uint64_t demo_seed = 20260331;

/// The requests in the order in which they are sent. The same for the same seed, byte for byte.
std::vector<net::http_request> demo_requests(std::uint64_t seed = demo_seed);

}  // namespace hub::app
