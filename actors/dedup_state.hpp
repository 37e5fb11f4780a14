// What dedup knows and does: the truth in memory, the commits on their way, and the reading of the log. Its handlers are in
// dedup.cpp.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include "actors/batch_items.hpp"
#include "actors/commit_line.hpp"
#include "actors/commit_trouble.hpp"
#include "actors/dedup.hpp"
#include "actors/dedup_answers.hpp"
#include "actors/dossier_events.hpp"
#include "actors/feed.hpp"
#include "messages/errors.hpp"

namespace hub {

/// To itself: read the log from the beginning.
struct reload {};

/// To itself: see whether there is room on the disk again.
struct look_for_room {};

}  // namespace hub
HUB_LOCAL_MESSAGE(hub::reload)
HUB_LOCAL_MESSAGE(hub::look_for_room)

namespace hub {

using dedup_self = dedup_actor::extend<takes<reload>, takes<look_for_room>>;

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
  commit_trouble trouble;
  commit_line commits;
  std::uint64_t readings = 0;                     // of the log, from its beginning
  feed_news looked_on;                            // of the commit that is sent next
  std::vector<std::function<void()>> read_again;  // what waits for the log to be read
  std::string cursed;                             // on purpose: the event that cannot be decided over

  static caf::error not_ready() { return actor_error(actor_errc::not_ready, "the store is being read"); }

  // --- start ---

  void start_over(pointer self) {
    ready = broken = outdated = false;
    facts = std::make_unique<truth>(config.policy);
    ++readings;
    read_on(self, 0);
  }

  /// Has the page after position *read_to* read. One that comes after the reading began anew is of no use.
  void read_on(pointer self, std::uint64_t read_to) {
    self->request(config.archive, std::chrono::seconds(120), log_request{read_to, config.reload_page})
        .then(
            [this, self, reading = readings](facts_reply& page) {
              if (reading == readings) take_page(self, page);
            },
            [self](caf::error&) { self->quit(actor_error(actor_errc::unavailable, "the archive does not answer")); });
  }

  void take_page(pointer self, facts_reply& page) {
    if (page.failure) {
      const bool damaged = page.failure->code == "store-corrupt";
      return self->quit(actor_error(damaged ? actor_errc::damaged : actor_errc::unavailable, page.failure->detail));
    }
    if (!page.facts.empty()) {
      read_on(self, page.facts.back().seq);  // while this one is taken in
      return facts->reload(std::move(page.facts));
    }
    self->send(config.report, facts_committed{facts->take_everything(), true, false});
    if (config.feed) self->send(config.feed, feed_news{{}, facts->last_seq()});
    ready = true;
    if (trouble.no_room())
      look_again(self);
    else
      trouble.forget();
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
    if (!commits_now()) return why_not();
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
    if (batch.compare) receipt->otherwise = items.otherwise(*facts, receipt->results);

    auto promise = self->make_response_promise<ingest_receipt>();
    send_commit(self, std::move(commit), std::move(delta), [this, receipt, promise](bool kept) mutable {
      if (kept)
        promise.deliver(std::move(*receipt));
      else
        promise.deliver(trouble.refusal());
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
    if (!commits_now()) return why_not();
    commit_batch commit;
    commit.changes.push_back({r.id, r.at, quarantine_state::discarded, false, {}});
    auto promise = self->make_response_promise<discard_receipt>();
    truth_delta nothing_new;
    nothing_new.last_seq = facts->last_seq();
    send_commit(self, std::move(commit), std::move(nothing_new), [this, promise](bool kept) mutable {
      if (kept)
        promise.deliver(discard_receipt{});
      else
        promise.deliver(trouble.refusal());
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
    if constexpr (std::is_same_v<Decision, merge_verdict>) receipt->overruled = facts->overruled_by(*proposed);
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
    send_commit(self, std::move(commit), std::move(delta), [this, receipt, promise](bool kept) mutable {
      if (kept)
        promise.deliver(std::move(*receipt));
      else
        promise.deliver(trouble.refusal());
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
              if (receipt.failure) fail_of(std::move(*receipt.failure));
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

  // --- a full disk ---

  void fail_of(error why) {
    trouble.note(std::move(why));
    if (config.on_trouble) config.on_trouble("a commit failed: " + trouble.sentence());
  }

  /// An empty commit tells whether there is room without needing any.
  void look_again(pointer self) { self->delayed_send(self, config.look_for_room, look_for_room{}); }

  void look(pointer self) {
    self->request(config.writer, caf::infinite, commit_batch{})
        .then(
            [this, self](commit_receipt& receipt) {
              if (receipt.failure) return look_again(self);
              trouble.forget();
              if (config.on_trouble) config.on_trouble("there is room on the disk again; events are taken in");
            },
            [this, self](caf::error&) { look_again(self); });
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
              if (receipt.failure) fail_of(*receipt.failure);
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
    s.refuses = trouble.no_room() ? trouble.sentence() : "";
    s.data_seq = facts->last_seq();
    s.events = facts->event_count();
    s.touches = facts->touch_count();
    s.contacts = facts->contact_count();
    s.conversions = facts->conversion_count();
    s.adjustments = facts->adjustment_count();
    s.shared_identifiers = facts->shared_identifier_count();
    s.rejected = rejects;
    s.redelivered = redelivered;
    s.awaiting_fetch = facts->crm().wanted_counts();
    return s;
  }

  bool serves() const { return ready && !broken && !outdated; }
  bool commits_now() const { return serves() && !trouble.no_room(); }
  caf::error why_not() const { return trouble.no_room() ? trouble.refusal() : not_ready(); }
};

}  // namespace hub
