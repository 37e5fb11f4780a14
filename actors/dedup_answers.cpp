#include "actors/dedup_answers.hpp"

#include <algorithm>

#include "domain/codec.hpp"

#include <algorithm>

namespace hub {

contact_found answer_of(const truth& facts, const contact_lookup& q) { return {facts.contact(q.key)}; }

ids_found answer_of(const truth& facts, const id_lookup& q) {
  ids_found found;
  if (q.contact) {
    const auto ids = facts.conversions_of(*q.contact);
    found.known = ids.has_value();
    if (ids) found.ids = *ids;
  }
  if (q.text.empty()) return found;
  auto matching = facts.find(q.text);
  if (q.contact)
    std::erase_if(matching,
                  [&](const auto& id) { return std::find(found.ids.begin(), found.ids.end(), id) == found.ids.end(); });
  found.ids = std::move(matching);
  return found;
}

contact_ids_answer answer_of(const truth& facts, const contact_ids_request& q) {
  contact_ids_answer answer{{}, facts.last_seq()};
  for (const auto& key : q.keys) answer.contacts.push_back(facts.contact_id_of(key));
  return answer;
}

contact_verdicts_answer answer_of(const truth& facts, const contact_verdicts_request& q) {
  contact_verdicts_answer answer{{}, facts.last_seq()};
  const auto& known = facts.contact_verdicts();
  const auto add = [&](const auto* v) {
    if (v != nullptr) answer.verdicts.push_back({v->told, v->withdrawn});
  };
  if (q.only)
    add(known.find(*q.only));
  else
    for (const auto* v : known.list()) add(v);
  return answer;
}

shared_identifiers_answer answer_of(const truth& facts, const shared_identifiers_request&) {
  return {facts.shared_identifiers(), facts.last_seq()};
}

duplicates_answer answer_of(const truth& facts, const duplicates_request& q) {
  duplicates_answer answer;
  answer.sums = facts.duplicates(q.from, q.to);
  std::tie(answer.events, answer.conversions) = facts.outcome_counts(q.from, q.to);
  answer.rates = facts.rates();
  answer.data_seq = facts.last_seq();
  return answer;
}

labels_answer answer_of(const truth& facts, const labels_request&) { return {facts.label_counts(), facts.last_seq()}; }

labelled_answer answer_of(const truth& facts, const labelled_request& q) {
  labelled_answer answer;
  answer.items = facts.labelled(q.label, q.after, q.limit + 1);
  answer.data_seq = facts.last_seq();
  if (answer.items.size() <= q.limit) return answer;
  answer.items.pop_back();
  answer.next = labelled_position{answer.items.back().at, answer.items.back().key};
  return answer;
}

crm_wanted_answer answer_of(const truth& facts, const crm_wanted_request& q) {
  crm_wanted_answer answer{facts.crm().wanted(q.source, q.limit, q.past), 0};
  for (const auto& [source, count] : facts.crm().wanted_counts())
    if (q.source.empty() || q.source == source) answer.waiting += count;
  return answer;
}

state_hash_answer answer_of(const truth& facts, const state_hash_request&) { return {facts.state()}; }

pairs_answer answer_of(const truth& facts, const pairs_request& q) {
  auto [pairs, next] = facts.pairs(q.which, q.past, q.limit);
  return {std::move(pairs), next, facts.last_seq()};
}

verdicts_answer answer_of(const truth& facts, const verdicts_request& q) {
  return {facts.verdicts(q.skip, q.limit), facts.last_seq()};
}

rules_found answer_of(const truth& facts, const rules_lookup&) {
  auto decided = facts.rules();
  if (decided && decided->as_configured()) decided.reset();
  return {facts.policy(), std::move(decided), facts.hub_keys(), facts.last_seq()};
}

touch_ids_answer answer_of(const truth& facts, const touch_ids_request& q) {
  touch_ids_answer answer;
  for (const auto& places : q.places) answer.journeys.push_back(facts.touches_at(places));
  return answer;
}

touch_page_answer answer_of(const truth& facts, const touch_page_request& q) {
  auto [touches, next] = facts.list_touches(q.from, q.to, q.first, q.limit);
  return {std::move(touches), next};
}

event_page_answer answer_of(const truth& facts, const event_page_request& q) {
  auto [events, next] = facts.list_events(q.from, q.to, q.first, q.limit);
  return {std::move(events), next};
}

adjustments_answer answer_of(const truth& facts, const adjustments_request& q) {
  auto [adjustments, next] = facts.list_adjustments(q.note, q.past, q.limit);
  return {std::move(adjustments), next, facts.last_seq()};
}

sources_answer answer_of(const truth& facts, const sources_request& q) {
  return {facts.sources(q.from, q.to), facts.rates(), facts.last_seq()};
}

aliases_answer answer_of(const truth& facts, const aliases_request&) {
  return {facts.aliases().list(), facts.last_seq()};
}

result<merge_verdict> proposal_of(const truth& facts, const merge_request& r) {
  return facts.propose_merge(r.conversions, r.at, r.note);
}

result<merge_verdict> proposal_of(const truth& facts, const keep_apart_request& r) {
  return facts.propose_keep_apart(r.conversions, r.at, r.note);
}

result<merge_verdict> proposal_of(const truth& facts, const unmerge_request& r) {
  return facts.propose_unmerge(r.conversion, r.event, r.side, r.at, r.note);
}

result<merge_verdict> proposal_of(const truth& facts, const withdraw_request& r) {
  return facts.propose_withdrawal(r.id, r.at);
}

result<campaign_alias> proposal_of(const truth& facts, const alias_request& r) {
  return facts.aliases().propose(r.from, r.to, r.at, r.note);
}

result<campaign_alias> proposal_of(const truth& facts, const alias_withdrawal& r) {
  return facts.aliases().propose_withdrawal(r.id, r.at);
}

erasure_plan plan_of(const truth& facts, const erasure_request& r) {
  erasure_plan plan;
  auto& receipt = plan.receipt;
  receipt.data_seq = facts.last_seq();
  const auto found = facts.contact(r.person);
  if (!found) return plan;
  receipt.contact = found->id;
  receipt.identifiers = found->identifiers.size();
  receipt.touches = found->touches.size();
  receipt.conversions = found->conversions.size();
  if (r.dry_run || found->identifiers.empty()) return plan;
  std::vector<key128> keys;
  plan.told = {"manual", {}, r.at, {}};
  for (const auto& id : found->identifiers) {
    keys.push_back(id.key);
    plan.told.digests.push_back(erasure_digest(id.key));
  }
  std::sort(plan.told.digests.begin(), plan.told.digests.end());  // the order of identifiers tells of them
  plan.told.external_id = "er_" + to_hex(content_key(encode(plan.told)));
  plan.mask = std::make_shared<person_mask>(std::move(keys), r.secret);
  return plan;
}

}  // namespace hub
