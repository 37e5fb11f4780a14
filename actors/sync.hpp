// The sync actor: pulls one source for ever. A run asks the platform page by page; each page is committed together with the
// cursor behind it before the next is asked for, so a crash between any two steps costs a page read again, never a gap. It
// waits as the platform asks, gives a run up when its requests fail, and stops asking where somebody must act first.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "messages/actors.hpp"
#include "sources/pull/pull_plan.hpp"

namespace hub {

/// What sync actors need of the world around them.
struct sync_world {
  sources::fetch_function fetch;
  std::function<instant()> wall;   ///< time of day, UTC
  std::function<double()> chance;  ///< in [0, 1), different each time
  std::function<void(const std::string& source, const std::string& sentence)> on_notice = {};  ///< for the log
  /// What became of records that were pulled, each once.
  std::function<void(const std::string& source, const std::vector<item_result>&)> on_taken = {};
  bool own_threads = true;  ///< false: threads of the pool, for tests of actors
};

/// Starts to pull at once, if the last run is long enough ago, from where the store says that the source stands. Dies when
/// the store does not say.
sync_actor spawn_sync(caf::actor_system& system, sources::pull_plan plan, sync_world world, hub_actors hub);

}  // namespace hub
