#include "actors/sync.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "actors/last_words.hpp"
#include "actors/sync_parcel.hpp"
#include "actors/sync_report.hpp"
#include "actors/sync_spend.hpp"
#include "actors/sync_wanted.hpp"
#include "messages/errors.hpp"
#include "sources/sealed_items.hpp"

namespace hub {
namespace {

/// To itself: what was waited for is due. Only the latest counts.
struct sync_due {
  std::uint64_t no = 0;
};
/// fetcher → sync: what became of a request.
struct sync_fetched {
  std::uint64_t no = 0;
  sources::fetch_outcome outcome;
};

}  // namespace
}  // namespace hub
HUB_LOCAL_MESSAGE(hub::sync_due)
HUB_LOCAL_MESSAGE(hub::sync_fetched)

namespace hub {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;
using sync_self = sync_actor::extend<takes<sync_due>, takes<sync_fetched>>;
using order_promise = caf::typed_response_promise<order_outcome>;

constexpr seconds answer_limit(60);
constexpr std::size_t items_a_part = 500;         // dedup holds up others for about 10 ms
constexpr instant patience_us = second_us;        // before the hub is asked again for what it could not do now
constexpr instant long_wait_us = 60 * second_us;  // from which a platform's wait is told in the log
constexpr instant look_up_every_us = 5 * second_us;
constexpr std::size_t look_ups = 1'000;

struct sync_body {
  static inline const char* name = "sync";
  using pointer = sync_self::stateful_pointer<sync_body>;

  explicit sync_body(pointer owner) : self(owner) {}

  pointer self;
  sources::pull_plan plan;
  sync_world world;
  hub_actors hub;

  sync_mark mark;
  bool opened = false;  // the mark is that of the store
  std::vector<std::pair<sync_order, order_promise>> early;
  sync_report report;
  std::unique_ptr<sources::pull_pace> pace;
  std::optional<sources::pull_run> run;
  std::optional<sources::pull_fetch> next_fetch;  // of the run, once what came is committed
  sources::pull_state run_state = sources::pull_state::syncing;
  std::optional<sync_parcel> parcel;  // what is being committed
  sync_mark mark_after;               // … together with it
  bool committing = false;            // what came, from its receipt until the hub has it
  std::function<void()> when_due;
  std::uint64_t waits = 0;  // what is waited for, by number
  std::optional<instant> next_run;
  std::optional<std::pair<instant, error>> asked_to_wait;  // until when, by the platform, whatever becomes of the run
  int failures = 0;                                        // runs in a row
  told_spend told;
  sync_wanted wanted;
  std::set<key128> set_aside_before;

  // --- time ---

  instant now() const {
    return std::chrono::duration_cast<microseconds>(self->clock().now().time_since_epoch()).count();
  }

  void wait_until(instant at, std::function<void()> then) {
    when_due = std::move(then);
    const sync_due due{++waits};
    const auto left = at - now();
    left > 0 ? self->delayed_send(self, microseconds(left), due) : self->send(self, due);
  }

  void due(const sync_due& which) {
    if (which.no != waits || !when_due) return;
    std::exchange(when_due, nullptr)();
  }

  /// What was waited for is not any more.
  void forget_waiting() {
    ++waits;
    when_due = nullptr;
  }

  // --- between runs ---

  void open() {
    fresh_pace();
    mark.source = plan.source;
    self->request(hub.archive, answer_limit, sync_mark_request{plan.source})
        .then(
            [this](sync_mark_reply& reply) {
              if (reply.failure) return self->quit(actor_error(actor_errc::unavailable, reply.failure->detail));
              mark = std::move(reply.mark);
              const auto since = mark.read_up_at == 0 ? plan.every_us : world.wall() - mark.read_up_at;
              next_run = now() + std::clamp<instant>(plan.every_us - since, 0, plan.every_us);
              opened = true;
              rest();
              for (auto& [order, promise] : std::exchange(early, {})) obey(order, std::move(promise));
              if (!runs() && !mark.paused && next_run && *next_run <= now()) start_run();
            },
            [this](caf::error&) { self->quit(actor_error(actor_errc::unavailable, "the archive does not answer")); });
  }

  void fresh_pace() { pace = std::make_unique<sources::pull_pace>(sources::pull_pace{{plan.per_second, plan.burst}}); }

  void rest() {
    forget_waiting();
    if (mark.paused || report.stopped()) next_run.reset();
    if (!next_run) return;
    if (!sources::looks_up(plan)) return wait_until(*next_run, [this] { start_run(); });
    wait_until(std::min(*next_run, now() + look_up_every_us), [this] { now() >= *next_run ? start_run() : look_up(); });
  }

  /// Begins a run early when there are records that only a lookup explains.
  void look_up() {
    ask_wanted([this](sources::hubspot_wanted records) {
      if (records.deals.empty() && records.contacts.empty()) return rest();
      begin_with(std::move(records));
    });
  }

  /// Hands over the first of the wanted records that are due, or none.
  void ask_wanted(std::function<void(sources::hubspot_wanted)> then, std::optional<crm_wanted> past = {}) {
    const auto no = ++waits;
    self->request(hub.dedup, answer_limit, crm_wanted_request{plan.source, look_ups, std::move(past)})
        .then(
            [this, no, then](crm_wanted_answer& answer) {
              if (no != waits) return;
              auto due = wanted.due(answer.records, now());
              const bool none = due.deals.empty() && due.contacts.empty();
              if (none && answer.records.size() == look_ups) return ask_wanted(then, std::move(answer.records.back()));
              then(std::move(due));
            },
            [this, no, then](caf::error&) {
              if (no == waits) then({});
            });
  }

  // --- a run ---

  void start_run() {
    forget_waiting();
    report.begin(world.wall());
    next_run.reset();
    if (!sources::looks_up(plan)) return begin_with({});
    ask_wanted([this](sources::hubspot_wanted records) { begin_with(std::move(records)); });
  }

  void begin_with(sources::hubspot_wanted records) {
    forget_waiting();
    next_run.reset();
    report.begin(world.wall());
    auto pull = sources::make_pull(plan, mark.cursor, std::move(records));
    if (!pull) return stop(pull.error());
    told.clear();
    run.emplace(std::move(*pull), *pace);
    take(run->begin(now(), world.wall()));
  }

  void take(sources::pull_turn turn) {
    report.take(turn, world.wall());
    for (const auto& each : turn.noticed) notice(each.detail);
    run_state = turn.state;
    if (turn.state == sources::pull_state::waiting && turn.why && turn.fetch) {
      if (const auto left = turn.fetch->at - now(); left >= long_wait_us)
        notice("waits for " + std::to_string(left / second_us) + " s: " + turn.why->detail);
      asked_to_wait = {turn.fetch->at, *turn.why};
    }
    next_fetch = std::move(turn.fetch);
    if (turn.state == sources::pull_state::stopped) return stop(*turn.why);
    if (turn.state == sources::pull_state::failed) return give_up(*turn.why, turn.again);
    if (turn.commit) return commit(std::move(*turn.commit));
    turn.state == sources::pull_state::done ? commit({}) : go_on();
  }

  void go_on() {
    if (mark.paused) return drop_run();
    if (run_state == sources::pull_state::done) return end_well();
    if (asked_to_wait && asked_to_wait->first > std::max(next_fetch->at, now())) {
      next_fetch->at = asked_to_wait->first;
      report.hold(asked_to_wait->second, next_fetch->at);
    }
    if (next_fetch->at > now()) return wait_until(next_fetch->at, [this] { fetch(); });
    fetch();
  }

  void fetch() {
    const auto no = ++waits;
    world.fetch(std::move(next_fetch->request), [me = sync_self(self), no](sources::fetch_outcome outcome) {
      caf::anon_send(me, sync_fetched{no, std::move(outcome)});
    });
  }

  void fetched(sync_fetched& f) {
    if (f.no != waits || !run) return;
    take(run->take(f.outcome, now(), world.chance()));
  }

  void end_well() {
    run.reset();
    failures = 0;
    next_run = now() + plan.every_us;
    report.end();
    rest();
  }

  void give_up(const error& why, std::optional<instant> again) {
    run.reset();
    const auto pause = std::min(plan.every_us, sources::backoff_delay(++failures, world.chance()));
    next_run = std::max(now() + pause, again.value_or(0));
    if (failures == 1) notice("a run failed and is tried again: " + why.detail);
    report.fail(why, world.wall());
    rest();
  }

  void stop(const error& why) {
    run.reset();
    notice("nothing is pulled until somebody acts: " + why.detail);
    report.stop(why, world.wall());
    rest();
  }

  void drop_run() {
    run.reset();
    report.end();
    rest();
  }

  void notice(const std::string& sentence) const {
    if (world.on_notice) world.on_notice(plan.source, sentence);
  }

  // --- commits ---

  void commit(sources::pull_commit what) {
    committing = true;
    told.add(what.page);
    mark_after = mark;
    if (what.cursor) mark_after.cursor = std::move(*what.cursor);
    auto complete = std::move(what.complete);
    ingest_batch page{plan.source, plan.route, world.wall(), {}, {}, {}};
    page.items = sources::sealed_items(std::move(what.page), "", page.received_at);
    if (!complete) return send_page(std::move(page));
    if (!told.whole()) {
      told.clear();
      return send_page(std::move(page));
    }
    find_gone(std::move(*complete), std::make_shared<ingest_batch>(std::move(page)));
  }

  void find_gone(sources::spend_window window, std::shared_ptr<ingest_batch> page) {
    const auto ask = [this](spend_page_request wanted_page, take_spend_page then) {
      self->request(hub.report, answer_limit, std::move(wanted_page))
          .then([then](spend_page_answer& answer) { then(&answer); }, [then](caf::error&) { then(nullptr); });
    };
    find_vanished(ask, window, told.rows(), [=, this](std::optional<std::vector<spend_event>> gone) {
      if (!gone) return wait_until(now() + patience_us, [=, this] { find_gone(window, page); });
      told.clear();
      for (auto& row : *gone) page->items.emplace_back().fact = seal(std::move(row), page->received_at);
      send_page(std::move(*page));
    });
  }

  void send_page(ingest_batch page) {
    mark_after.records += page.items.size();
    if (run_state == sources::pull_state::done) mark_after.read_up_at = world.wall();
    parcel.emplace(std::move(page), items_a_part, set_aside_before);
    send_part();
  }

  void send_part() {
    mark_after.paused = mark.paused;
    self->request(hub.dedup, answer_limit, parcel->part(mark_after))
        .then(
            [this](ingest_receipt& receipt) {
              if (world.on_taken) world.on_taken(plan.source, receipt.results);
              for (const auto& each : receipt.results) report.rejected += each.reject != 0 ? 1 : 0;
              parcel->taken();
              report.hub_took();
              if (!parcel->done()) return send_part();
              committing = false;
              mark_after.paused = mark.paused;
              mark = mark_after;
              go_on();
            },
            [this](caf::error& why) {
              if (why == actor_errc::unfit) parcel->refused(sentence_of(why));
              report.hub_refused(sentence_of(why));
              wait_until(now() + patience_us, [this] { send_part(); });
            });
  }

  /// Commits the mark alone; *promise* hears when it is kept.
  void keep_mark(order_promise promise) {
    self->request(hub.dedup, answer_limit, ingest_batch{plan.source, plan.route, world.wall(), {}, {}, mark})
        .then([promise](ingest_receipt&) mutable { promise.deliver(order_outcome::taken); },
              [promise](caf::error& why) mutable { promise.deliver(std::move(why)); });
  }

  // --- orders ---

  bool runs() const { return run.has_value() || report.runs(); }

  void obey(const sync_order& order, order_promise promise) {
    if (!opened) return early.emplace_back(order, std::move(promise)), void();
    const bool pause = order.action == sync_action::pause;
    if (pause || order.action == sync_action::resume) {
      mark.paused = pause;
      keep_mark(std::move(promise));
      if (!pause && !runs()) start_by_hand();
      if (pause && !committing) drop_run();  // else behind what is being committed
      return;
    }
    if (mark.paused || runs()) {
      promise.deliver(mark.paused ? order_outcome::paused : order_outcome::busy);
      return;
    }
    if (order.action == sync_action::backfill) {
      auto back = sources::set_back(plan, mark.cursor, order.from, world.wall());
      mark.cursor = back ? std::move(*back) : std::string();
      keep_mark(std::move(promise));
    } else {
      promise.deliver(order_outcome::taken);
    }
    start_by_hand();
  }

  /// Whoever starts a run means it, whatever stood in its way.
  void start_by_hand() {
    fresh_pace();
    failures = 0;
    start_run();
  }

  sync_state state() const {
    auto s = report.state(mark, world.wall(), now(), next_run);
    if (!opened) s.phase = sync_phase::syncing, s.why = fail("sync-starting", "where it stopped is being read");
    s.breaker = static_cast<breaker_state>(pace->breaker.current(now()));
    return s;
  }
};

sync_self::behavior_type sync(sync_body::pointer self, sources::pull_plan plan, sync_world world, hub_actors hub) {
  leave_last_words(self);
  auto& state = self->state;
  state.plan = std::move(plan);
  state.world = std::move(world);
  state.hub = std::move(hub);
  state.open();
  return {
      [self](const sync_order& order) -> caf::result<order_outcome> {
        auto promise = self->make_response_promise<order_outcome>();
        self->state.obey(order, promise);
        return promise;
      },
      [self](const sync_state_request&) { return self->state.state(); },
      [self](const sync_due& which) { self->state.due(which); },
      [self](sync_fetched& f) { self->state.fetched(f); },
  };
}

}  // namespace

sync_actor spawn_sync(caf::actor_system& system, sources::pull_plan plan, sync_world world, hub_actors hub) {
  if (world.own_threads) return system.spawn<caf::detached>(sync, std::move(plan), std::move(world), std::move(hub));
  return system.spawn(sync, std::move(plan), std::move(world), std::move(hub));
}

}  // namespace hub
