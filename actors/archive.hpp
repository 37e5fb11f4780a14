// The archive: reads facts, audit rows and quarantine back from disk. Has a thread of its own, because reading blocks.
#pragma once

#include <filesystem>

#include "messages/actors.hpp"

namespace hub {

/// Opens its own read-only connection to the store in *directory*.
/// @param own_thread false: a thread of the pool, for tests of actors
archive_actor spawn_archive(caf::actor_system& system, std::filesystem::path directory, bool own_thread = true);

}  // namespace hub
