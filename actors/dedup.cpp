#include "actors/dedup.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include "actors/batch_items.hpp"
#include "actors/commit_line.hpp"
#include "actors/dedup_answers.hpp"
#include "actors/dossier_events.hpp"
#include "actors/feed.hpp"
#include "actors/last_words.hpp"
#include "messages/errors.hpp"

namespace hub {
namespace {

using std::chrono::seconds;

/// To itself: read the log from the beginning.
struct reload {};

}  // namespace
}  // namespace hub
HUB_LOCAL_MESSAGE(hub::reload)

namespace hub {
namespace {

using dedup_self = dedup_actor::extend<takes<reload>>;

caf::error not_ready() { return actor_error(actor_errc::not_ready, "the store is being read"); }

struct dedup_state {
  static inline const char* name = "dedup";
  using pointer = dedup_self::stateful_pointer<dedup_state>;

  dedup_config config;
  std::unique_ptr<truth> facts;
  std::uint64_t rejects = 0;
  std::uint64_t redelivered = 0;
  bool ready = false;
  bool broken = false;    // a commit failed: memory is ahead of the disk
  bool outdated = false;  // the log is being masked: memory is behind the disk
  commit_line commits;
  feed_news looked_on;                            // of the commit that is sent next
  std::vector<std::function<void()>> read_again;  // what waits for the log to be read
  std::string cursed;                             // on purpose: the event that cannot be decided over

  // --- start ---

  void start_over(pointer self) {
    ready = broken = outdated = false;
    facts = std::make_unique<truth>(config.policy);
    read_on(self);
  }

  void read_on(pointer self) {
    self->request(config.archive, seconds(120), log_request{facts->last_seq(), config.reload_page})
        .then([this, self](facts_reply& page) { take_page(self, page); },
              [self](caf::error&) { self->quit(actor_error(actor_errc::unavailable, "the archive does not answer")); });
  }

  void take_page(pointer self, facts_reply& page) {
    if (page.failure) return self->quit(actor_error(actor_errc::unavailable, page.failure->detail));
    if (!page.facts.empty()) {
      facts->reload(std::move(page.facts));
      return read_on(self);
    }
    self->send(config.report, facts_committed{facts->take_everything(), true, false});
    if (config.feed) self->send(config.feed, feed_news{{}, facts->last_seq()});
    ready = true;
    for (auto& tell : std::exchange(read_again, {})) tell();
  }

  /// Tells everything again, behind the commits that it is made of and before any other. While the log is being read
  /// nothing needs to be done: everything will be told.
  void refill(pointer self) {
    if (!serves()) return;
    auto all = std::make_shared<facts_committed>(facts_committed{facts->take_everything(), true, true});
    commits.after([this, self, all](bool kept) {
      if (kept) self->send(config.report, std::move(*all));
    });
  }

  // --- ingest ---

  caf::result<ingest_receipt> decide(pointer self, ingest_batch& batch) {
    if (!serves()) return not_ready();
    auto receipt = std::make_shared<ingest_receipt>();
    commit_batch commit;
    batch_items items(batch);
    truth_delta delta;
    try {
      const bool strikes = !cursed.empty() && names(batch, cursed);
      delta = facts->apply(items.take_facts(), batch.received_at);
      if (strikes) throw std::runtime_error("a fault on purpose, at " + cursed);
    } catch (const std::exception& why) { return not_decided(self, why); }
    receipt->results = items.settle(delta, rejects, commit);
    redelivered += static_cast<std::uint64_t>(
        std::count_if(receipt->results.begin(), receipt->results.end(),
                      [](const item_result& r) { return r.status == item_status::duplicate && !r.updated; }));
    if (config.feed) looked_on = {entries_of(delta), delta.last_seq};
    commit.facts = std::move(delta.stored);
    commit.decisions = std::move(delta.decisions);
    if (batch.mark) commit.marks.push_back(std::move(*batch.mark));
    receipt->data_seq = delta.last_seq;

    auto promise = self->make_response_promise<ingest_receipt>();
    send_commit(self, std::move(commit), std::move(delta), [receipt, promise](bool kept) mutable {
      if (kept)
        promise.deliver(std::move(*receipt));
      else
        promise.deliver(actor_error(actor_errc::refused, "the commit failed; nothing of the request was kept"));
    });
    return promise;
  }

  static bool names(const ingest_batch& batch, const std::string& external_id) {
    return std::any_of(batch.items.begin(), batch.items.end(), [&](const ingest_item& item) {
      const auto* event = item.fact ? std::get_if<conversion_event>(&item.fact->body) : nullptr;
      return event != nullptr && event->external_id == external_id;
    });
  }

  /// What is in memory may be half changed: it is read from the log again. Who asked may ask for less.
  caf::error not_decided(pointer self, const std::exception& why) {
    broken = true;
    if (commits.idle()) self->send(self, reload{});
    return actor_error(actor_errc::unfit, std::string("the items could not be decided over: ") + why.what());
  }

  caf::result<discard_receipt> discard(pointer self, const discard_request& r) {
    if (!serves()) return not_ready();
    commit_batch commit;
    commit.changes.push_back({r.id, r.at, quarantine_state::discarded, false, {}});
    auto promise = self->make_response_promise<discard_receipt>();
    truth_delta nothing_new;
    nothing_new.last_seq = facts->last_seq();
    send_commit(self, std::move(commit), std::move(nothing_new), [promise](bool kept) mutable {
      if (kept)
        promise.deliver(discard_receipt{});
      else
        promise.deliver(actor_error(actor_errc::refused, "the commit failed; nothing of the request was kept"));
    });
    return promise;
  }

  // --- decisions of people ---

  /// Commits what was decided; the answer says what stands then, or why it cannot be.
  template <class Receipt, class Decision>
  caf::result<Receipt> decide(pointer self, const result<Decision>& proposed) {
    auto receipt = std::make_shared<Receipt>();
    auto promise = self->make_response_promise<Receipt>();
    if (!proposed) {
      receipt->failure = proposed.error();
      receipt->data_seq = facts->last_seq();
      promise.deliver(std::move(*receipt));
      return promise;
    }
    std::vector<sealed_fact> sealed;
    sealed.push_back(seal(*proposed, proposed->occurred_at));
    auto delta = facts->apply(std::move(sealed), proposed->occurred_at);
    if constexpr (std::is_same_v<Decision, merge_verdict>) {
      receipt->id = proposed->external_id;
      receipt->conversions = facts->conversions_of(*proposed);
    } else {
      receipt->told = *proposed;
    }
    return commit_decision(self, std::move(delta), std::move(receipt), promise);
  }

  template <class Receipt>
  caf::result<Receipt> commit_decision(pointer self, truth_delta delta, std::shared_ptr<Receipt> receipt,
                                       caf::typed_response_promise<Receipt> promise) {
    commit_batch commit;
    commit.facts = std::move(delta.stored);
    commit.decisions = std::move(delta.decisions);
    receipt->data_seq = delta.last_seq;
    send_commit(self, std::move(commit), std::move(delta), [receipt, promise](bool kept) mutable {
      if (kept)
        promise.deliver(std::move(*receipt));
      else
        promise.deliver(actor_error(actor_errc::refused, "the commit failed; nothing was decided"));
    });
    return promise;
  }

  caf::result<rules_receipt> put_in_force(pointer self, const rules_request& r) {
    auto receipt = std::make_shared<rules_receipt>();
    auto [effect, delta] = facts->put_in_force(r.rules, r.at, r.examples);
    receipt->effect = std::move(effect);
    receipt->id = facts->rules()->external_id;
    return commit_decision(self, std::move(delta), std::move(receipt), self->make_response_promise<rules_receipt>());
  }

  void send_commit(pointer self, commit_batch commit, truth_delta delta, std::function<void(bool)> then) {
    auto news = std::make_shared<facts_committed>(facts_committed{std::move(delta), false, false});
    if (commit.facts.empty() && commit.quarantined.empty() && commit.decisions.empty() && commit.changes.empty() &&
        commit.marks.empty())
      return commits.after([this, self, news, then](bool kept) {
        if (kept && !news->delta.names.empty()) self->send(config.report, std::move(*news));
        then(kept);
      });
    commits.sent();
    auto seen = std::make_shared<feed_news>(std::move(looked_on));
    looked_on = {};
    // No time limit: the writer is local, and an answer given up on would leave the log's state unknown.
    self->request(config.writer, caf::infinite, std::move(commit))
        .then(
            [this, self, news, seen, then](commit_receipt& receipt) {
              const bool kept = !receipt.failure && !broken;
              if (kept) self->send(config.report, std::move(*news));
              if (kept && config.feed) self->send(config.feed, std::move(*seen));
              broken = broken || !kept;
              finish(self, kept, then);
            },
            [this, self, then](caf::error&) {
              broken = true;
              finish(self, false, then);
            });
  }

  void finish(pointer self, bool kept, const std::function<void(bool)>& then) {
    commits.done(kept, then);
    if ((broken || outdated) && commits.idle()) self->send(self, reload{});
  }

  // --- forgetting a person ---

  /// Memory knows too much as soon as the log is masked: it is read again, and until then nothing is answered.
  caf::result<erasure_receipt> erase(pointer self, const erasure_request& r) {
    auto promise = self->make_response_promise<erasure_receipt>();
    auto plan = std::make_shared<erasure_plan>(plan_of(*facts, r));
    if (!plan->mask) {
      promise.deliver(std::move(plan->receipt));
      return promise;
    }
    auto decided = seal(plan->told, r.at);
    decided.seq = plan->receipt.data_seq = facts->last_seq() + 1;
    outdated = true;
    commits.sent();
    self->request(config.writer, caf::infinite, erasure_order{std::move(decided), plan->mask, r.at})
        .then(
            [this, self, promise, plan](erasure_done& done) mutable {
              auto& receipt = plan->receipt;
              receipt.facts = done.facts;
              receipt.quarantined = done.quarantined;
              receipt.failure = std::move(done.failure);
              read_again.push_back([promise, plan]() mutable { promise.deliver(std::move(plan->receipt)); });
              finish(self, false, [](bool) {});
            },
            [this, self, promise](caf::error& why) mutable {
              promise.deliver(std::move(why));
              finish(self, false, [](bool) {});
            });
    return promise;
  }

  // --- lookups ---

  template <class Answer>
  caf::result<Answer> answer_later(pointer self, Answer answer) {
    auto promise = self->make_response_promise<Answer>();
    commits.after([promise, answer = std::make_shared<Answer>(std::move(answer))](bool kept) mutable {
      if (kept)
        promise.deliver(std::move(*answer));
      else
        promise.deliver(not_ready());
    });
    return promise;
  }

  caf::result<conversion_found> look_up(pointer self, const conversion_lookup& r) {
    if (!serves()) return not_ready();
    auto found = std::make_shared<conversion_found>();
    found->dossier = facts->conversion(r.id);
    auto promise = self->make_response_promise<conversion_found>();
    commits.after([this, self, promise, found](bool kept) mutable {
      if (!kept)
        promise.deliver(not_ready());
      else if (!found->dossier)
        promise.deliver(std::move(*found));
      else
        add_events(self, config.archive, found, promise);
    });
    return promise;
  }

  hub_status status() const {
    hub_status s;
    s.ready = serves();
    s.reason = s.ready ? "" : "the store is being read";
    s.data_seq = facts->last_seq();
    s.events = facts->event_count();
    s.touches = facts->touch_count();
    s.contacts = facts->contact_count();
    s.conversions = facts->conversion_count();
    s.shared_identifiers = facts->shared_identifier_count();
    s.rejected = rejects;
    s.redelivered = redelivered;
    s.awaiting_fetch = facts->crm().wanted_counts();
    return s;
  }

  bool serves() const { return ready && !broken && !outdated; }
};

/// Answers a question from what is in memory, once that is on disk.
template <class Question>
auto answers_from_facts(dedup_state::pointer self) {
  using answer = decltype(answer_of(std::declval<const truth&>(), std::declval<const Question&>()));
  return [self](const Question& q) -> caf::result<answer> {
    auto& state = self->state;
    if (!state.serves()) return not_ready();
    return state.answer_later(self, answer_of(*state.facts, q));
  };
}

/// Commits what somebody decided, if it fits what is known.
template <class Request, class Receipt = verdict_receipt>
auto decides(dedup_state::pointer self) {
  return [self](const Request& r) -> caf::result<Receipt> {
    auto& state = self->state;
    if (!state.serves()) return not_ready();
    return state.decide<Receipt>(self, proposal_of(*state.facts, r));
  };
}

dedup_self::behavior_type dedup(dedup_state::pointer self, dedup_config config) {
  leave_last_words(self, [self](const injected_fault& fault) {
    if (fault.kind != fault_kind::at_record) return false;
    self->state.cursed = fault.external_id;
    return true;
  });
  auto& state = self->state;
  state.rejects = config.last_reject;
  state.config = std::move(config);
  state.start_over(self);
  return {
      [self](ingest_batch& batch) { return self->state.decide(self, batch); },
      [self](const discard_request& r) { return self->state.discard(self, r); },
      [self](const conversion_lookup& r) { return self->state.look_up(self, r); },
      answers_from_facts<contact_lookup>(self),
      answers_from_facts<id_lookup>(self),
      answers_from_facts<contact_ids_request>(self),
      answers_from_facts<contact_verdicts_request>(self),
      answers_from_facts<shared_identifiers_request>(self),
      answers_from_facts<duplicates_request>(self),
      answers_from_facts<labels_request>(self),
      answers_from_facts<labelled_request>(self),
      answers_from_facts<crm_wanted_request>(self),
      answers_from_facts<state_hash_request>(self),
      answers_from_facts<pairs_request>(self),
      answers_from_facts<verdicts_request>(self),
      answers_from_facts<rules_lookup>(self),
      answers_from_facts<touch_ids_request>(self),
      answers_from_facts<touch_page_request>(self),
      answers_from_facts<event_page_request>(self),
      answers_from_facts<sources_request>(self),
      [self](const erasure_request& r) -> caf::result<erasure_receipt> {
        if (!self->state.serves()) return not_ready();
        return self->state.erase(self, r);
      },
      decides<merge_request>(self),
      decides<keep_apart_request>(self),
      decides<unmerge_request>(self),
      decides<withdraw_request>(self),
      decides<alias_request, alias_receipt>(self),
      decides<alias_withdrawal, alias_receipt>(self),
      answers_from_facts<aliases_request>(self),
      [self](const rules_request& r) -> caf::result<rules_receipt> {
        if (!self->state.serves()) return not_ready();
        return self->state.put_in_force(self, r);
      },
      [self](const status_request&) {
        auto status = self->state.status();
        status.waiting = self->mailbox().size();
        return status;
      },
      [self](const refill_request&) { self->state.refill(self); },
      [self](reload) { self->state.start_over(self); },
  };
}

}  // namespace

dedup_actor spawn_dedup(caf::actor_system& system, dedup_config config) {
  return system.spawn(dedup, std::move(config));
}

}  // namespace hub
