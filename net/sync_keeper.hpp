// Asks whoever keeps the pulled sources how they are.
#pragma once

#include <chrono>
#include <functional>

#include "net/api.hpp"

namespace hub::net {

/// *then* gets the states, which are none where nothing is pulled, or null if nobody answered within *limit*.
void ask_sync_states(const api_context& api, std::chrono::seconds limit, std::function<void(const sync_states*)> then);

}  // namespace hub::net
