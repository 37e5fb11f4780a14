// An attribution shard: a part of the journeys as columns in memory. It holds no truth of its own; what it is told is
// all it knows, and it answers with partial results that add up with those of the other shards.
#pragma once

#include "messages/actors.hpp"

namespace hub {

attribution_actor spawn_attribution(caf::actor_system& system);

/// The shard that holds a journey.
std::size_t shard_of(std::uint64_t journey, std::size_t shards);

}  // namespace hub
