#include "domain/past.hpp"

#include <algorithm>
#include <utility>

#include "domain/crm_contact.hpp"

namespace hub {

bool past::includes(const sealed_fact& fact) const {
  return when_.seq ? fact.seq <= *when_.seq : fact.received_at <= when_.received_by;
}

/// Whether the fact is one that the CRM change before it brought about: it was stored right behind it.
bool past::follows_change(const sealed_fact& fact) const {
  if (!change_ || fact.received_at != changed_at_) return false;
  if (const auto* e = std::get_if<conversion_event>(&fact.body))
    return change_->object == crm_object::deal && e->source == change_->source && e->external_id == change_->record;
  const auto* t = std::get_if<touch_event>(&fact.body);
  if (t == nullptr || change_->object != crm_object::contact || t->source != change_->source) return false;
  const auto ids = contact_touch_ids(crm_record(change_->source, change_->object, change_->record));
  return std::find(ids.begin(), ids.end(), t->external_id) != ids.end();
}

bool past::take(std::vector<sealed_fact> page) {
  std::vector<sealed_fact> straight, told;
  for (auto& fact : page) {
    if (complete()) break;
    read_to_ = fact.seq;
    const bool derived = follows_change(fact);
    if (const auto* change = std::get_if<crm_change>(&fact.body)) {
      change_ = *change;
      changed_at_ = fact.received_at;
    } else if (!derived) {
      change_.reset();
    }
    if (!includes(fact)) {
      whole_ = false;
      continue;
    }
    data_seq_ = fact.seq;
    // The log's own word holds as long as nothing is left out. Where the clock went back something is, and then what a
    // CRM change brings about is not what it brought about then: it is derived again.
    if (whole_)
      straight.push_back(std::move(fact));
    else if (!derived)
      told.push_back(std::move(fact));
  }
  const bool any = !straight.empty() || !told.empty();
  if (!straight.empty()) facts_.reload(std::move(straight));
  if (!told.empty()) facts_.apply(std::move(told), 0);
  return any;
}

truth_delta past::everything() {
  auto all = facts_.take_everything();
  all.last_seq = data_seq_;
  return all;
}

}  // namespace hub
