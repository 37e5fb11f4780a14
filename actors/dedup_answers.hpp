// What dedup answers from memory alone, without its actor: one function for each question.
#pragma once

#include "domain/truth.hpp"
#include "messages/aliases.hpp"
#include "messages/cells.hpp"
#include "messages/contacts.hpp"
#include "messages/erasures.hpp"
#include "messages/ingest.hpp"
#include "messages/listings.hpp"
#include "messages/reports.hpp"
#include "messages/verdicts.hpp"

namespace hub {

contact_found answer_of(const truth& facts, const contact_lookup& q);
ids_found answer_of(const truth& facts, const id_lookup& q);
contact_ids_answer answer_of(const truth& facts, const contact_ids_request& q);
contact_verdicts_answer answer_of(const truth& facts, const contact_verdicts_request& q);
shared_identifiers_answer answer_of(const truth& facts, const shared_identifiers_request& q);
duplicates_answer answer_of(const truth& facts, const duplicates_request& q);
labels_answer answer_of(const truth& facts, const labels_request& q);
labelled_answer answer_of(const truth& facts, const labelled_request& q);
crm_wanted_answer answer_of(const truth& facts, const crm_wanted_request& q);
state_hash_answer answer_of(const truth& facts, const state_hash_request& q);
pairs_answer answer_of(const truth& facts, const pairs_request& q);
verdicts_answer answer_of(const truth& facts, const verdicts_request& q);
rules_found answer_of(const truth& facts, const rules_lookup& q);
touch_ids_answer answer_of(const truth& facts, const touch_ids_request& q);
touch_page_answer answer_of(const truth& facts, const touch_page_request& q);
event_page_answer answer_of(const truth& facts, const event_page_request& q);
adjustments_answer answer_of(const truth& facts, const adjustments_request& q);
sources_answer answer_of(const truth& facts, const sources_request& q);
aliases_answer answer_of(const truth& facts, const aliases_request& q);

/// The decision that somebody asks for, or why it cannot be made.
result<merge_verdict> proposal_of(const truth& facts, const merge_request& r);
result<merge_verdict> proposal_of(const truth& facts, const keep_apart_request& r);
result<merge_verdict> proposal_of(const truth& facts, const unmerge_request& r);
result<merge_verdict> proposal_of(const truth& facts, const withdraw_request& r);
result<campaign_alias> proposal_of(const truth& facts, const alias_request& r);
result<campaign_alias> proposal_of(const truth& facts, const alias_withdrawal& r);

/// What there is to forget of a person, and what forgets it. Nothing when no contact is known by the key; a mask only when
/// it is no dry run and they have identifiers.
struct erasure_plan {
  erasure_receipt receipt;
  std::shared_ptr<person_mask> mask;
  person_erasure told;
};
erasure_plan plan_of(const truth& facts, const erasure_request& r);

}  // namespace hub
