// The learner: computes what data-driven models find for one report. It has a thread of its own, so that a long
// computation holds up neither the report actor nor the shards, and ends with its answer.
#pragma once

#include "messages/actors.hpp"

namespace hub {

learner_actor spawn_learner(caf::actor_system& system);

}  // namespace hub
