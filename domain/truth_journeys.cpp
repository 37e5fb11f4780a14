// Conversions and touches of the contacts that changed are compiled into journeys for the shards.
#include <algorithm>
#include <tuple>

#include "domain/touch_folding.hpp"
#include "domain/truth_previous.hpp"

namespace hub {
namespace {

std::uint64_t journey_of(std::span<const contact_no> contacts) {
  if (contacts.size() == 1) return contacts.front();
  const auto bytes =
      std::string_view(reinterpret_cast<const char*>(contacts.data()), contacts.size() * sizeof(contact_no));
  return shared_journey | content_key(bytes).low;
}

template <class List, class Value>
void add_distinct(List& list, const Value& value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

bool is_direct_name(std::string_view name) {
  constexpr std::string_view direct = "direct";
  return std::equal(name.begin(), name.end(), direct.begin(), direct.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

}  // namespace

bool truth::is_direct(name_id channel) const { return is_direct_name(names_.text(channel)); }

few<contact_no> truth::contacts_of(event_no founder) const {
  few<contact_no> contacts;
  for (const auto m : members_of(founder))
    if (events_[m].contact != no_contact) add_distinct(contacts, events_[m].contact);
  std::sort(contacts.begin(), contacts.end());
  return contacts;
}

std::vector<event_no> truth::founders_of(contact_no contact) const {
  std::vector<event_no> founders;
  const auto* entry = members_at(contact);
  if (entry == nullptr) return founders;
  for (const auto no : entry->events.of(events_))
    if (events_[no].outcome) founders.push_back(events_[no].founder);
  std::sort(founders.begin(), founders.end());
  founders.erase(std::unique(founders.begin(), founders.end()), founders.end());
  return founders;
}

/// By time, source and external id.
bool truth::event_before(event_no a, event_no b) const {
  const auto &x = events_[a], &y = events_[b];
  if (x.occurred_at != y.occurred_at) return x.occurred_at < y.occurred_at;
  if (kind_of(x).source != kind_of(y).source) return names_.text(kind_of(x).source) < names_.text(kind_of(y).source);
  return x.external_id.view() < y.external_id.view();
}

/// The event of *contact* that came first in time in a family; ties by source and external id. Nothing where it has none:
/// an event key may have joined an event of another family.
event_no truth::first_of_family(contact_no contact, name_id family) const {
  auto first = nothing;
  const auto* entry = members_at(contact);
  if (const auto* busy = busy_of(*entry)) return busy->first_in(family);
  for (const auto no : entry->events.of(events_)) {
    const auto& r = events_[no];
    if (!r.outcome || kind_of(r).family != family) continue;
    if (first == nothing || event_before(no, first)) first = no;
  }
  return first;
}

ledger truth::ledger_of(std::span<const event_no> members) const {
  std::vector<ledger_adjustment> adjustments;
  std::vector<std::uint32_t> seen;
  const auto collect = [&](const auto& lists, const auto& key) {
    const auto found = lists.find(key);
    if (found == lists.end()) return;
    for (const auto no : found->second) {
      if (std::find(seen.begin(), seen.end(), no) != seen.end()) continue;
      seen.push_back(no);
      const auto& a = adjustments_[no];
      adjustments.push_back({entry_of(a.kind), a.has_amount ? std::optional(a.amount) : std::nullopt, a.currency,
                             a.occurred_at, names_.text(a.source), a.external_id.view()});
    }
  };
  // An order's adjustments are those of the conversion that has its first purchase: people may have parted its events.
  std::vector<std::uint64_t> orders;
  const auto collect_order = [&](std::uint64_t order) {
    if (order == 0 || adjustments_of_order_.empty() || !adjustments_of_order_.contains(order) || is_hub_order(order))
      return;
    if (std::find(orders.begin(), orders.end(), order) != orders.end()) return;
    orders.push_back(order);
    const auto first = first_sale_of_order(order);
    if (first != nothing && events_[first].founder == events_[members.front()].founder)
      collect(adjustments_of_order_, order);
  };
  const event_record* value = nullptr;
  auto sold_at = events_[members.front()].occurred_at;
  for (const auto m : members) {
    const auto& r = events_[m];
    sold_at = std::min(sold_at, r.occurred_at);
    if (r.has_value && value == nullptr) value = &r;
    if (!adjustments_of_event_.empty()) collect(adjustments_of_event_, r.key);
    collect_order(orders_[r.order].hash);
  }
  if (!deal_turns_.empty()) add_deal_turns(members, value, adjustments);
  return build_ledger(sold_at, value != nullptr ? std::optional(money{value->amount, value->currency}) : std::nullopt,
                      std::move(adjustments));
}

/// The members of the cluster, the most trusted first.
few<event_no> truth::by_authority(event_no founder) const {
  auto members = members_of(founder);
  if (members.size() == 1) return members;
  std::sort(members.begin(), members.end(), [&](event_no x, event_no y) {
    const auto &a = events_[x], &b = events_[y];
    const auto rank_a = authority_of(a), rank_b = authority_of(b);
    if (rank_a != rank_b) return rank_a < rank_b;
    if (a.occurred_at != b.occurred_at) return a.occurred_at > b.occurred_at;
    return a.external_id.view() > b.external_id.view();
  });
  return members;
}

bool truth::is_milestone(const event_record& r) const {
  const auto type = kind_of(r).type;
  return r.outcome && (type == names_.find("generate_lead") || type == names_.find("qualify_lead"));
}

/// The leads among the events of *contacts*, up to the conversion of *founder*.
milestones truth::milestones_before(event_no founder, std::span<const contact_no> contacts, instant sold_at) const {
  milestones passed;
  const auto lead = names_.find("generate_lead"), opportunity = names_.find("qualify_lead");
  if (!lead && !opportunity) return passed;
  const auto see = [&](event_no no) {
    const auto& r = events_[no];
    if (!r.outcome || r.founder == founder || r.occurred_at > sold_at) return;
    const auto type = kind_of(r).type;
    if (type == lead) passed.lead = std::min(passed.lead, r.occurred_at);
    if (type == opportunity && (passed.opportunity == no_milestone || r.occurred_at > passed.opportunity))
      passed.opportunity = r.occurred_at;
  };
  for (const auto contact : contacts) {
    const auto* entry = members_at(contact);
    if (entry == nullptr) continue;
    const auto* busy = busy_of(*entry);
    if (busy == nullptr)
      for (const auto no : entry->events.of(events_)) see(no);
    else if (busy->milestones.size() <= busy_contact::most_milestones)
      for (const auto no : busy->milestones) see(no);
  }
  return passed;
}

journey_conversion truth::compile_conversion(event_no founder) const {
  const auto members = by_authority(founder);
  journey_conversion c;
  c.id = events_[founder].key;
  c.type = kind_of(members.front()).type;
  c.source = kind_of(members.front()).source;
  c.at = events_[members.front()].occurred_at;
  c.offline = true;
  auto earliest = members.front();
  for (const auto m : members) {
    const auto& r = events_[m];
    if (event_before(m, earliest)) earliest = m;
    c.at = std::min(c.at, r.occurred_at);
    c.offline = c.offline && r.offline;
    if (c.country == 0) c.country = kind_of(r).country;
    if (r.has_value && !c.has_value) {
      c.has_value = true;
      c.currency = r.currency;
    }
    add_distinct(c.types, kind_of(r).type);
    add_distinct(c.sources, kind_of(r).source);
  }
  c.contact = events_[earliest].contact;
  auto received = members;
  std::sort(received.begin(), received.end());
  for (const auto m : received) c.seqs.push_back(events_[m].seq);
  for (const auto& e : ledger_of(members).entries)
    if (e.count != 0 || e.amount != 0) c.entries.push_back({e.at, e.amount, e.count, e.kind});
  c.first_of_contact = true;
  const auto contacts = contacts_of(founder);
  if (hasty_click(founder, contacts, kind_of(members.front()).family, c.at) != nothing) c.labels.add(label::fast_order);
  c.passed = milestones_before(founder, contacts, c.at);
  for (const auto contact : contacts) {
    const auto first = first_of_family(contact, kind_of(members.front()).family);
    c.first_of_contact = c.first_of_contact && (first == nothing || events_[first].founder == founder);
  }
  return c;
}

/// The touch's own id: an event's touch is named after it.
std::string truth::touch_id(const touch_record& t) const {
  const auto id = std::string(t.external_id.view());
  return t.event == nothing ? id : "c:" + names_.text(t.feed) + ":" + id;
}

/// What names the touch: its event's key, or its own. Computes the latter.
key128 truth::touch_key(const touch_record& t) const {
  return t.event == nothing ? event_key(names_.text(t.feed), t.external_id.view()) : events_[t.event].key;
}

/// Total order of touches: time, then interaction, then id.
bool truth::touch_before(const touch_record& a, const touch_record& b) const {
  if (a.occurred_at != b.occurred_at) return a.occurred_at < b.occurred_at;
  if (a.interaction != b.interaction) return a.interaction < b.interaction;
  return touch_id(a) < touch_id(b);
}

/// All touches of *contacts* in total order, before folding.
std::vector<touch_record> truth::touches_of(std::span<const contact_no> contacts) const {
  std::vector<touch_record> touches;
  for (const auto contact : contacts)
    if (const auto* entry = members_at(contact))
      for (const auto t : entry->touches.of(touches_)) touches.push_back(touches_.told(t));
  std::sort(touches.begin(), touches.end(), [&](const auto& a, const auto& b) { return touch_before(a, b); });
  return touches;
}

std::vector<journey_touch> truth::compile_touches(std::span<const contact_no> contacts) const {
  auto touches = touches_of(contacts);
  const auto stands = fold_clicks(touches, aliases_.in_force());
  const auto labels = labels_of(touches, stands);
  std::vector<journey_touch> out;
  out.reserve(touches.size());
  for (std::uint32_t i = 0; i < touches.size(); ++i)
    if (stands[i] == i) out.push_back(journey_touch_of(touches[i], labels[i]));
  return out;
}

journey_touch truth::journey_touch_of(const touch_record& t, label_set labels) const {
  auto flags = static_cast<std::uint8_t>(t.interaction);
  if (is_direct(t.channel)) flags |= touch_direct;
  if (labels.meets(policy_.marks.leave_out)) flags |= touch_bot;
  return {t.occurred_at, t.channel, t.source_medium, aliases_.in_force().of(t.campaign), t.adset, t.ad, flags};
}

void truth::compile_contact(contact_no contact, earlier_sales& earlier, std::vector<journey_update>& out) {
  auto* found = contacts_.find(contact);
  drop_values(contact);
  journey_update own{contact, {}, {}, {}};
  std::map<few<contact_no>, journey_update> shared;
  for (const auto founder : founders_of(contact)) {
    const auto contacts = contacts_of(founder);
    auto compiled = compile_conversion(founder);
    values_.put(founder, compiled);
    if (contacts.size() > 1) {
      own.conversions.push_back(compiled);
      own.conversions.back().elsewhere = true;
      auto& together = shared[contacts].conversions;
      if (auto before = earlier.before(compiled, contacts)) together.push_back(std::move(*before));
      together.push_back(std::move(compiled));
    } else {
      own.conversions.push_back(std::move(compiled));
    }
  }
  const auto finish = [&](std::span<const contact_no> contacts, journey_update& update) {
    update.touches = compile_touches(contacts);
    std::sort(update.conversions.begin(), update.conversions.end(),
              [](const auto& a, const auto& b) { return std::tie(a.at, a.id) < std::tie(b.at, b.id); });
    out.push_back(std::move(update));
  };
  finish({&contact, 1}, own);
  std::vector<std::uint64_t> numbers;
  for (auto& [contacts, update] : shared) {
    numbers.push_back(update.journey = journey_of(contacts));
    finish(contacts, update);
  }
  if (found == nullptr) return;
  auto& entry = *found;
  if (shares_journeys(entry))
    for (const auto journey : more_[entry.more].shared_journeys)
      if (std::find(numbers.begin(), numbers.end(), journey) == numbers.end()) out.push_back({journey, {}, {}, {}});
  set_shared_journeys(entry, std::move(numbers));
  if (!entry.events.empty() || !entry.touches.empty()) return;
  if (entry.more != contact_entry::no_more) {
    more_[entry.more] = {};
    free_more_.push_back(entry.more);
  }
  contacts_.take_out(entry);
}

/// Compiles only the conversions of these events of a contact that has many. False when that is not all that changed.
bool truth::patch_contact(contact_no contact, std::span<const std::pair<contact_no, event_no>> events,
                          std::vector<journey_update>& out) {
  const auto* entry = members_at(contact);
  if (entry == nullptr || busy_of(*entry) == nullptr || shares_journeys(*entry)) return false;
  std::vector<event_no> founders;
  journey_update patch{contact, {}, {}, std::vector<key128>()};
  for (const auto& [of, no] : events) {
    const auto& r = events_[no];
    const bool belongs = r.outcome && r.contact == contact;
    if (belongs) founders.push_back(r.founder);
    if (!belongs || r.founder != no) patch.gone->push_back(r.key);
  }
  std::sort(founders.begin(), founders.end());
  founders.erase(std::unique(founders.begin(), founders.end()), founders.end());
  for (const auto founder : founders)
    if (contacts_of(founder).size() > 1) return false;
  for (const auto& [of, no] : events)
    if (!events_[no].outcome || events_[no].founder != no) values_.drop(no);
  for (const auto founder : founders) {
    patch.conversions.push_back(compile_conversion(founder));
    values_.put(founder, patch.conversions.back());
  }
  out.push_back(std::move(patch));
  return true;
}

void truth::compile_journeys(std::vector<journey_update>& out) {
  const auto distinct = [](auto& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  auto events = std::exchange(changed_events_, {});
  distinct(events);
  auto changed = dirty_contacts_;
  for (const auto& [contact, no] : events)
    if (changed.empty() || changed.back() != contact) changed.push_back(contact);
  distinct(changed);
  settle_labels(changed);
  auto whole = std::exchange(dirty_contacts_, {});
  distinct(whole);
  const auto known = whole.size();
  for (std::size_t i = 0, end = 0; i < events.size(); i = end) {
    const auto contact = events[i].first;
    while (end < events.size() && events[end].first == contact) ++end;
    if (std::binary_search(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(known), contact)) continue;
    if (!patch_contact(contact, std::span(events).subspan(i, end - i), out)) whole.push_back(contact);
  }
  out.reserve(out.size() + whole.size());
  earlier_sales earlier(*this);
  for (const auto contact : whole) compile_contact(contact, earlier, out);
  // A shared journey that one contact has left may have been compiled again for another: removals come first.
  std::stable_partition(out.begin(), out.end(),
                        [](const auto& u) { return !u.gone && u.touches.empty() && u.conversions.empty(); });
}

}  // namespace hub
