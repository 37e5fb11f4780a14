#include "actors/dedup.hpp"

#include "actors/dedup_state.hpp"
#include "actors/last_words.hpp"

namespace hub {
namespace {

/// Answers a question from what is in memory, once that is on disk.
template <class Question>
auto answers_from_facts(dedup_state::pointer self) {
  using answer = decltype(answer_of(std::declval<const truth&>(), std::declval<const Question&>()));
  return [self](const Question& q) -> caf::result<answer> {
    auto& state = self->state;
    if (!state.serves()) return state.not_ready();
    return state.answer_later(self, answer_of(*state.facts, q));
  };
}

/// Commits what somebody decided, if it fits what is known.
template <class Request, class Receipt = verdict_receipt>
auto decides(dedup_state::pointer self) {
  return [self](const Request& r) -> caf::result<Receipt> {
    auto& state = self->state;
    if (!state.commits_now()) return state.why_not();
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
      answers_from_facts<adjustments_request>(self),
      answers_from_facts<sources_request>(self),
      [self](const erasure_request& r) -> caf::result<erasure_receipt> {
        if (!self->state.commits_now()) return self->state.why_not();
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
        if (!self->state.commits_now()) return self->state.why_not();
        return self->state.put_in_force(self, r);
      },
      [self](const status_request&) {
        auto status = self->state.status();
        status.waiting = self->mailbox().size();
        return status;
      },
      [self](const refill_request&) { self->state.refill(self); },
      [self](reload) { self->state.start_over(self); },
      [self](look_for_room) { self->state.look(self); },
  };
}

}  // namespace

dedup_actor spawn_dedup(caf::actor_system& system, dedup_config config) {
  return system.spawn(dedup, std::move(config));
}

}  // namespace hub
