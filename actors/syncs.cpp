#include "actors/syncs.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "actors/last_words.hpp"
#include "messages/errors.hpp"

namespace hub {
namespace {

/// To itself: the pause after a crash is over.
struct sync_restart {
  std::string source = {};
};

}  // namespace
}  // namespace hub
HUB_LOCAL_MESSAGE(hub::sync_restart)

namespace hub {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using syncs_self = plan_keeper_actor::extend<takes<sync_restart>>;

constexpr seconds answer_limit(5);
constexpr seconds order_limit(70);  // a mark is committed first

struct syncs_state {
  static inline const char* name = "syncs";
  using pointer = syncs_self::stateful_pointer<syncs_state>;

  struct child {
    sources::pull_plan plan;
    sync_actor actor = {};
    std::deque<caf::actor_clock::time_point> deaths = {};  // within the window
    std::uint64_t restarts = 0;
    std::string last_words = {};
    bool parked = false;
    std::uint32_t faults = 0;  // on purpose, still to come
  };

  syncs_config config;
  std::vector<child> children;  // in alphabetical order
  std::optional<hub_actors> hub;
  std::map<std::string, std::string> silent;  // by source, with a sentence
  bool leaving = false;

  ~syncs_state() {
    for (auto& each : children) stop(each);
  }

  static void stop(child& which) {
    if (which.actor) caf::anon_send_exit(which.actor, caf::exit_reason::user_shutdown);
    which.actor = sync_actor();
  }

  void take(pointer self, hub_actors& actors) {
    if (leaving) return;
    hub = std::move(actors);
    for (auto& each : children) {
      stop(each);
      if (!each.parked) start(self, each);
    }
  }

  void start(pointer self, child& which) {
    which.actor = spawn_sync(self->system(), which.plan, config.world, *hub);
    self->monitor(which.actor);
    if (which.faults > 0) strike(which);
  }

  static void strike(child& which) {
    --which.faults;
    caf::anon_send(caf::actor_cast<caf::actor>(which.actor), injected_fault{});
  }

  void start_again(pointer self, const std::string& source) {
    const auto which = named(source);
    if (which == children.end() || which->actor || which->parked) return;
    if (hub && !leaving) start(self, *which);
  }

  std::vector<child>::iterator named(const std::string& source) {
    return std::find_if(children.begin(), children.end(), [&](const child& c) { return c.plan.source == source; });
  }

  /// Children that go on keep their actors; the others have none yet.
  void change(pointer self, sync_plans_changed& news) {
    if (leaving) return;
    std::vector<child> next;
    for (auto& plan : news.plans) {
      const auto before = named(plan.source);
      const bool goes_on = before != children.end() &&
                           std::find(news.changed.begin(), news.changed.end(), plan.source) == news.changed.end();
      if (goes_on) {
        next.push_back(std::move(*before));
        before->actor = sync_actor();
        before->plan.source.clear();
        continue;
      }
      next.push_back({std::move(plan)});
      if (before != children.end()) next.back().restarts = before->restarts;
    }
    for (auto& gone : children) stop(gone);
    children = std::move(next);
    arrange();
    for (auto& each : children)
      if (hub && !each.actor && !each.parked) start(self, each);
    for (const auto& source : news.changed)
      if (const auto which = named(source); which != children.end() && which->actor)
        caf::anon_send(which->actor, sync_order{sync_action::run, source, 0});
  }

  /// In alphabetical order.
  void arrange() {
    std::sort(children.begin(), children.end(),
              [](const child& a, const child& b) { return a.plan.source < b.plan.source; });
  }

  void mourn(pointer self, const caf::down_msg& down) {
    if (leaving) return leave_on(self, down.source);
    const auto dead = std::find_if(children.begin(), children.end(), [&](const child& each) {
      return each.actor && caf::actor_cast<caf::actor_addr>(each.actor) == down.source;
    });
    if (dead == children.end()) return;  // one that we stopped ourselves
    dead->actor = sync_actor();
    dead->last_words = last_words_of(down.reason);
    const auto now = self->clock().now();
    auto& deaths = dead->deaths;
    while (!deaths.empty() && now - deaths.front() > config.restart_window) deaths.pop_front();
    deaths.push_back(now);
    ++dead->restarts;
    if (deaths.size() > config.most_restarts) return park(*dead);
    notice(*dead, "its actor died (" + dead->last_words + ") and starts again from its cursor");
    self->delayed_send(self, milliseconds(50 << std::min<std::size_t>(deaths.size(), 5)),
                       sync_restart{dead->plan.source});
  }

  /// Ends when the last of the sync actors has ended.
  void leave(pointer self) {
    leaving = true;
    for (const auto& each : children)
      if (each.actor) caf::anon_send_exit(each.actor, caf::exit_reason::user_shutdown);
    leave_on(self, {});
  }

  void leave_on(pointer self, const caf::actor_addr& gone) {
    bool any = false;
    for (auto& each : children) {
      if (each.actor && caf::actor_cast<caf::actor_addr>(each.actor) == gone) each.actor = sync_actor();
      any = any || each.actor;
    }
    if (!any) self->quit(caf::exit_reason::user_shutdown);
  }

  void park(child& which) {
    which.parked = true;
    which.deaths.clear();
    which.faults = 0;
    notice(which,
           "its actor died again and again (" + which.last_words + "); nothing is pulled until somebody runs it");
  }

  void notice(const child& which, const std::string& sentence) const {
    if (config.world.on_notice) config.world.on_notice(which.plan.source, sentence);
  }

  // --- questions ---

  sync_state state_of_dead(const child& which) const {
    sync_state s;
    s.source = which.plan.source;
    s.restarts = which.restarts;
    s.phase = which.parked ? sync_phase::parked : sync_phase::failing;
    s.why = which.parked
                ? fail("sync-parked",
                       "its actor died again and again (" + which.last_words + "); run it by hand once that is mended")
                : fail("sync-starting", hub ? "its actor starts again after a failure" : "the hub is starting");
    return s;
  }

  /// What several actors answer, put together: delivered once nobody is waited for any more.
  template <class Answer>
  struct gathering {
    explicit gathering(pointer self) : promise(self->make_response_promise<Answer>()) {}
    void told() {
      if (--missing == 0) failure ? promise.deliver(std::move(*failure)) : promise.deliver(std::move(answer));
    }

    caf::typed_response_promise<Answer> promise;
    Answer answer;
    std::optional<caf::error> failure;
    std::size_t missing = 1;  // whoever asks counts until all are asked
  };

  caf::result<sync_states> states(pointer self) {
    auto gathered = std::make_shared<gathering<sync_states>>(self);
    gathered->answer.at = config.world.wall();
    for (std::size_t i = 0; i < children.size(); ++i) {
      gathered->answer.sources.push_back(state_of_dead(children[i]));
      if (!children[i].actor) continue;
      ++gathered->missing;
      self->request(children[i].actor, answer_limit, sync_state_request{})
          .then(
              [this, gathered, i](sync_state& s) {
                s.restarts = gathered->answer.sources[i].restarts;
                look_for_silence(s);
                gathered->answer.sources[i] = std::move(s);
                gathered->told();
              },
              [gathered](caf::error&) { gathered->told(); });
    }
    gathered->told();
    return gathered->promise;
  }

  void look_for_silence(sync_state& s) const {
    const auto told = silent.find(s.source);
    if (told == silent.end() || s.phase != sync_phase::ok) return;
    s.phase = sync_phase::silent;
    s.why = fail("sync-silent",
                 told->second + "; see whether the platform still gets any, and whether the token may still read them");
  }

  // --- orders ---

  caf::result<sync_receipt> obey(pointer self, const sync_order& order) {
    auto gathered = std::make_shared<gathering<sync_receipt>>(self);
    auto& outcomes = gathered->answer.outcomes;
    for (auto& each : children) {
      if (!order.source.empty() && order.source != each.plan.source) continue;
      if (each.parked && order.action != sync_action::pause) unpark(self, each);
      const auto place = outcomes.size();
      outcomes.emplace_back(each.plan.source, order_outcome::starting);
      if (!each.actor) continue;
      ++gathered->missing;
      self->request(each.actor, order_limit, order)
          .then(
              [gathered, place](order_outcome outcome) {
                gathered->answer.outcomes[place].second = outcome;
                gathered->told();
              },
              [gathered](caf::error& why) {
                gathered->failure = std::move(why);
                gathered->told();
              });
    }
    const bool named_in_vain = outcomes.empty() && !order.source.empty() && !children.empty();
    if (named_in_vain) outcomes.emplace_back(order.source, order_outcome::unknown);
    gathered->told();
    return gathered->promise;
  }

  fault_receipt let_die(const fault_order& order) {
    fault_receipt receipt;
    for (auto& each : children) {
      receipt.actors.push_back("sync:" + each.plan.source);
      if (receipt.actors.back() != order.actor) continue;
      receipt.known = true;
      each.faults += order.count;
      if (each.actor) strike(each);
    }
    return receipt;
  }

  void unpark(pointer self, child& which) {
    which.parked = false;
    if (hub) start(self, which);
  }
};

syncs_self::behavior_type syncs(syncs_state::pointer self, syncs_config config) {
  leave_last_words(self);
  auto& state = self->state;
  state.config = std::move(config);
  for (auto& plan : state.config.plans) state.children.push_back({std::move(plan)});
  state.arrange();
  self->set_down_handler([self](caf::down_msg& down) { self->state.mourn(self, down); });
  self->set_exit_handler([self](caf::exit_msg&) { self->state.leave(self); });
  return {
      [self](const sync_order& order) { return self->state.obey(self, order); },
      [self](const sync_states_request&) { return self->state.states(self); },
      [self](const fault_order& order) { return self->state.let_die(order); },
      [self](hub_actors& actors) { self->state.take(self, actors); },
      [self](const sync_restart& which) { self->state.start_again(self, which.source); },
      [self](sync_plans_changed& news) { self->state.change(self, news); },
      [self](silent_sources& those) { self->state.silent = std::move(those.sentences); },
  };
}

}  // namespace

plan_keeper_actor spawn_syncs(caf::actor_system& system, syncs_config config) {
  return system.spawn(syncs, std::move(config));
}

}  // namespace hub
