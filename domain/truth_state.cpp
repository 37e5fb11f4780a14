// The state hash of the truth: every contact, conversion, event, touch and adjustment once, each named by texts and
// never by its number here.
#include <algorithm>

#include "domain/state_hash.hpp"
#include "domain/touch_folding.hpp"
#include "domain/truth.hpp"

namespace hub {
namespace {

/// The hash of every name, so that a text is read once and not wherever it is named.
std::vector<key128> hashes_of(const dictionary& names) {
  std::vector<key128> hashes;
  hashes.reserve(names.size());
  for (name_id i = 0; i < names.size(); ++i) hashes.push_back(content_key(names.text(i)));
  return hashes;
}

}  // namespace

void truth::put_touch(state_item& item, const touch_record& t, const key128& key,
                      const std::vector<key128>& names) const {
  item.put(key).put(touch_id(t)).put(t.occurred_at).put(static_cast<std::uint64_t>(t.interaction));
  for (const auto name : {t.feed, t.channel, t.source_medium, aliases_.in_force().of(t.campaign), t.adset, t.ad})
    item.put(names[name]);
  item.put(touch_labels_.click_hash(t.click));
}

/// The key of each, and the key of that which stands for it once they are folded.
std::vector<std::pair<key128, key128>> truth::folded_keys(const std::vector<touch_record>& touches) const {
  auto folded = touches;
  const auto stands = fold_clicks(folded, aliases_.in_force());
  std::vector<std::pair<key128, key128>> keys;
  for (const auto& t : touches) keys.emplace_back(touch_key(t), key128{});
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i].second = keys[stands[i]].first;
  return keys;
}

void truth::add_contacts(state_sums& to, const std::vector<key128>& names) const {
  state_item item;
  contacts_.each([&](const contact_entry& entry) {
    if (entry.events.empty() && entry.touches.empty()) return;
    state_sum identifiers, events, touches;
    for (const auto& id : identity_.identifiers_of_contact(entry.no)) identifiers.add(id.key);
    for (const auto e : entry.events.of(events_)) events.add(events_[e].key);
    const auto unfolded = touches_of({&entry.no, 1});
    const auto keys = folded_keys(unfolded);
    for (std::size_t i = 0; i < unfolded.size(); ++i) {
      put_touch(item, unfolded[i], keys[i].first, names);
      item.put(keys[i].second);
      const auto hash = item.take();
      touches.add(hash);
      to.touches.add(hash);
    }
    to.contacts.add(item.put(identifiers).put(events).put(touches).take());
  });
}

void truth::put_conversion(state_item& item, event_no founder, const std::vector<key128>& names) const {
  const auto c = compile_conversion(founder);
  const auto members = by_authority(founder);
  state_sum events;
  for (const auto m : members) events.add(events_[m].key);
  item.put(events).put(names[c.type]).put(names[c.source]).put(names[c.country]).put(c.at);
  item.put(to_string(c.currency)).put(std::uint64_t{c.has_value}).put(std::uint64_t{c.offline});
  item.put(std::uint64_t{c.first_of_contact});
  const auto book = ledger_of(members);
  item.put(book.gross).put(book.net);
  for (const auto& e : book.entries) {
    item.put(static_cast<std::uint64_t>(e.kind)).put(static_cast<std::uint64_t>(e.note)).put(e.at).put(e.amount);
    item.put(static_cast<std::int64_t>(e.count)).put(e.source).put(e.external_id);
  }
  const auto contacts = contacts_of(founder);
  if (contacts.size() < 2) return;  // else its touches fold otherwise than those of each contact
  for (const auto& [key, standing] : folded_keys(touches_of(contacts))) item.put(key).put(standing);
}

state_sums truth::state() const {
  state_sums sums;
  sums.data_seq = last_seq_;
  const auto names = hashes_of(names_);
  add_contacts(sums, names);
  state_item item;
  for (event_no no = 0; no < events_.size(); ++no) {
    const auto& r = events_[no];
    item.put(r.key).put(r.content).put(r.occurred_at).put(names[kind_of(r).type]).put(std::uint64_t{r.outcome});
    sums.events.add(item.take());
    if (!r.outcome || r.founder != no) continue;
    put_conversion(item, no, names);
    sums.conversions.add(item.take());
  }
  for (const auto& a : adjustments_) sums.adjustments.add(item.put(a.key).put(a.content).take());
  return sums;
}

}  // namespace hub
