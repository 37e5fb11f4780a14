// CRM changes become what their records mean: deals are conversions, contacts are people and their touches. What is
// looked up in the log later (conversions and touches) is derived as facts of their own; the rest lives in the fold.
#include <algorithm>

#include "domain/crm_contact.hpp"
#include "domain/crm_deal.hpp"
#include "domain/truth.hpp"

namespace hub {

/// @param derived takes the facts to be stored beside the change; null while the log is read, which holds them already
item_result truth::take_crm(const sealed_fact& fact, const crm_change& change, std::vector<fact_body>* derived) {
  item_result result;
  auto taken = crm_.take(change, fact.content);
  if (taken.refused) {
    result.status = item_status::rejected;
    result.errors.push_back(std::move(*taken.refused));
  } else if (taken.record == nullptr) {
    result = redelivery();
  } else if (change.object == crm_object::deal) {
    take_deal(*taken.record, derived);
  } else {
    take_contact(*taken.record, derived);
  }
  return result;
}

void truth::take_deal(const crm_record& deal, std::vector<fact_body>* derived) {
  auto turns = deal_turns(deal);
  crm_.want(deal, deal_gaps(deal, turns));
  auto conversion = deal_conversion(deal, turns);
  if (!conversion) return;
  const auto key = event_key(deal.source(), deal.id());
  deal_turns_[key] = entries_of(deal, turns);
  if (const auto event = event_of(key); event != nothing) mark_conversion(events_[event].founder);
  if (derived != nullptr) derived->push_back(std::move(*conversion));
}

std::vector<deal_entry> truth::entries_of(const crm_record& deal, const std::vector<deal_turn>& turns) {
  const auto values = deal_values(deal, turns);
  std::vector<deal_entry> entries;
  for (const auto& turn : turns) {
    // Ids in the order of the turns, because the ledger orders what it dates alike by id.
    const auto ordinal = std::to_string(entries.size() + 1);
    const auto id = deal.id() + "/" + std::string(ordinal.size() < 4 ? 4 - ordinal.size() : 0, '0') + ordinal;
    deal_entry entry{turn.at, turn.stands, texts_.add(id + (turn.stands ? "/won" : "/lost")), 0, {}};
    const auto win = entries.size() / 2;
    if (turn.stands && win > 0 && values[win]) entry.change = values[win]->minor - values[win - 1]->minor;
    if (entry.change != 0) entry.change_id = texts_.add(id + "/worth");
    entries.push_back(entry);
  }
  return entries;
}

void truth::take_contact(const crm_record& contact, std::vector<fact_body>* derived) {
  crm_.want(contact, contact_gaps(contact));
  const auto key = event_key(contact.source() + "/contact", contact.id());
  const auto identifiers = contact_identifiers(contact);
  if (const auto known = contact_identity_.find(key); known != contact_identity_.end()) {
    if (known->second.identifiers == identifiers) return take_visits(contact, derived);
    identity_.remove(known->second.record);
    contact_identity_.erase(known);
  }
  // The time orders device and click links only, and is that of the record's beginning so that it stays.
  const auto record = identify({}, 0, contact.source(), texts_.add("contact/" + contact.id()), identifiers);
  contact_identity_.emplace(key, contact_record{record, identifiers});
  take_visits(contact, derived);
}

void truth::take_visits(const crm_record& contact, std::vector<fact_body>* derived) {
  auto touches = contact_touches(contact);
  for (const auto& id : contact_touch_ids(contact)) {
    const auto made = std::any_of(touches.begin(), touches.end(), [&](const auto& t) { return t.external_id == id; });
    const auto key = event_key(contact.source(), id);
    if (made)
      claim_touch(key);
    else if (crm_touches_.contains(key))
      drop_touch(key);
  }
  if (derived != nullptr) std::move(touches.begin(), touches.end(), std::back_inserter(*derived));
}

/// From now on the touch is what the record says, whoever told of it before.
void truth::claim_touch(const key128& key) {
  if (!crm_touches_.insert(key).second) return;
  if (const auto known = touch_of(key); known != nothing) touches_[known].of_crm = 1;
}

/// Takes a touch out that its record no longer means.
void truth::drop_touch(const key128& key) {
  const auto known = touch_of(key);
  if (known == nothing) return;
  auto& standing = touches_[known];
  move_touch(known, no_contact);
  standing.gone = 1;
  owners_[standing.identity] = {};
  identity_.remove(standing.identity);
}

/// Whether a fact of this key is one that a CRM record means; anybody else's word on it does not count.
bool truth::is_derived(const sealed_fact& fact) const {
  if (std::holds_alternative<conversion_event>(fact.body)) return deal_turns_.contains(fact.key);
  return std::holds_alternative<touch_event>(fact.body) && crm_touches_.contains(fact.key);
}

/// What a record means now replaces what it meant before: the record's fold has weighed the times already.
item_result truth::replace_version(event_no no, const sealed_fact& fact, const conversion_event& e, std::uint64_t seq) {
  auto result = redelivery();
  if (events_[no].content == fact.content.low) return result;
  result.updated = true;
  leave(no);
  enter(no, fact, e, seq);
  return result;
}

/// Adds the losses and further wins of the deals among *members*: an outcome stands while any of its deals does. What
/// changed of the value between two wins is told by the event that gives the *value*.
void truth::add_deal_turns(std::span<const event_no> members, const event_record* value,
                           std::vector<ledger_adjustment>& to) const {
  struct step {
    const deal_entry* turn;
    const event_record* event;
  };
  std::vector<step> steps;
  for (const auto m : members)
    if (const auto found = deal_turns_.find(events_[m].key); found != deal_turns_.end())
      for (const auto& turn : found->second) steps.push_back({&turn, &events_[m]});
  // Of one moment the wins come first: where one deal takes another's place nothing is lost.
  std::sort(steps.begin(), steps.end(), [&](const step& a, const step& b) {
    return std::tuple(a.turn->at, !a.turn->stands, std::string_view(names_.text(kind_of(*a.event).source)),
                      a.turn->id.view()) < std::tuple(b.turn->at, !b.turn->stands,
                                                      std::string_view(names_.text(kind_of(*b.event).source)),
                                                      b.turn->id.view());
  });
  int standing = 0;
  for (const auto& [turn, event] : steps) {
    const int before = standing;
    standing += turn->stands ? 1 : -1;
    const bool turned = (before == 0) != (standing == 0);
    const auto& source = names_.text(kind_of(*event).source);
    if (turned && turn != steps.front().turn)
      to.push_back({turn->stands ? entry_kind::sale : entry_kind::reversal,
                    std::nullopt,
                    {},
                    turn->at,
                    source,
                    turn->id.view()});
    if (turn->change != 0 && event == value)
      to.push_back({entry_kind::adjustment, turn->change, event->currency, turn->at, source, turn->change_id.view()});
  }
}

}  // namespace hub
