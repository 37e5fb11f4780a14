// The archive: reads facts, audit rows and quarantine back from disk. Runs detached, because reading blocks.
#pragma once

#include <filesystem>

#include "messages/actors.hpp"

namespace hub {

/// Opens its own read-only connection to the store in *directory*.
archive_actor spawn_archive(caf::actor_system& system, std::filesystem::path directory);

}  // namespace hub
