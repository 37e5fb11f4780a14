// The lookout: sees now and then how the sources are, tells their keeper which of them are silent, and a webhook, if there
// is one, when something begins to be wrong with one and when that is over, each once. It learns the rhythm of the sources from the log, a page at a time behind everybody else.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "actors/source_watch.hpp"
#include "actors/syncs.hpp"

namespace hub {

struct lookout_config {
  std::string url;  ///< where alerts are posted to; empty: nowhere
  alert_limits limits;
  instant every_us = minute_us;    ///< between two looks
  watched_syncs_actor syncs = {};  ///< null: nothing is pulled
  std::function<std::vector<intake_figures>()> intake = {};
  sync_world world = {};
};

/// Looks once it is told of the hub, and tells the rhythms of the sources to whoever asks. A delivery that fails is made again with growing pauses, for a day; those behind it
/// wait, so that an end is never told before its beginning.
lookout_actor spawn_lookout(caf::actor_system& system, lookout_config config);

}  // namespace hub
