#include "actors/historian.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <tuple>
#include <utility>

#include "actors/attribution.hpp"
#include "actors/dedup_answers.hpp"
#include "actors/last_words.hpp"
#include "actors/report.hpp"
#include "domain/past.hpp"
#include "messages/errors.hpp"

namespace hub {
namespace {

using std::chrono::seconds;

/// To itself: forget what was not asked about for a while.
struct forget {};

}  // namespace
}  // namespace hub
HUB_LOCAL_MESSAGE(hub::forget)

namespace hub {
namespace {

using historian_self = historian_actor::extend<takes<forget>>;

/// A moment in memory with the actors that answer for it.
struct chapter {
  past facts;
  attribution_actor shard;
  report_actor report;
  bool told = false;  // the report actor knows it
  caf::actor_clock::time_point asked_at;

  chapter(caf::actor_system& system, const historian_config& config, const log_moment& when)
      : facts(config.policy, when), shard(spawn_attribution(system)) {
    report = spawn_report(system, {shard}, config.archive);
  }
  ~chapter() {
    caf::anon_send_exit(report, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(shard, caf::exit_reason::user_shutdown);
  }
  chapter(const chapter&) = delete;
  chapter& operator=(const chapter&) = delete;
};

/// A question that waits for its moment: exactly one of the two is called.
struct question {
  log_moment when;
  std::function<void(chapter&)> ask;
  std::function<void(caf::error)> refuse;
};

struct historian_state {
  static inline const char* name = "historian";
  using pointer = historian_self::stateful_pointer<historian_state>;

  historian_config config;
  std::deque<std::shared_ptr<chapter>> kept;  // the latest used first
  std::shared_ptr<chapter> at_hand;           // while it is being read
  std::deque<question> waiting;
  bool reading = false;

  template <class Answer, class Question>
  caf::result<Answer> report_on(pointer self, const std::optional<log_moment>& when, Question asked) {
    if (!when) return actor_error(actor_errc::unavailable, "the question names no moment");
    auto promise = self->make_response_promise<Answer>();
    const auto ask = [this, self, promise, asked = std::move(asked)](chapter& c) mutable {
      self->request(c.report, seconds(60), std::move(asked))
          .then([promise](Answer& answer) mutable { promise.deliver(std::move(answer)); },
                [this, promise, when = c.facts.when()](caf::error& why) mutable {
                  drop(when);  // the next question reads it anew
                  promise.deliver(std::move(why));
                });
    };
    enqueue(self, {*when, ask, [promise](caf::error why) mutable { promise.deliver(std::move(why)); }});
    return promise;
  }

  /// A question about the facts themselves.
  template <class Answer, class Question>
  caf::result<Answer> ask_facts(pointer self, const Question& asked) {
    if (!asked.as_of) return actor_error(actor_errc::unavailable, "the question names no moment");
    auto promise = self->make_response_promise<Answer>();
    const auto ask = [promise, asked](chapter& c) mutable {
      auto answer = answer_of(c.facts.facts(), asked);
      if constexpr (requires { answer.data_seq; }) answer.data_seq = c.facts.data_seq();
      promise.deliver(std::move(answer));
    };
    enqueue(self, {*asked.as_of, ask, [promise](caf::error why) mutable { promise.deliver(std::move(why)); }});
    return promise;
  }

  void enqueue(pointer self, question q) {
    waiting.push_back(std::move(q));
    if (!reading) next(self);
  }

  /// Makes the moment of the oldest question the one at hand.
  void next(pointer self) {
    if (waiting.empty()) return;
    const auto when = waiting.front().when;
    const auto known = std::find_if(kept.begin(), kept.end(), [&](const auto& c) { return c->facts.when() == when; });
    if (known != kept.end()) {
      std::rotate(kept.begin(), known, known + 1);
      at_hand = kept.front();
      return read_on(self);
    }
    reading = true;
    if (!when.seq || *when.seq == 0) return begin(self);
    self->request(config.archive, seconds(120), log_request{*when.seq - 1, 1})
        .then(
            [this, self, when](facts_reply& reply) {
              if (reply.failure) return give_up(self, actor_error(actor_errc::unavailable, reply.failure->detail));
              if (!reply.facts.empty()) return begin(self);
              give_up(self,
                      actor_error(actor_errc::ahead, "nothing was received at position " + std::to_string(*when.seq) +
                                                         " yet; leave 'as_of' out for what is known by now"));
            },
            [this, self](caf::error&) { give_up(self, silent_archive()); });
  }

  void begin(pointer self) {
    while (kept.size() >= std::max<std::size_t>(config.most_kept, 1)) kept.pop_back();
    at_hand = std::make_shared<chapter>(self->system(), config, waiting.front().when);
    kept.push_front(at_hand);
    read_on(self);
  }

  /// Reads the log from where the moment at hand was left. One named by a time may still grow: a clock that was set back
  /// dates what comes now before it.
  void read_on(pointer self) {
    reading = true;
    if (at_hand->facts.complete()) return answer(self);
    self->request(config.archive, seconds(120), log_request{at_hand->facts.read_to(), config.reload_page})
        .then([this, self](facts_reply& page) { take_page(self, page); },
              [this, self](caf::error&) { give_up(self, silent_archive()); });
  }

  void take_page(pointer self, facts_reply& page) {
    if (page.failure) return give_up(self, actor_error(actor_errc::unavailable, page.failure->detail));
    if (page.facts.empty()) return answer(self);
    if (at_hand->facts.take(std::move(page.facts))) at_hand->told = false;
    read_on(self);
  }

  /// The moment is read: everybody who asked about it is answered.
  void answer(pointer self) {
    if (!std::exchange(at_hand->told, true))
      self->send(at_hand->report, facts_committed{at_hand->facts.everything(), true, false});
    at_hand->asked_at = self->clock().now();
    const auto read = std::exchange(at_hand, nullptr);
    for (auto& q : finish(self, read->facts.when())) q.ask(*read);
    next(self);
  }

  /// The moment at hand cannot be read: those who asked about it hear why, the others have their turn.
  void give_up(pointer self, const caf::error& why) {
    const auto when = waiting.front().when;
    drop(when);
    at_hand.reset();
    for (auto& q : finish(self, when)) q.refuse(why);
    next(self);
  }

  /// Ends a reading and gives the questions about that moment.
  std::deque<question> finish(pointer self, const log_moment& when) {
    reading = false;
    std::deque<question> ended, others;
    for (auto& q : std::exchange(waiting, {})) (q.when == when ? ended : others).push_back(std::move(q));
    waiting = std::move(others);
    self->delayed_send(self, config.idle_limit, forget{});
    return ended;
  }

  void drop(const log_moment& when) {
    std::erase_if(kept, [&](const auto& c) { return c->facts.when() == when; });
  }

  void forget_idle(caf::actor_clock::time_point now) {
    std::erase_if(kept, [&](const auto& c) { return c != at_hand && now - c->asked_at >= config.idle_limit; });
  }

  static caf::error silent_archive() { return actor_error(actor_errc::unavailable, "the archive does not answer"); }
};

historian_self::behavior_type historian(historian_state::pointer self, historian_config config) {
  leave_last_words(self);
  self->state.config = std::move(config);
  return {
      [self](const attribution_request& r) {
        return self->state.report_on<attribution_answer>(self, r.query.as_of, r);
      },
      [self](const paths_request& r) { return self->state.report_on<paths_answer>(self, r.query.as_of, r); },
      [self](const cell_request& r) { return self->state.report_on<cell_answer>(self, r.query.as_of, r); },
      [self](const series_request& r) { return self->state.report_on<series_answer>(self, r.query.as_of, r); },
      [self](const cohorts_request& r) { return self->state.report_on<cohorts_answer>(self, r.query.as_of, r); },
      [self](const path_cell_request& r) { return self->state.report_on<path_cell_answer>(self, r.query.as_of, r); },
      [self](const cohort_cell_request& r) {
        return self->state.report_on<cohort_cell_answer>(self, r.query.as_of, r);
      },
      [self](const match_request& r) { return self->state.report_on<match_answer>(self, r.query.as_of, r); },
      [self](const duplicates_request& r) { return self->state.ask_facts<duplicates_answer>(self, r); },
      [self](const sources_request& r) { return self->state.ask_facts<sources_answer>(self, r); },
      [self](const touch_ids_request& r) { return self->state.ask_facts<touch_ids_answer>(self, r); },
      [self](forget) { self->state.forget_idle(self->clock().now()); },
  };
}

}  // namespace

historian_actor spawn_historian(caf::actor_system& system, historian_config config) {
  if (!config.own_thread) return system.spawn(historian, std::move(config));
  return system.spawn<caf::detached>(historian, std::move(config));
}

}  // namespace hub
