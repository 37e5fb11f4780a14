// The keeper of the sync actors: starts one for each source, starts it again when it dies, and parks a source whose actor
// dies again and again, so that the others go on. When the hub's actors start again, so do these: what they had under way
// is read again from the store.
#pragma once

#include <chrono>
#include <vector>

#include "actors/sync.hpp"

namespace hub {

struct syncs_config {
  std::vector<sources::pull_plan> plans;
  sync_world world;
  std::size_t most_restarts = 5;  ///< of one source within `restart_window`; one more and it is parked
  std::chrono::seconds restart_window{60};
};

/// Pulls once it is told of the hub.
syncs_actor spawn_syncs(caf::actor_system& system, syncs_config config);

}  // namespace hub
