// The report actor: forwards committed changes to the shards and scatters questions over them. Because changes and
// questions reach every shard through this one actor, all partials of a report are of the same log position.
#pragma once

#include <vector>

#include "messages/actors.hpp"

namespace hub {

report_actor spawn_report(caf::actor_system& system, std::vector<attribution_actor> shards, archive_actor archive);

}  // namespace hub
