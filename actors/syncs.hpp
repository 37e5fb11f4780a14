// The keeper of the sync actors: starts one for each source, starts it again when it dies, and parks a source whose actor
// dies again and again, so that the others go on. When the hub's actors start again, so do these: what they had under way
// is read again from the store.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "actors/sync.hpp"

namespace hub {

struct syncs_config {
  std::vector<sources::pull_plan> plans;
  sync_world world;
  std::size_t most_restarts = 5;  ///< of one source within `restart_window`; one more and it is parked
  std::chrono::seconds restart_window{60};
};

/// → syncs: what is pulled from now on. Sources that are not there any more end; new ones begin, and those that changed
/// begin again, from their cursor, and run at once whatever stood in their way; the others go on untouched.
struct sync_plans_changed {
  std::vector<sources::pull_plan> plans = {};
  std::vector<std::string> changed = {};  ///< names of sources whose plan is another than before
};

/// lookout → syncs: the sources that tell nothing although they usually do, by name, with a sentence each. Those that are
/// well otherwise are said to be silent until the next such message.
struct silent_sources {
  std::map<std::string, std::string> sentences = {};
};

}  // namespace hub
HUB_LOCAL_MESSAGE(hub::sync_plans_changed)
HUB_LOCAL_MESSAGE(hub::silent_sources)

namespace hub {

/// The keeper, for whoever knows when a source should have told something.
using watched_syncs_actor = syncs_actor::extend<takes<silent_sources>>;
/// The keeper, for whoever decides what is pulled.
using plan_keeper_actor = watched_syncs_actor::extend<takes<sync_plans_changed>>;

/// Pulls once it is told of the hub.
plan_keeper_actor spawn_syncs(caf::actor_system& system, syncs_config config);

}  // namespace hub
