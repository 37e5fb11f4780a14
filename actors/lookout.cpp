#include "actors/lookout.hpp"

#include <algorithm>
#include <chrono>
#include <deque>

#include "actors/last_words.hpp"
#include "sources/json_write.hpp"
#include "sources/pull/pacing.hpp"

namespace hub {
namespace {

/// To itself: it is time to look.
struct look_now {};
/// To itself: the pause after a delivery that failed is over.
struct deliver_again {};
/// fetcher → lookout: what became of a delivery.
struct delivered {
  sources::fetch_outcome outcome;
};

}  // namespace
}  // namespace hub
HUB_LOCAL_MESSAGE(hub::look_now)
HUB_LOCAL_MESSAGE(hub::deliver_again)
HUB_LOCAL_MESSAGE(hub::delivered)

namespace hub {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;
using lookout_self = lookout_actor::extend<takes<look_now>, takes<deliver_again>, takes<delivered>>;

constexpr seconds answer_limit(60);
constexpr std::size_t log_page = 5'000;
constexpr instant remembered_us = 35 * day_us;  // a rhythm has four weeks, and some days of silence
constexpr instant tried_for_us = day_us;

struct letter {
  std::string id, body;
  instant written_at = 0;
};

void put(std::string& out, std::string_view name, std::string_view text) {
  out.append(out.empty() ? "{" : ",");
  sources::append_json_string(out, name);
  out.append(":");
  sources::append_json_string(out, text);
}

letter letter_of(const alert_notice& notice, instant now) {
  const auto kind = std::string(to_string(notice.what.kind));
  const std::string state = notice.over ? "over" : "begun";
  letter l{"alert-" + kind + "-" + notice.what.source + "-" + std::to_string(notice.since / second_us) + "-" + state,
           {},
           now};
  put(l.body, "alert", kind);
  put(l.body, "state", state);
  put(l.body, "source", notice.what.source);
  put(l.body, "sentence", notice.what.sentence);
  put(l.body, "since", format_instant(notice.since));
  char value[40];
  std::snprintf(value, sizeof value, "%.6g", notice.what.value);
  l.body.append(",\"value\":").append(value);
  put(l.body, "request_id", l.id);
  l.body.append("}\n");
  return l;
}

struct lookout_state {
  static inline const char* name = "lookout";
  using pointer = lookout_self::stateful_pointer<lookout_state>;

  explicit lookout_state(pointer owner) : self(owner) {}

  pointer self;
  lookout_config config;
  source_watch watch;
  hub_actors hub;
  bool looks = false;
  bool log_read = false;                    // at the last look
  std::optional<std::uint64_t> read_up_to;  // position in the log; nothing: where to begin is not known
  std::deque<letter> letters;
  bool under_way = false;
  int failures = 0;

  // --- looking ---

  void take(hub_actors& actors) {
    hub = std::move(actors);
    if (!std::exchange(looks, true)) self->send(self, look_now{});
  }

  /// Soon when the log could not be read, as it is while the hub starts.
  void look_later(bool log_is_read) {
    self->delayed_send(self, microseconds(log_is_read ? config.every_us : std::min(config.every_us, second_us)),
                       look_now{});
  }

  void look() {
    if (!config.limits.silent) return judge(true);
    if (read_up_to) return read_on();
    self->request(hub.dedup, answer_limit, status_request{})
        .then([this](hub_status& s) { s.ready ? find_beginning(0, s.data_seq) : judge(false); },
              [this](caf::error&) { judge(false); });
  }

  /// Halves the log until the first fact that is remembered lies behind *low*.
  void find_beginning(std::uint64_t low, std::uint64_t high) {
    if (low >= high) {
      read_up_to = low;
      return read_on();
    }
    const auto middle = low + (high - low) / 2;
    self->request(hub.archive, answer_limit, log_request{middle, 1})
        .then(
            [this, low, high, middle](facts_reply& reply) {
              if (reply.failure) return judge(false);
              const bool old = !reply.facts.empty() && reply.facts[0].received_at < config.world.wall() - remembered_us;
              old ? find_beginning(middle + 1, high) : find_beginning(low, middle);
            },
            [this](caf::error&) { judge(false); });
  }

  void read_on() {
    self->request(hub.archive, answer_limit, log_request{*read_up_to, log_page})
        .then(
            [this](facts_reply& reply) {
              if (reply.failure || reply.facts.empty()) return judge(!reply.failure);
              for (const auto& fact : reply.facts) watch.note(fact);
              read_up_to = reply.facts.back().seq;
              read_on();
            },
            [this](caf::error&) { judge(false); });
  }

  void judge(bool log_is_read) {
    log_read = log_is_read && read_up_to.has_value();
    if (!config.syncs) return settle({{}, config.world.wall()}, log_is_read);
    self->request(config.syncs, answer_limit, sync_states_request{})
        .then([this, log_is_read](sync_states& states) { settle(states, log_is_read); },
              [this](caf::error&) { look_later(false); });
  }

  void settle(const sync_states& states, bool log_is_read) {
    const auto intake = config.intake ? config.intake() : std::vector<intake_figures>();
    for (const auto& each : watch.look(states, intake, log_is_read)) {
      notice(each.what.source, (each.over ? "alert is over, " : "alert, ") + std::string(to_string(each.what.kind)) +
                                   ": " + each.what.sentence);
      if (!config.url.empty()) letters.push_back(letter_of(each, states.at));
    }
    if (config.syncs && log_is_read) self->send(config.syncs, silent_sources{watch.silent()});
    deliver();
    look_later(log_is_read);
  }

  void notice(const std::string& source, const std::string& sentence) const {
    if (config.world.on_notice) config.world.on_notice(source, sentence);
  }

  // --- telling ---

  void deliver() {
    if (under_way || letters.empty()) return;
    under_way = true;
    const auto& next = letters.front();
    sources::fetch_request request;
    request.method = "POST";
    request.url = config.url;
    request.headers = {{"Content-Type", "application/json"}, {"X-Request-Id", next.id}};
    request.body = next.body;
    config.world.fetch(std::move(request), [me = lookout_self(self)](sources::fetch_outcome outcome) {
      caf::anon_send(me, delivered{std::move(outcome)});
    });
  }

  void take(const delivered& d) {
    const auto& sent = letters.front();
    const bool taken = d.outcome && d.outcome->status >= 200 && d.outcome->status < 300;
    const bool too_late = config.world.wall() - sent.written_at > tried_for_us;
    if (!taken && failures == 0)
      notice("alerts", "the webhook did not take " + sent.id + " (" +
                           (d.outcome ? "status " + std::to_string(d.outcome->status) : d.outcome.error().detail) +
                           "); it is told again");
    if (!taken && !too_late) {
      const auto pause = sources::backoff_delay(++failures, config.world.chance());
      return self->delayed_send(self, microseconds(pause), deliver_again{});
    }
    if (!taken) notice("alerts", "the webhook was not told of " + sent.id + " for a day; it is given up");
    letters.pop_front();
    failures = 0;
    under_way = false;
    deliver();
  }
};

lookout_self::behavior_type lookout(lookout_state::pointer self, lookout_config config) {
  leave_last_words(self);
  self->state.watch = source_watch(config.limits);
  self->state.config = std::move(config);
  return {
      [self](hub_actors& actors) { self->state.take(actors); },
      [self](const rhythms_request& r) {
        const auto& state = self->state;
        const auto now = state.config.world.wall();
        return rhythms_answer{now, state.log_read, state.watch.rhythms(now, r.hours)};
      },
      [self](look_now) { self->state.look(); },
      [self](deliver_again) {
        self->state.under_way = false;
        self->state.deliver();
      },
      [self](const delivered& d) { self->state.take(d); },
  };
}

}  // namespace

lookout_actor spawn_lookout(caf::actor_system& system, lookout_config config) {
  return system.spawn(lookout, std::move(config));
}

}  // namespace hub
