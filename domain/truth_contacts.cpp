// Identity changes move events and touches from contact to contact.
#include "domain/truth.hpp"

namespace hub {
std::uint32_t truth::identify(record_owner owner, instant at, std::string_view source, text_ref external_id,
                              std::span<const identifier> identifiers, std::span<const key128> keys) {
  const auto record = identity_.add(at, source, external_id, identifiers, keys);
  owners_.resize(record + 1);
  owners_[record] = owner;
  return record;
}

item_result truth::take_identity(const sealed_fact& fact, const identity_event& e) {
  const auto [known, first] = replaced_by_key_.try_emplace(fact.key, fact.content.low);
  if (!first && known->second == fact.content.low) return redelivery();
  known->second = fact.content.low;
  identify({}, e.occurred_at, e.source, texts_.add(e.external_id), e.identifiers, fact.identifiers);
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
  bring_contacts_near();
  for (const auto record : changed_records_) {
    const auto owner = owners_[record];
    const auto contact = identity_.contact_of(record);
    const auto event = owner.event();
    if (event != nothing) move_event(event, contact);
    if (const auto touch = event != nothing ? events_[event].touch : owner.touch(); touch != nothing)
      move_touch(touch, contact);
  }
  changed_records_.clear();
}

/// Has what moving the changed records reads brought near: their contacts, and the lists that they join.
void truth::bring_contacts_near() const {
  for (const auto record : changed_records_) contacts_.fetch(identity_.contact_of(record));
  for (const auto record : changed_records_) contacts_.fetch_entry(identity_.contact_of(record));
  for (const auto record : changed_records_)
    if (const auto* contact = contacts_.find(identity_.contact_of(record))) {
      if (!contact->events.empty()) __builtin_prefetch(&events_[contact->events.first].links);
      if (!contact->touches.empty()) __builtin_prefetch(&touches_[contact->touches.first]);
    }
  for (const auto record : changed_records_)
    if (const auto* contact = contacts_.find(identity_.contact_of(record))) {
      if (!contact->events.empty()) __builtin_prefetch(&events_[events_[contact->events.first].links.previous].links);
      if (!contact->touches.empty()) __builtin_prefetch(&touches_[touches_[contact->touches.first].links.previous]);
    }
}

void truth::move_event(event_no no, contact_no to) {
  auto& r = events_[no];
  if (r.contact == to) return;
  if (r.contact != no_contact) {
    mark_conversion(r.founder);
    mark_event(no);
    unlist_at_contact(r.contact, no);
  }
  r.contact = to;
  if (to == no_contact) return;
  list_at_contact(to, no);
  mark_event(no);
  dirty_events_.push_back(no);
}

void truth::move_touch(touch_no no, contact_no to) {
  auto& r = touches_[no];
  if (r.contact == to) return;
  if (r.contact != no_contact) {
    contacts_.at(r.contact).touches.take_out(touches_, no);
    touch_labels_.leave(r);
    mark(r.contact);
  }
  r.contact = to;
  if (to == no_contact) return;
  contacts_.at(to).touches.append(touches_, no);
  touch_labels_.enter(r);
  mark(to);
}

void truth::mark(contact_no contact) {
  if (contact != no_contact && (dirty_contacts_.empty() || dirty_contacts_.back() != contact))
    dirty_contacts_.push_back(contact);
}

/// The conversion that the event is of looks different.
void truth::mark_event(event_no no) {
  if (const auto contact = events_[no].contact; contact != no_contact) changed_events_.emplace_back(contact, no);
}

void truth::mark_conversion(event_no founder) {
  for (const auto m : members_of(founder)) mark_event(m);
}

/// Nothing where the contact has neither events nor touches.
const contact_entry* truth::members_at(contact_no contact) const { return contacts_.find(contact); }

contact_more& truth::more_of(contact_entry& contact) {
  if (contact.more == contact_entry::no_more) {
    if (free_more_.empty()) {
      free_more_.push_back(static_cast<std::uint32_t>(more_.size()));
      more_.emplace_back();
    }
    contact.more = free_more_.back() & contact_entry::no_more;
    free_more_.pop_back();
  }
  return more_[contact.more];
}

/// Nothing where the contact has few events.
busy_contact* truth::busy_of(const contact_entry& contact) const {
  return contact.more == contact_entry::no_more ? nullptr : more_[contact.more].busy.get();
}

bool truth::shares_journeys(const contact_entry& contact) const {
  return contact.more != contact_entry::no_more && !more_[contact.more].shared_journeys.empty();
}

void truth::set_shared_journeys(contact_entry& contact, std::vector<std::uint64_t> journeys) {
  if (!journeys.empty() || contact.more != contact_entry::no_more)
    more_of(contact).shared_journeys = std::move(journeys);
}

}  // namespace hub
