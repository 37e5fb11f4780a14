#include "actors/worker.hpp"

#include <map>
#include <utility>

#include "actors/attribution.hpp"

namespace hub {
namespace {

struct worker_state {
  static inline const char* name = "worker";
  using pointer = worker_actor::stateful_pointer<worker_state>;

  worker_config config;
  std::map<caf::actor_addr, attribution_actor> shards;  // by the seat that asked

  ~worker_state() {
    for (const auto& [seat, shard] : shards) caf::anon_send_exit(shard, caf::exit_reason::user_shutdown);
  }

  shard_granted grant(pointer self, const shard_wanted& r) {
    if (r.build != config.build)
      return {{}, "is convhub " + config.build + " and the hub is " + r.build + "; both must be the same program"};
    const auto& seat = self->current_sender();
    if (!seat) return {{}, "does not know who asks"};
    self->monitor(seat);
    const auto shard = spawn_attribution(self->system());
    drop(caf::actor_cast<caf::actor_addr>(seat));
    shards.emplace(caf::actor_cast<caf::actor_addr>(seat), shard);
    say("a hub was given a shard");
    return {caf::actor_cast<caf::actor>(shard), {}};
  }

  bool drop(const caf::actor_addr& seat) {
    const auto held = shards.find(seat);
    if (held == shards.end()) return false;
    caf::anon_send_exit(held->second, caf::exit_reason::user_shutdown);
    shards.erase(held);
    return true;
  }

  void say(const std::string& what) {
    if (config.on_notice) config.on_notice(what + "; " + std::to_string(shards.size()) + " in all");
  }
};

worker_actor::behavior_type worker(worker_state::pointer self, worker_config config) {
  self->state.config = std::move(config);
  self->set_down_handler([self](caf::down_msg& down) {
    if (self->state.drop(down.source)) self->state.say("a hub is gone and its shard with it");
  });
  return {
      [self](const shard_wanted& r) { return self->state.grant(self, r); },
  };
}

}  // namespace

worker_actor spawn_worker(caf::actor_system& system, worker_config config) {
  return system.spawn(worker, std::move(config));
}

}  // namespace hub
