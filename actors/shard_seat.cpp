#include "actors/shard_seat.hpp"

#include <deque>
#include <functional>
#include <map>
#include <utility>

#include "actors/attribution.hpp"
#include "actors/last_words.hpp"
#include "messages/errors.hpp"

namespace hub {
namespace {

/// What waits for its turn: changes, or a question.
struct waiting_item {
  journeys_changed news;
  std::size_t told = 0;                                          // of the journeys in news
  std::function<void(const attribution_actor& shard)> ask = {};  // a question, where there is one
};

/// The next part of *from*, of about *weight* touches and conversions. Its first part begins everything anew, if that is
/// what the news say.
journeys_changed next_part(waiting_item& from, std::size_t weight) {
  auto& all = from.news;
  journeys_changed part{{}, all.data_seq, from.told == 0 && all.everything, false};
  for (std::size_t heavy = 0; from.told < all.journeys.size() && heavy < weight; ++from.told) {
    auto& journey = all.journeys[from.told];
    heavy += 1 + journey.touches.size() + journey.conversions.size();
    part.journeys.push_back(std::move(journey));
  }
  return part;
}

struct seat_state {
  static inline const char* name = "shard_seat";
  using pointer = attribution_actor::stateful_pointer<seat_state>;

  /// The worker was asked for a shard; it is there; it was lost and nothing is known; the shard is in this process.
  enum class stage : std::uint8_t { asking, away, empty, here };

  shard_seat_config config;
  stage now = stage::asking;
  bool told = false;  // everything, once
  attribution_actor shard;
  std::deque<waiting_item> waiting;
  std::size_t under_way = 0;                                      // batches
  std::map<std::uint64_t, std::function<void(caf::error)>> open;  // questions not answered yet, and how to refuse them
  std::uint64_t questions = 0;

  ~seat_state() {
    if (shard) caf::anon_send_exit(shard, caf::exit_reason::user_shutdown);
  }

  // --- the worker ---

  void begin(pointer self) {
    if (!config.worker) return stay_here(self, {});
    self->monitor(config.worker);
    self->request(config.worker, std::chrono::seconds(10), shard_wanted{config.build})
        .then([this, self](shard_granted& g) { take_granted(self, g); },
              [this, self](caf::error&) {
                if (now == stage::asking) stay_here(self, "does not answer");
              });
  }

  void take_granted(pointer self, shard_granted& granted) {
    if (now != stage::asking) return;
    if (!granted.refusal.empty()) return stay_here(self, granted.refusal);
    shard = caf::actor_cast<attribution_actor>(granted.shard);
    self->monitor(shard);
    now = stage::away;
    report_place(self, shard_state::in_worker, false, {});
    tell_on(self);
  }

  /// The worker is not used; what has come so far is for a shard in this process.
  void stay_here(pointer self, const std::string& why) {
    open_here(self, stage::here);
    report_place(self, shard_state::here, false, why.empty() ? why : sentence(why) + "; it is held by the hub itself");
    for (auto& item : std::exchange(waiting, {})) {
      if (item.ask)
        item.ask(shard);
      else
        self->send(shard, std::move(item.news));
    }
  }

  void lose(pointer self, const std::string& why) {
    caf::anon_send_exit(shard, caf::exit_reason::user_shutdown);  // should it be there after all
    open_here(self, stage::empty);
    told = false;
    waiting.clear();
    for (auto& [number, refuse] : std::exchange(open, {})) refuse(lost());
    report_place(self, shard_state::filling, true, sentence(why) + "; it is filled again by the hub itself");
  }

  void open_here(pointer self, stage then) {
    now = then;
    shard = spawn_attribution(self->system());
    self->monitor(shard);
  }

  void mourn(pointer self, const caf::down_msg& down) {
    const bool is_shard = shard && down.source == shard.address();
    if (now == stage::asking) return stay_here(self, "is gone");
    if (now == stage::away && (is_shard || down.source == config.worker.address())) return lose(self, "is gone");
    if (is_shard) self->quit(down.reason ? down.reason : caf::error(caf::exit_reason::unhandled_exception));
  }

  std::string sentence(const std::string& why) const {
    return "the worker " + config.address + " of shard " + std::to_string(config.shard) + " " + why;
  }

  void report_place(pointer self, shard_state state, bool refill, std::string why) {
    self->send(config.keeper, shard_moved{config.shard, state, refill, std::move(why)});
  }

  static caf::error lost() {
    return actor_error(actor_errc::unavailable, "a worker was lost, and what it held is being read again");
  }

  // --- changes ---

  void take(pointer self, journeys_changed& news) {
    if (news.again && told) return;
    if (now == stage::empty && !news.everything) return;  // it is part of the everything that is to come
    told = told || news.everything;
    if (now == stage::asking || now == stage::away) {
      waiting.push_back({std::move(news), 0, {}});
      return tell_on(self);
    }
    self->send(shard, std::move(news));
    if (std::exchange(now, stage::here) == stage::empty)
      report_place(self, shard_state::here, false, "shard " + std::to_string(config.shard) + " is filled again");
  }

  /// Lets go what may go: questions when all before them is on its way, batches while few are.
  void tell_on(pointer self) {
    while (now == stage::away && !waiting.empty()) {
      auto& first = waiting.front();
      if (!first.ask && under_way >= config.window) return;
      if (first.ask)
        first.ask(shard);
      else
        tell(self, next_part(first, config.batch));
      if (first.told >= first.news.journeys.size()) waiting.pop_front();
    }
  }

  void tell(pointer self, journeys_changed part) {
    ++under_way;
    self->request(shard, config.limit, std::move(part))
        .then(
            [this, self] {
              --under_way;
              tell_on(self);
            },
            [this, self](caf::error&) {
              if (now == stage::away) lose(self, "does not take what it is told");
            });
  }

  // --- questions ---

  template <class Reply, class Request>
  caf::result<Reply> ask(pointer self, const Request& question) {
    if (now == stage::empty) return lost();
    if (now == stage::here) return self->delegate(shard, question);
    auto promise = self->template make_response_promise<Reply>();
    const auto number = ++questions;
    open[number] = [promise](caf::error why) mutable { promise.deliver(std::move(why)); };
    waiting.push_back({{}, 0, [this, self, question, promise, number](const attribution_actor& whom) {
                         self->request(whom, config.limit, question)
                             .then(
                                 [this, promise, number](Reply& reply) mutable {
                                   if (open.erase(number) != 0) promise.deliver(std::move(reply));
                                 },
                                 [this, promise, number](caf::error&) mutable {
                                   if (open.erase(number) != 0) promise.deliver(silent());
                                 });
                       }});
    tell_on(self);
    return promise;
  }

  static caf::error silent() { return actor_error(actor_errc::unavailable, "an attribution shard does not answer"); }
};

attribution_actor::behavior_type shard_seat(seat_state::pointer self, shard_seat_config config) {
  leave_last_words(self);
  auto& state = self->state;
  state.config = std::move(config);
  self->set_down_handler([self](caf::down_msg& down) { self->state.mourn(self, down); });
  state.begin(self);
  return {
      [self](journeys_changed& news) { self->state.take(self, news); },
      [self](const credit_request& r) { return self->state.ask<credit_reply>(self, r); },
      [self](const path_scan_request& r) { return self->state.ask<path_scan_reply>(self, r); },
      [self](const conversion_scan_request& r) { return self->state.ask<conversion_scan_reply>(self, r); },
      [self](const cell_scan_request& r) { return self->state.ask<cell_scan_reply>(self, r); },
      [self](const series_scan_request& r) { return self->state.ask<series_scan_reply>(self, r); },
      [self](const cohort_scan_request& r) { return self->state.ask<cohort_scan_reply>(self, r); },
      [self](const path_cell_scan_request& r) { return self->state.ask<path_cell_scan_reply>(self, r); },
      [self](const cohort_cell_scan_request& r) { return self->state.ask<cohort_cell_scan_reply>(self, r); },
      [self](const match_scan_request& r) { return self->state.ask<match_scan_reply>(self, r); },
  };
}

}  // namespace

attribution_actor spawn_shard_seat(caf::actor_system& system, shard_seat_config config) {
  return system.spawn(shard_seat, std::move(config));
}

}  // namespace hub
