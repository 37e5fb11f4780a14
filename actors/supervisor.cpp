#include "actors/supervisor.hpp"

#include <algorithm>
#include <deque>

#include "actors/archive.hpp"
#include "actors/attribution.hpp"
#include "actors/dedup.hpp"
#include "actors/feed.hpp"
#include "actors/historian.hpp"
#include "actors/rehearsal.hpp"
#include "actors/report.hpp"
#include "actors/shard_seat.hpp"
#include "actors/writer.hpp"
#include "messages/errors.hpp"

namespace hub {
namespace {

using std::chrono::seconds;

/// To itself: the pause after a crash is over.
struct restart {};

}  // namespace
}  // namespace hub
HUB_LOCAL_MESSAGE(hub::restart)

namespace hub {
namespace {

using supervisor_self = supervisor_actor::extend<takes<restart>, takes<shard_moved>>;

struct supervisor_state {
  static inline const char* name = "supervisor";
  using pointer = supervisor_self::stateful_pointer<supervisor_state>;

  supervisor_config config;
  std::vector<caf::strong_actor_ptr> children;
  writer_actor writer;
  dedup_actor dedup;
  std::deque<caf::actor_clock::time_point> restarts;
  std::vector<shard_state> shards;                         // where each is
  std::deque<std::vector<caf::strong_actor_ptr>> leaving;  // who still has to end: the first together, then the next
  bool leaves = false;

  ~supervisor_state() { stop_children(); }

  void stop_children() {
    for (const auto& child : std::exchange(children, {}))
      caf::anon_send_exit(caf::actor_cast<caf::actor>(child), caf::exit_reason::user_shutdown);
    dedup = dedup_actor();
    writer = writer_actor();
  }

  // --- the end ---

  void leave(pointer self) {
    if (std::exchange(leaves, true)) return;
    const auto as_pointer = [](const auto& handle) { return caf::actor_cast<caf::strong_actor_ptr>(handle); };
    if (config.syncs) leaving.push_back({as_pointer(config.syncs)});
    if (dedup) leaving.push_back({as_pointer(dedup)});
    if (writer) leaving.push_back({as_pointer(writer)});
    std::vector<caf::strong_actor_ptr> rest;
    for (const auto& child : std::exchange(children, {}))
      if (child != as_pointer(dedup) && child != as_pointer(writer)) rest.push_back(child);
    leaving.push_back(std::move(rest));
    end_next(self);
  }

  void end_next(pointer self) {
    while (!leaving.empty() && leaving.front().empty()) leaving.pop_front();
    if (leaving.empty()) return self->quit(caf::exit_reason::user_shutdown);
    for (const auto& each : leaving.front())
      caf::anon_send_exit(caf::actor_cast<caf::actor>(each), caf::exit_reason::user_shutdown);
  }

  void leave_on(pointer self, const caf::actor_addr& gone) {
    for (auto& together : leaving)
      std::erase_if(together, [&](const auto& each) { return caf::actor_cast<caf::actor_addr>(each) == gone; });
    if (leaving.empty() || leaving.front().empty()) end_next(self);
  }

  template <class Handle>
  Handle adopt(pointer self, Handle child) {
    self->monitor(child);
    children.push_back(caf::actor_cast<caf::strong_actor_ptr>(child));
    return child;
  }

  /// The order of start is that of dependence: what dedup needs is there before it reads the log.
  void start_children(pointer self) {
    auto& system = self->system();
    writer = adopt(self, spawn_writer(system, config.store));
    const auto archive = adopt(self, spawn_archive(system, config.directory));
    const auto report = adopt(self, spawn_report(system, start_shards(self), archive));
    const auto feed = adopt(self, spawn_feed(system));
    dedup_config needs{config.policy, writer, archive, report, config.store->last_reject()};
    needs.feed = feed;
    dedup = adopt(self, spawn_dedup(system, std::move(needs)));
    const auto rehearsal = adopt(self, spawn_rehearsal(system, {config.policy, archive}));
    const auto historian = adopt(self, spawn_historian(system, {config.policy, archive}));
    const hub_actors started{dedup, report, archive, rehearsal, historian, feed};
    self->send(config.gateway, started);
    if (config.syncs) self->send(config.syncs, started);
  }

  /// With workers, the shards are theirs in turn; a seat in this process stands for each.
  std::vector<attribution_actor> start_shards(pointer self) {
    shards.assign(std::max<std::size_t>(config.shards, 1), shard_state::here);
    std::vector<attribution_actor> started;
    for (std::size_t i = 0; i < shards.size(); ++i) {
      if (config.workers.empty()) {
        started.push_back(adopt(self, spawn_attribution(self->system())));
        continue;
      }
      const auto& place = config.workers[i % config.workers.size()];
      shard_seat_config seat{i, place.address, place.worker, config.build, shard_keeper_actor(self)};
      started.push_back(adopt(self, spawn_shard_seat(self->system(), std::move(seat))));
    }
    return started;
  }

  void take(pointer self, const shard_moved& m) {
    if (m.shard < shards.size()) shards[m.shard] = m.now;
    if (!m.why.empty() && config.on_shard_moved) config.on_shard_moved(m.why);
    if (m.refill && dedup) self->send(dedup, refill_request{});
  }

  void mourn(pointer self, const caf::down_msg& down) {
    if (leaves) return leave_on(self, down.source);
    if (config.syncs && down.source == caf::actor_cast<caf::actor_addr>(config.syncs)) return self->quit(fatal(down));
    const auto ours = std::any_of(children.begin(), children.end(), [&](const auto& child) {
      return caf::actor_cast<caf::actor_addr>(child) == down.source;
    });
    if (!ours) return;  // one that we stopped ourselves
    stop_children();
    if (config.on_restart)
      config.on_restart("an actor died (" + self->system().render(down.reason) + "); all start again from the store");
    const auto now = self->clock().now();
    while (!restarts.empty() && now - restarts.front() > config.restart_window) restarts.pop_front();
    if (restarts.size() >= config.most_restarts) return self->quit(fatal(down));
    restarts.push_back(now);
    self->delayed_send(self, std::chrono::milliseconds(50 << std::min<std::size_t>(restarts.size(), 5)), restart{});
  }

  static caf::error fatal(const caf::down_msg& down) {
    return down.reason ? down.reason : caf::error(caf::exit_reason::unhandled_exception);
  }

  caf::result<hub_status> status(pointer self) {
    auto promise = self->make_response_promise<hub_status>();
    if (!dedup) {
      promise.deliver(hub_status{false, "restarting after a failure"});
      return promise;
    }
    self->request(dedup, seconds(10), status_request{})
        .then(
            [this, promise](hub_status& s) mutable {
              s.shards_here = count(shard_state::here);
              s.shards_in_workers = count(shard_state::in_worker);
              s.shards_filling = count(shard_state::filling);
              promise.deliver(std::move(s));
            },
            [promise](caf::error&) mutable {
              promise.deliver(hub_status{false, "dedup does not answer"});
            });
    return promise;
  }

  std::uint64_t count(shard_state state) const {
    return static_cast<std::uint64_t>(std::count(shards.begin(), shards.end(), state));
  }
};

supervisor_self::behavior_type supervisor(supervisor_state::pointer self, supervisor_config config) {
  self->state.config = std::move(config);
  self->set_down_handler([self](caf::down_msg& down) { self->state.mourn(self, down); });
  self->set_exit_handler([self](caf::exit_msg&) { self->state.leave(self); });
  if (self->state.config.syncs) self->monitor(self->state.config.syncs);
  self->state.start_children(self);
  return {
      [self](const status_request&) { return self->state.status(self); },
      [self](restart) {
        if (!self->state.leaves) self->state.start_children(self);
      },
      [self](const shard_moved& m) { self->state.take(self, m); },
  };
}

}  // namespace

supervisor_actor spawn_supervisor(caf::actor_system& system, supervisor_config config) {
  return system.spawn(supervisor, std::move(config));
}

}  // namespace hub
