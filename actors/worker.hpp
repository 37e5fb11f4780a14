// The worker: holds shards for the seats of hubs, in memory only, each for as long as its seat lives.
#pragma once

#include <functional>
#include <string>

#include "messages/actors.hpp"

namespace hub {

struct worker_config {
  std::string build;  ///< of this program; a hub of another one is refused
  std::function<void(const std::string& sentence)> on_notice = {};  ///< told of shards that come and go, for the log
};

worker_actor spawn_worker(caf::actor_system& system, worker_config config);

}  // namespace hub
