// Quarantined items tried again: read by today's parser with today's settings and decided over like a new request.
#pragma once

#include <cstddef>
#include <functional>

#include "net/api.hpp"

namespace hub::net {

/// What became of the items of a replay.
struct replay_outcome {
  std::size_t replayed = 0;        ///< taken in now
  std::size_t still_rejected = 0;  ///< tried, and wrong as before
};

/// Tries the open items that *which* selects, oldest first, each once; then calls *then*. An item that was taken in or
/// given up meanwhile is left alone, so a replay may be repeated without harm. A failure answers *to*; what was
/// replayed before it stays so.
void replay_quarantine(const api_context& api, quarantine_filter which, reply_to to,
                       std::function<void(const replay_outcome&)> then);

}  // namespace hub::net
