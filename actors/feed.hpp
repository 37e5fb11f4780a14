// The feed: keeps the last news of conversions, so that those who look on may come late, be slow or come again, and none of
// them is in the way of anybody else.
#pragma once

#include <chrono>

#include "domain/truth_delta.hpp"
#include "messages/actors.hpp"

namespace hub {

struct feed_config {
  std::size_t most_kept = 10'000;     ///< entries
  std::size_t most_waiting = 1'000;   ///< requests; a further one is refused
  std::chrono::seconds patience{15};  ///< after which a request is answered although there is no news
};

feed_actor spawn_feed(caf::actor_system& system, feed_config config = {});

/// The news in what was stored: conversions and adjustments, each with the decisions that its arrival caused. Only the last
/// *most* are told.
std::vector<feed_entry> entries_of(const truth_delta& delta, std::size_t most = 10'000);

}  // namespace hub
