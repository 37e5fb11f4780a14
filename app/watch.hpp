// Ends the process when the supervisor has given up: a daemon that can only refuse is worse than one that its service
// manager starts again.
#pragma once

#include "messages/actors.hpp"

namespace hub::app {

/// Watches *supervisor*; when it dies of a failure, says why on standard error and ends the process with exit code 1.
/// Everything acknowledged is on disk already.
/// @return who watches, for as long as it is kept: an actor that nobody holds ends unheard
[[nodiscard]] caf::actor end_process_with(caf::actor_system& system, const supervisor_actor& supervisor);

}  // namespace hub::app
