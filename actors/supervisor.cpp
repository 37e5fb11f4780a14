#include "actors/supervisor.hpp"

#include <algorithm>
#include <deque>

#include "actors/archive.hpp"
#include "actors/attribution.hpp"
#include "actors/dedup.hpp"
#include "actors/feed.hpp"
#include "actors/historian.hpp"
#include "actors/last_words.hpp"
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

  struct child {
    std::string called;
    caf::strong_actor_ptr actor;
  };

  supervisor_config config;
  std::vector<child> children;
  writer_actor writer;
  dedup_actor dedup;
  caf::actor_addr last_writer;  // told to end, and still there
  bool paused_enough = true;    // since the last death
  std::deque<caf::actor_clock::time_point> restarts;
  std::vector<shard_state> shards;                         // where each is
  std::deque<std::vector<caf::strong_actor_ptr>> leaving;  // who still has to end: the first together, then the next
  bool leaves = false;
  std::vector<fault_order> faults;  // on purpose, for those that start next

  ~supervisor_state() { stop_children(); }

  void stop_children() {
    for (const auto& each : std::exchange(children, {}))
      caf::anon_send_exit(caf::actor_cast<caf::actor>(each.actor), caf::exit_reason::user_shutdown);
    dedup = dedup_actor();
    writer = writer_actor();
  }

  // --- a new start ---

  /// There is one store: nobody writes to it before whoever did has ended.
  void start_again(pointer self) {
    if (!leaves && paused_enough && !last_writer) start_children(self);
  }

  // --- the end ---

  void leave(pointer self) {
    if (std::exchange(leaves, true)) return;
    const auto as_pointer = [](const auto& handle) { return caf::actor_cast<caf::strong_actor_ptr>(handle); };
    if (config.syncs) leaving.push_back({as_pointer(config.syncs)});
    if (dedup) leaving.push_back({as_pointer(dedup)});
    if (writer) leaving.push_back({as_pointer(writer)});
    std::vector<caf::strong_actor_ptr> rest;
    for (const auto& each : std::exchange(children, {}))
      if (each.actor != as_pointer(dedup) && each.actor != as_pointer(writer)) rest.push_back(each.actor);
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
  Handle adopt(pointer self, std::string called, Handle actor) {
    self->monitor(actor);
    children.push_back({std::move(called), caf::actor_cast<caf::strong_actor_ptr>(actor)});
    return actor;
  }

  /// The order of start is that of dependence: what dedup needs is there before it reads the log.
  void start_children(pointer self) {
    auto& system = self->system();
    writer = adopt(self, "writer", spawn_writer(system, config.store, config.own_threads));
    const auto archive = adopt(self, "archive", spawn_archive(system, config.directory, config.own_threads));
    const auto report = adopt(self, "report", spawn_report(system, start_shards(self), archive));
    const auto feed = adopt(self, "feed", spawn_feed(system));
    dedup_config needs{config.policy, writer, archive, report, config.store->last_reject()};
    needs.feed = feed;
    needs.on_trouble = config.on_trouble;
    dedup = adopt(self, "dedup", spawn_dedup(system, std::move(needs)));
    const auto rehearsal = adopt(self, "rehearsal", spawn_rehearsal(system, {config.policy, archive}));
    historian_config past{config.policy, archive};
    past.own_thread = config.own_threads;
    const auto historian = adopt(self, "historian", spawn_historian(system, std::move(past)));
    const hub_actors started{dedup, report, archive, rehearsal, historian, feed, writer};
    self->send(config.gateway, started);
    for (const auto& each : config.others) self->send(each, started);
    if (config.syncs) self->send(config.syncs, started);
    for (auto& order : std::exchange(faults, {})) strike(std::move(order));
  }

  /// With workers, the shards are theirs in turn; a seat in this process stands for each.
  std::vector<attribution_actor> start_shards(pointer self) {
    shards.assign(std::max<std::size_t>(config.shards, 1), shard_state::here);
    std::vector<attribution_actor> started;
    for (std::size_t i = 0; i < shards.size(); ++i) {
      if (config.workers.empty()) {
        started.push_back(adopt(self, "attribution", spawn_attribution(self->system())));
        continue;
      }
      const auto& place = config.workers[i % config.workers.size()];
      shard_seat_config seat{i, place.address, place.worker, config.build, shard_keeper_actor(self)};
      started.push_back(adopt(self, "attribution", spawn_shard_seat(self->system(), std::move(seat))));
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
    const auto ours = std::any_of(children.begin(), children.end(), [&](const child& each) {
      return caf::actor_cast<caf::actor_addr>(each.actor) == down.source;
    });
    if (!ours) {  // one that we stopped ourselves
      if (down.source != last_writer) return;
      last_writer = nullptr;
      return start_again(self);
    }
    last_writer = caf::actor_cast<caf::actor_addr>(writer);
    if (last_writer == down.source) last_writer = nullptr;
    stop_children();
    paused_enough = false;
    if (config.on_restart && down.reason != actor_errc::damaged)
      config.on_restart("an actor died (" + last_words_of(down.reason) + "); all start again from the store");
    // Whoever reads it again finds the same.
    if (down.reason == actor_errc::damaged) return self->quit(fatal(down));
    const auto now = self->clock().now();
    while (!restarts.empty() && now - restarts.front() > config.restart_window) restarts.pop_front();
    if (restarts.size() >= config.most_restarts) return self->quit(fatal(down));
    restarts.push_back(now);
    self->delayed_send(self, std::chrono::milliseconds(50 << std::min<std::size_t>(restarts.size(), 5)), restart{});
  }

  // --- faults on purpose ---

  caf::result<fault_receipt> let_die(pointer self, const fault_order& order) {
    auto promise = self->make_response_promise<fault_receipt>();
    if (children.empty()) {
      promise.deliver(actor_error(actor_errc::not_ready, "restarting after a failure"));
      return promise;
    }
    fault_receipt receipt;
    for (const auto& each : children)
      if (receipt.actors.empty() || receipt.actors.back() != each.called) receipt.actors.push_back(each.called);
    receipt.known = std::find(receipt.actors.begin(), receipt.actors.end(), order.actor) != receipt.actors.end();
    if (receipt.known) strike(order);
    if (receipt.known || !config.syncs) {
      promise.deliver(std::move(receipt));
      return promise;
    }
    self->request(config.syncs, seconds(10), order)
        .then(
            [promise, receipt](fault_receipt& theirs) mutable {
              theirs.actors.insert(theirs.actors.begin(), receipt.actors.begin(), receipt.actors.end());
              promise.deliver(std::move(theirs));
            },
            [promise](caf::error& why) mutable { promise.deliver(std::move(why)); });
    return promise;
  }

  /// The first of that name dies now, its successors as often as is left.
  void strike(fault_order order) {
    const auto at =
        std::find_if(children.begin(), children.end(), [&](const child& each) { return each.called == order.actor; });
    if (at == children.end()) return;
    caf::anon_send(caf::actor_cast<caf::actor>(at->actor), injected_fault{order.kind, order.external_id});
    if (--order.count > 0) faults.push_back(std::move(order));
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
      [self](const fault_order& order) { return self->state.let_die(self, order); },
      [self](restart) {
        self->state.paused_enough = true;
        self->state.start_again(self);
      },
      [self](const shard_moved& m) { self->state.take(self, m); },
  };
}

}  // namespace

supervisor_actor spawn_supervisor(caf::actor_system& system, supervisor_config config) {
  return system.spawn(supervisor, std::move(config));
}

}  // namespace hub
