// The writer: the only actor that changes the store. Has a thread of its own, because a commit blocks until it
// is on disk.
#pragma once

#include <memory>

#include "messages/actors.hpp"
#include "storage/store.hpp"

namespace hub {

/// Gathers the batches that wait into one transaction and one fsync (group commit), then answers them all. A batch that
/// does not continue the log is refused: a batch before it failed, and dedup is about to start over.
/// @param own_thread false: a thread of the pool, for tests of actors
writer_actor spawn_writer(caf::actor_system& system, std::shared_ptr<storage::store> store, bool own_thread = true);

}  // namespace hub
