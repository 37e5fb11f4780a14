// The historian: answers reports as they would have been at a moment past. It reads the log up to there into a truth of
// its own, with a report actor and a shard of its own, so that the present is neither slowed down nor touched.
#pragma once

#include <chrono>

#include "domain/truth.hpp"
#include "messages/actors.hpp"

namespace hub {

struct historian_config {
  truth_policy policy;
  archive_actor archive;
  std::size_t most_kept = 2;             ///< moments in memory at once; each is a truth as large as it was then
  std::chrono::seconds idle_limit{120};  ///< a moment that nobody asks about for this long is forgotten
  std::size_t reload_page = 5'000;       ///< facts read from the log at a time
  bool own_thread = true;                ///< false: a thread of the pool, for tests of actors
};

/// Moments are read one at a time, in the order in which they are asked for; questions about one wait until it is read.
historian_actor spawn_historian(caf::actor_system& system, historian_config config);

}  // namespace hub
