// The supervisor: starts the other actors, restarts them when one dies, and tells the gateway whom to ask. They share
// one truth, so one that dies takes the rest with it and all start again from the store.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "domain/truth.hpp"
#include "messages/actors.hpp"
#include "storage/store.hpp"

namespace hub {

/// A worker as it was found.
struct worker_place {
  std::string address;
  worker_actor worker;  ///< none: it was not reached
};

struct supervisor_config {
  std::shared_ptr<storage::store> store;
  std::filesystem::path directory;  ///< of the store, for readers
  truth_policy policy;
  std::size_t shards = 2;
  directory_actor gateway;                   ///< told of every (re)start
  std::vector<directory_actor> others = {};  ///< told too, as the gateway is
  std::size_t most_restarts = 5;             ///< within `restart_window`; one more and the supervisor gives up
  std::chrono::seconds restart_window{60};
  std::function<void(const std::string& sentence)> on_restart = {};  ///< told of every actor that died, for the log
  std::function<void(const std::string& sentence)> on_trouble = {};  ///< told of commits that fail, and when they go on
  std::vector<worker_place> workers = {};  ///< shards live in these, one after the other; none: in this process
  std::string build = {};                  ///< of this program, for workers
  std::function<void(const std::string& sentence)> on_shard_moved =
      {};                   ///< told when a shard is not where it should be
  bool own_threads = true;  ///< false: threads of the pool, for tests of actors
  syncs_actor syncs = {};   ///< told of every (re)start; none: nothing is pulled. It ends before the hub does
};

/// Dies with the reason when it gives up, at once of a store that is damaged, or the keeper of the sync actors dies; whoever monitors it ends the process.
/// Told to end, it ends the others first, who asks before who is asked: the sync actors, dedup, the writer, the rest.
supervisor_actor spawn_supervisor(caf::actor_system& system, supervisor_config config);

}  // namespace hub
