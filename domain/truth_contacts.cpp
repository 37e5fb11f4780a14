// Identity changes move events and touches from contact to contact.
#include "domain/truth.hpp"

namespace hub {
namespace {

/// Takes the entry at *slot* out of a contact's list; the last one takes its place.
template <class Records>
void take_out(std::vector<std::uint32_t>& list, Records& records, std::uint32_t slot) {
  list[slot] = list.back();
  records[list[slot]].slot = slot;
  list.pop_back();
}

}  // namespace

std::uint32_t truth::identify(record_owner owner, instant at, std::string_view source, text_ref external_id,
                              std::span<const identifier> identifiers) {
  const auto record = identity_.add(at, source, external_id, identifiers);
  owners_.resize(record + 1);
  owners_[record] = owner;
  return record;
}

item_result truth::take_identity(const sealed_fact& fact, const identity_event& e) {
  const auto [known, first] = replaced_by_key_.try_emplace(fact.key, fact.content.low);
  if (!first && known->second == fact.content.low) return redelivery();
  known->second = fact.content.low;
  identify({}, e.occurred_at, e.source, texts_.add(e.external_id), e.identifiers);
  return {};
}

/// What was decided before and holds no longer is taken back first.
item_result truth::take_identity_verdict(const sealed_fact& fact, const identity_verdict& v) {
  const auto taken = identity_verdicts_.take(fact.key, fact.content, v);
  if (!taken.ends.empty()) identity_.part(taken.ends, false);
  if (!taken.begins.empty()) identity_.part(taken.begins, true);
  return taken.result;
}

void truth::settle_contacts() {
  identity_.settle(changed_records_);
  for (const auto record : changed_records_) {
    const auto owner = owners_[record];
    const auto contact = identity_.contact_of(record);
    if (owner.event != nothing) move_event(owner.event, contact);
    if (owner.touch != nothing) move_touch(owner.touch, contact);
  }
  changed_records_.clear();
}

void truth::move_event(event_no no, contact_no to) {
  auto& r = events_[no];
  if (r.contact == to) return;
  if (r.contact != no_contact) {
    auto& from = contacts_[r.contact];
    unlist_likeness(from, no);
    take_out(from.events, events_, r.slot);
    mark(r.contact);
    for (const auto contact : contacts_of(r.founder)) mark(contact);
  }
  r.contact = to;
  if (to == no_contact) return;
  auto& entry = contacts_[to];
  r.slot = static_cast<std::uint32_t>(entry.events.size());
  entry.events.push_back(no);
  list_likeness(entry, no);
  mark(to);
  dirty_events_.push_back(no);
}

void truth::move_touch(touch_no no, contact_no to) {
  auto& r = touches_[no];
  if (r.contact == to) return;
  if (r.contact != no_contact) {
    take_out(contacts_[r.contact].touches, touches_, r.slot);
    touch_labels_.leave(r);
    mark(r.contact);
  }
  r.contact = to;
  if (to == no_contact) return;
  auto& list = contacts_[to].touches;
  r.slot = static_cast<std::uint32_t>(list.size());
  list.push_back(no);
  touch_labels_.enter(r);
  mark(to);
}

void truth::mark(contact_no contact) {
  if (contact != no_contact) dirty_contacts_.insert(contact);
}

}  // namespace hub
