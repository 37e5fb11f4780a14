#include "actors/rehearsal.hpp"

#include <algorithm>
#include <deque>

#include "actors/batch_items.hpp"
#include "actors/last_words.hpp"
#include "messages/errors.hpp"

namespace hub {
namespace {

using std::chrono::seconds;

/// To itself: the dry run may be over, if it was not asked since.
struct expire {
  std::uint64_t asked = 0;
};

/// To itself: whoever waits for what rules would change has waited long enough for a word.
struct say_how_far {};

}  // namespace
}  // namespace hub
HUB_LOCAL_MESSAGE(hub::expire)
HUB_LOCAL_MESSAGE(hub::say_how_far)

namespace hub {
namespace {

using rehearsal_self = rehearsal_actor::extend<takes<expire>, takes<say_how_far>>;

struct rehearsal_state {
  static inline const char* name = "rehearsal";
  using pointer = rehearsal_self::stateful_pointer<rehearsal_state>;

  rehearsal_config config;
  std::string session;
  std::unique_ptr<truth> facts;  // null: no dry run is under way
  bool reading = false;
  std::uint64_t asked = 0;
  std::deque<std::pair<rehearsal_request, caf::typed_response_promise<ingest_receipt>>> waiting;
  /// The last numbered batch of `session` that was decided over, also once the dry run is over: its answer may be lost.
  std::uint64_t part = 0;
  ingest_receipt answered;
  /// What rules would change: asked, worked out, and not fetched yet.
  struct rules_job {
    rules_request request;
    std::optional<rules_receipt> done;
    std::optional<caf::typed_response_promise<rules_receipt>> asking;
  };
  std::optional<rules_job> rules;

  caf::result<ingest_receipt> rehearse(pointer self, rehearsal_request& r) {
    if (facts && (r.session.empty() || session != r.session))
      return actor_error(actor_errc::unavailable, "another dry run is under way; try again when it is over");
    if (r.part > 0) {
      const bool same = !r.session.empty() && session == r.session;
      if (same && r.part == part) return answered;
      const auto again = std::find_if(waiting.begin(), waiting.end(), [&](auto& w) { return w.first.part == r.part; });
      if (same && again != waiting.end()) {
        again->second.deliver(actor_error(actor_errc::unavailable, "the same was asked again"));
        return again->second = self->make_response_promise<ingest_receipt>();
      }
      if (r.part != (same && facts ? part + waiting.size() : 0) + 1)
        return actor_error(actor_errc::forgotten,
                           "the dry run fell silent for too long, or the hub was started anew; "
                           "begin it again");
    }
    auto promise = self->make_response_promise<ingest_receipt>();
    ++asked;
    waiting.emplace_back(std::move(r), promise);
    if (!facts)
      begin(self, waiting.front().first.session);
    else if (!reading)
      serve(self);
    return promise;
  }

  caf::result<rules_receipt> rehearse(pointer self, rules_request& r) {
    const bool same = rules && rules->request.rules == r.rules;
    if (facts && !same)
      return actor_error(actor_errc::unavailable, "another dry run is under way; try again when it is over");
    auto promise = self->make_response_promise<rules_receipt>();
    if (same && rules->done) {
      promise.deliver(std::move(*rules->done));
      rules.reset();
      return promise;
    }
    if (!same) rules = rules_job{std::move(r), {}, {}};
    say_how_far_it_is();  // to whoever asked before
    rules->asking = promise;
    self->delayed_send(self, config.first_word, say_how_far{});
    if (!facts) begin(self, {});
    return promise;
  }

  void say_how_far_it_is() {
    if (!rules || !rules->asking) return;
    rules_receipt word;
    word.running = true;
    word.facts_read = facts ? facts->last_seq() : 0;
    std::exchange(rules->asking, {})->deliver(std::move(word));
  }

  void finish_rules(pointer self) {
    auto& job = *rules;
    auto [effect, delta] = facts->put_in_force(job.request.rules, job.request.at, job.request.examples);
    rules_receipt receipt;
    receipt.effect = std::move(effect);
    receipt.data_seq = delta.last_seq - 1;  // the rules themselves are no fact of the hub
    if (job.asking)
      std::exchange(job.asking, {})->deliver(std::move(receipt));
    else
      job.done = std::move(receipt);
    const bool fetched = !job.done;
    end();
    if (fetched) return rules.reset();
    self->delayed_send(self, config.idle_limit, expire{++asked});
  }

  void begin(pointer self, std::string for_session) {
    session = std::move(for_session);
    part = 0;
    facts = std::make_unique<truth>(config.policy);
    reading = true;
    read_on(self);
  }

  void read_on(pointer self) {
    self->request(config.archive, seconds(120), log_request{facts->last_seq(), config.reload_page})
        .then([this, self](facts_reply& page) { take_page(self, page); },
              [this](caf::error&) { give_up("the archive does not answer"); });
  }

  void take_page(pointer self, facts_reply& page) {
    if (page.failure) return give_up(page.failure->detail);
    if (!page.facts.empty()) {
      facts->reload(std::move(page.facts));
      return read_on(self);
    }
    reading = false;
    serve(self);
  }

  void give_up(const std::string& why) {
    for (auto& [request, promise] : std::exchange(waiting, {}))
      promise.deliver(actor_error(actor_errc::unavailable, why));
    if (rules && rules->asking) rules->asking->deliver(actor_error(actor_errc::unavailable, why));
    rules.reset();
    end();
  }

  void end() {
    facts.reset();
    reading = false;
  }

  void serve(pointer self) {
    if (rules && !rules->done) return finish_rules(self);
    bool over = false;
    for (auto& [request, promise] : std::exchange(waiting, {})) {
      auto receipt = decide(request.batch);
      if (request.part > 0) {
        part = request.part;
        answered = receipt;
      }
      promise.deliver(std::move(receipt));
      over = request.last;
    }
    if (over) return end();
    self->delayed_send(self, config.idle_limit, expire{asked});
  }

  ingest_receipt decide(ingest_batch& batch) {
    commit_batch never;
    std::uint64_t rejects = 0;
    batch_items items(batch);
    auto delta = facts->apply(items.take_facts(), batch.received_at);
    ingest_receipt receipt{items.settle(delta, rejects, never), delta.last_seq};
    for (auto& r : receipt.results) r.reject = 0;
    if (batch.compare) receipt.otherwise = items.otherwise(*facts, receipt.results);
    return receipt;
  }
};

rehearsal_self::behavior_type rehearsal(rehearsal_state::pointer self, rehearsal_config config) {
  leave_last_words(self);
  self->state.config = std::move(config);
  return {
      [self](rehearsal_request& r) { return self->state.rehearse(self, r); },
      [self](rules_request& r) { return self->state.rehearse(self, r); },
      [self](const expire& e) {
        auto& state = self->state;
        if (e.asked != state.asked || state.reading) return;
        state.end();
        state.rules.reset();
      },
      [self](say_how_far) { self->state.say_how_far_it_is(); },
  };
}

}  // namespace

rehearsal_actor spawn_rehearsal(caf::actor_system& system, rehearsal_config config) {
  return system.spawn(rehearsal, std::move(config));
}

}  // namespace hub
