// Keys and the events that carry them: what may be one conversion is found without looking at the rest, and a key on too
// many events is noticed.
#include <algorithm>

#include "domain/truth.hpp"

namespace hub {
namespace {

constexpr std::size_t many_events = 32;  // of one contact: from here on they are indexed

std::uint64_t mixed(std::uint64_t hash, std::uint64_t with) {
  hash ^= with + 0x9E37'79B9'7F4A'7C15ULL + (hash << 6) + (hash >> 2);
  return hash * 0xBF58'476D'1CE4'E5B9ULL;
}

}  // namespace

// --- order ids ---

bool truth::is_hub_order(std::uint64_t order_hash) const {
  if (order_hash == 0) return false;
  const auto found = orders_.find(order_hash);
  return found != orders_.end() && found->second.count > policy_.dedup.max_per_key;
}

void truth::list_order(event_no no) {
  auto& r = events_[no];
  if (!r.outcome || r.order_hash == 0) return;
  auto& list = orders_[r.order_hash];
  r.next_same_order = list.first;
  list.first = no;
  if (++list.count == policy_.dedup.max_per_key + 1)
    for (auto at = list.first; at != nothing; at = events_[at].next_same_order) dirty_events_.push_back(at);
}

void truth::unlist_order(event_no no) {
  const auto found = orders_.find(events_[no].order_hash);
  if (found == orders_.end()) return;
  auto* at = &found->second.first;
  while (*at != nothing && *at != no) at = &events_[*at].next_same_order;
  if (*at == nothing) return;
  *at = events_[no].next_same_order;
  events_[no].next_same_order = nothing;
  if (--found->second.count == policy_.dedup.max_per_key)
    for (auto left = found->second.first; left != nothing; left = events_[left].next_same_order)
      dirty_events_.push_back(left);
  if (found->second.count == 0) orders_.erase(found);
}

// --- likeness ---

/// What likeness asks to be equal, as a number; *steps* moves to the amounts beside, where a tolerance is allowed.
std::uint64_t truth::likeness_of(const event_record& r, std::int64_t steps) const {
  const auto width = policy_.dedup.amount_tolerance + 1;
  auto step = r.amount / width - (r.amount % width < 0 ? 1 : 0);
  step = r.has_value ? step + steps : 0;
  return mixed(mixed(r.family, r.currency.packed * 2U + (r.has_value ? 1U : 0U)), static_cast<std::uint64_t>(step));
}

void truth::index_likeness(contact_entry& contact) {
  contact.alike = std::make_unique<likeness_index>(policy_.dedup.window_us, policy_.dedup.max_per_key);
  std::vector<event_no> changed;
  for (const auto no : contact.events)
    if (events_[no].outcome) contact.alike->add(likeness_of(events_[no]), {events_[no].occurred_at, no}, changed);
  set_crowded(changed);
}

void truth::list_likeness(contact_entry& contact, event_no no) {
  if (!events_[no].outcome) return;
  if (!contact.alike && contact.events.size() < many_events) return;
  if (!contact.alike) return index_likeness(contact);
  std::vector<event_no> changed;
  contact.alike->add(likeness_of(events_[no]), {events_[no].occurred_at, no}, changed);
  set_crowded(changed);
}

void truth::unlist_likeness(contact_entry& contact, event_no no) {
  if (!contact.alike || !events_[no].outcome) return;
  std::vector<event_no> changed;
  contact.alike->remove(likeness_of(events_[no]), {events_[no].occurred_at, no}, changed);
  events_[no].crowded = false;
  set_crowded(changed);
}

/// Each of *changed* became what it was not.
void truth::set_crowded(const std::vector<event_no>& changed) {
  for (const auto no : changed) {
    events_[no].crowded = !events_[no].crowded;
    dirty_events_.push_back(no);
  }
}

// --- blocks ---

/// Calls f(other) for every outcome that a rule or a decision may join with *no*.
template <class F>
void truth::for_each_neighbour(event_no no, F&& f) const {
  const auto& mine = events_[no];
  const auto view = view_of(mine);
  const auto visit = [&](event_no other) {
    if (other != no && events_[other].outcome &&
        pair_rule(view, view_of(events_[other]), policy_.dedup) != merge_rule::none)
      f(other);
  };
  if (view.order_key != 0)
    for (auto at = orders_.at(mine.order_hash).first; at != nothing; at = events_[at].next_same_order) visit(at);
  if (mine.event_key_hash != 0)
    if (const auto head = first_of_event_key_.find(mine.event_key_hash); head != first_of_event_key_.end())
      for (auto at = head->second; at != nothing; at = events_[at].next_same_event_key) visit(at);
  for (const auto other : joined_with(mine.key))
    if (other != no && events_[other].outcome) f(other);
  const auto contact = contacts_.find(mine.contact);
  if (contact == contacts_.end() || mine.crowded) return;
  if (!contact->second.alike) {
    for (const auto other : contact->second.events) visit(other);
    return;
  }
  const std::int64_t beside = policy_.dedup.amount_tolerance > 0 && mine.has_value ? 1 : 0;
  for (auto step = -beside; step <= beside; ++step)
    contact->second.alike->for_each_near(likeness_of(mine, step), mine.occurred_at, visit);
}

/// All events that hang together with *start* by pairs that a rule might join; none if this walk saw it already.
std::vector<event_no> truth::block_of(event_no start) {
  visited_.resize(events_.size(), 0);
  if (visited_[start] == walk_) return {};
  std::vector<event_no> block{start};
  visited_[start] = walk_;
  for (std::size_t i = 0; i < block.size(); ++i)
    for_each_neighbour(block[i], [&](event_no other) {
      if (visited_[other] == walk_) return;
      visited_[other] = walk_;
      block.push_back(other);
    });
  return block;
}

/// What is left of the event's block may match otherwise once it is of another contact.
void truth::leave_neighbours(event_no no) {
  if (!events_[no].outcome) return;
  for_each_neighbour(no, [&](event_no other) { dirty_events_.push_back(other); });
}

std::vector<hub_key> truth::hub_keys() const {
  std::vector<hub_key> keys;
  for (const auto& [hash, list] : orders_)
    if (list.count > policy_.dedup.max_per_key)
      keys.push_back({"order_id", std::string(events_[list.first].order_key.view()), list.count});
  for (const auto& [no, contact] : contacts_) {
    if (!contact.alike) continue;
    const auto crowded =
        std::count_if(contact.events.begin(), contact.events.end(), [&](event_no e) { return events_[e].crowded; });
    if (crowded > 0)
      keys.push_back({"likeness", contact_id(identity_.key_of(no)), static_cast<std::uint64_t>(crowded)});
  }
  std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
    return std::tie(b.events, a.kind, a.key) < std::tie(a.events, b.kind, b.key);
  });
  return keys;
}

}  // namespace hub
