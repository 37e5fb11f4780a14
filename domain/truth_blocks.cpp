// Keys and the events that carry them: what may be one conversion is found without looking at the rest, and a key on too
// many events is noticed.
#include <algorithm>
#include <cstdlib>

#include "domain/truth.hpp"

namespace hub {
namespace {

constexpr std::size_t many_events = 32;  // of one contact: from here on they are indexed

std::uint64_t mixed(std::uint64_t hash, std::uint64_t with) {
  hash ^= with + 0x9E37'79B9'7F4A'7C15ULL + (hash << 6) + (hash >> 2);
  return hash * 0xBF58'476D'1CE4'E5B9ULL;
}

}  // namespace

// --- events and touches ---

event_no truth::event_of(const key128& key) const {
  return event_by_key_.find(key.low, [&](std::uint32_t no) { return events_[no].key == key; });
}

touch_no truth::touch_of(const key128& key) const {
  const auto no = touch_by_key_.find(key.low, [&](touch_no at) { return touch_key(touches_.told(at)) == key; });
  return no == nothing || touches_[no].gone ? nothing : no;
}

// --- order ids ---

bool truth::is_hub_order(std::uint64_t order_hash) const {
  if (order_hash == 0) return false;
  const auto* list = orders_.find(order_hash);
  return list != nullptr && list->count > policy_.dedup.max_per_key;
}

/// Has every event of the order look whether its id still joins.
void truth::set_on_hub(const key_list& order) {
  for (auto at = order.first; at != nothing; at = events_[at].next_same_order) {
    events_[at].on_hub = order.count > policy_.dedup.max_per_key;
    dirty_events_.push_back(at);
  }
}

void truth::list_order(event_no no) {
  auto& r = events_[no];
  r.on_hub = false;
  if (!r.outcome || r.order == 0) return;
  auto& list = orders_[r.order];
  r.next_same_order = std::exchange(list.first, no);
  r.on_hub = ++list.count > policy_.dedup.max_per_key;
  if (list.count == policy_.dedup.max_per_key + 1) set_on_hub(list);
}

void truth::unlist_order(event_no no) {
  if (events_[no].order == 0) return;
  auto& list = orders_[events_[no].order];
  auto* at = &list.first;
  while (*at != nothing && *at != no) at = &events_[*at].next_same_order;
  if (*at == nothing) return;
  *at = std::exchange(events_[no].next_same_order, nothing);
  if (--list.count == policy_.dedup.max_per_key) set_on_hub(list);
}

// --- likeness ---

/// What likeness asks to be equal, as a number; *steps* moves to the amounts beside, where a tolerance is allowed.
std::uint64_t truth::likeness_of(const event_record& r, std::int64_t steps) const {
  const auto width = policy_.dedup.amount_tolerance + 1;
  auto step = r.amount / width - (r.amount % width < 0 ? 1 : 0);
  step = r.has_value ? step + steps : 0;
  return mixed(mixed(kind_of(r).family, r.currency.packed * 2U + (r.has_value ? 1U : 0U)),
               static_cast<std::uint64_t>(step));
}

bool truth::may_be_like(const event_record& a, const event_record& b) const {
  return std::llabs(a.occurred_at - b.occurred_at) <= policy_.dedup.window_us && a.currency == b.currency &&
         a.has_value == b.has_value && kind_of(a).family == kind_of(b).family;
}

/// Has whatever follows from the contact's first outcome in a family look again, should it be this one now.
void truth::note_first(busy_contact& busy, event_no no) {
  const auto family = kind_of(no).family;
  const auto first = busy.first_in(family);
  if (first != nothing && event_before(first, no)) return;
  if (first != nothing) mark_event(first);
  busy.set_first(family, no);
}

void truth::make_busy(contact_entry& contact) {
  auto& own = more_of(contact).busy;
  own = std::make_unique<busy_contact>(
      busy_contact{likeness_index(policy_.dedup.window_us, policy_.dedup.max_per_key), {}});
  auto& busy = *own;
  std::vector<event_no> changed;
  for (const auto no : contact.events.of(events_)) {
    auto& r = events_[no];
    r.crowded = false;  // under other rules it may have been
    busy.since = std::min(busy.since, r.occurred_at);
    if (!r.outcome) continue;
    note_first(busy, no);
    if (is_milestone(r)) busy.milestones.push_back(no);
    busy.alike.add(likeness_of(r), {r.occurred_at, no}, changed);
  }
  set_crowded(changed);
}

void truth::list_at_contact(contact_no to, event_no no) {
  auto& contact = contacts_.at(to);
  contact.events.append(events_, no);
  auto* known = busy_of(contact);
  if (known == nullptr) {
    if (contact.events.count < std::min(many_events, policy_.dedup.max_per_key + 1)) return;
    make_busy(contact);
    mark(to);  // from here on only what changes is compiled; all must have been once
    return;
  }
  const auto& r = events_[no];
  auto& busy = *known;
  if (r.occurred_at < busy.since) {
    busy.since = r.occurred_at;
    if (!contact.touches.empty()) mark(to);  // conversions that seemed to follow too soon upon a click
  }
  if (!r.outcome) return;
  note_first(busy, no);
  if (is_milestone(r)) {
    busy.milestones.push_back(no);
    if (busy.milestones.size() <= busy_contact::most_milestones + 1) mark(to);  // whatever it led to looks different
  }
  std::vector<event_no> changed;
  busy.alike.add(likeness_of(r), {r.occurred_at, no}, changed);
  set_crowded(changed);
}

void truth::drop_milestone(contact_no contact, busy_contact& busy, event_no no) {
  if (std::erase(busy.milestones, no) != 0 && busy.milestones.size() <= busy_contact::most_milestones) mark(contact);
}

void truth::unlist_at_contact(contact_no from, event_no no) {
  auto& contact = contacts_.at(from);
  contact.events.take_out(events_, no);
  auto& r = events_[no];
  auto* known = busy_of(contact);
  if (known == nullptr) return;
  auto& busy = *known;
  if (r.occurred_at <= busy.since && !contact.touches.empty()) mark(from);
  if (!r.outcome) return;
  drop_milestone(from, busy, no);
  if (busy.first_in(kind_of(r).family) == no) {
    auto first = nothing;
    for (const auto other : contact.events.of(events_))
      if (events_[other].outcome && kind_of(other).family == kind_of(r).family &&
          (first == nothing || event_before(other, first)))
        first = other;
    busy.set_first(kind_of(r).family, first);
    if (first != nothing) mark_event(first);
  }
  std::vector<event_no> changed;
  busy.alike.remove(likeness_of(r), {r.occurred_at, no}, changed);
  r.crowded = false;
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
  if (!mine.outcome) return;
  if (mine.order != 0 && !mine.on_hub)  // only outcomes are listed
    for (auto at = orders_[mine.order].first; at != nothing; at = events_[at].next_same_order)
      if (at != no && kind_of(at).family == kind_of(mine).family) f(at);
  const auto visit = [&](event_no other) {
    if (other != no && events_[other].outcome &&
        pair_rule(view_of(mine), view_of(events_[other]), policy_.dedup) != merge_rule::none)
      f(other);
  };
  if (mine.event_key != 0)
    for (auto at = event_keys_[mine.event_key].first; at != nothing; at = events_[at].next_same_event_key) visit(at);
  for (const auto other : joined_with(mine.key))
    if (other != no && events_[other].outcome) f(other);
  if (mine.contact == no_contact || mine.crowded || (mine.links.next == nothing && mine.links.previous == no)) return;
  const auto* contact = members_at(mine.contact);
  const auto* busy = busy_of(*contact);
  if (busy == nullptr) {
    for (const auto other : contact->events.of(events_))
      if (may_be_like(mine, events_[other])) visit(other);
    return;
  }
  const std::int64_t beside = policy_.dedup.amount_tolerance > 0 && mine.has_value ? 1 : 0;
  for (auto step = -beside; step <= beside; ++step)
    busy->alike.for_each_near(likeness_of(mine, step), mine.occurred_at, visit);
}

/// Fills *block* with all events that hang together with *start* by pairs that a rule might join; with none if this
/// walk saw it already.
void truth::find_block(event_no start, std::vector<event_no>& block) {
  visited_.resize(events_.size(), 0);
  block.clear();
  if (visited_[start] == walk_) return;
  block.push_back(start);
  visited_[start] = walk_;
  for (std::size_t i = 0; i < block.size(); ++i)
    for_each_neighbour(block[i], [&](event_no other) {
      if (visited_[other] == walk_) return;
      visited_[other] = walk_;
      block.push_back(other);
    });
}

std::vector<hub_key> truth::hub_keys() const {
  std::vector<hub_key> keys;
  for (std::uint32_t order = 0; order < orders_.size(); ++order)
    if (orders_[order].count > policy_.dedup.max_per_key)
      keys.push_back({"order_id", std::string(order_texts_[order].view()), orders_[order].count});
  contacts_.each([&](const contact_entry& contact) {
    if (busy_of(contact) == nullptr) return;
    const auto members = contact.events.of(events_);
    const auto crowded = std::count_if(members.begin(), members.end(), [&](event_no e) { return events_[e].crowded; });
    if (crowded > 0)
      keys.push_back({"likeness", contact_id(identity_.key_of(contact.no)), static_cast<std::uint64_t>(crowded)});
  });
  std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
    return std::tie(b.events, a.kind, a.key) < std::tie(a.events, b.kind, b.key);
  });
  return keys;
}

}  // namespace hub
