// Events that changed have their blocks clustered again; what moved is written down.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "domain/truth.hpp"

namespace hub {

/// Sources that the policy does not list follow those it lists, by name.
void truth::rank_sources() {
  const auto& list = policy_.authority;
  const auto key = [&](name_id source) {
    const auto& name = names_.text(source);
    return std::pair(std::find(list.begin(), list.end(), name) - list.begin(), std::string_view(name));
  };
  auto in_order = sources_;
  std::sort(in_order.begin(), in_order.end(), [&](name_id a, name_id b) { return key(a) < key(b); });
  authority_.assign(names_.size(), nothing);
  for (std::uint32_t rank = 0; rank < in_order.size(); ++rank) authority_[in_order[rank]] = rank;
}

few<event_no> truth::members_of(event_no any) const {
  few<event_no> members;
  auto at = any;
  do {
    members.push_back(at);
    at = events_[at].next_in_cluster;
  } while (at != any);
  return members;
}

/// The event as rules see it, without the name of its source.
block_event truth::view_of(const event_record& r) const {
  block_event e;
  e.at = r.occurred_at;
  e.external_id = r.external_id.view();
  e.authority = authority_of(r);
  e.family = kind_of(r).family;
  e.order_key = r.on_hub ? 0 : r.order;
  e.event_key = event_keys_[r.event_key].hash;  // not its number: blocks are clustered in the order of these keys
  e.dataset = kind_of(r).dataset;
  e.from_meta = r.from_meta;
  e.contact = r.contact;
  if (r.has_value) e.amount = r.amount;
  e.currency = r.currency;
  e.crowded = r.crowded;
  return e;
}

/// Remembers which conversion an event stood for when this settling first looked at it.
void truth::note_before(event_no no) {
  if (noted_[no] == settling_) return;
  noted_[no] = settling_;
  before_.emplace_back(no, events_[no].founder);
}

void truth::settle_clusters(std::vector<decision>* decisions, instant now) {
  noted_.resize(events_.size(), 0);
  ++settling_;
  before_.clear();
  std::vector<event_no> block;
  while (!dirty_events_.empty()) {
    const auto dirty = std::exchange(dirty_events_, {});
    ++walk_;
    for (const auto no : dirty) {
      if (!events_[no].outcome) continue;
      find_block(no, block);
      if (!block.empty()) cluster(block);
    }
  }
  std::sort(before_.begin(), before_.end());
  for (const auto& [no, founder] : before_) {
    auto& r = events_[no];
    const bool moved = r.fresh ? r.founder != no : r.founder != founder;
    if (moved && decisions != nullptr) decisions->push_back(decision_on(no, founder, now));
    r.fresh = false;
  }
}

decision truth::decision_on(event_no no, event_no before, instant now) const {
  const auto& r = events_[no];
  decision d;
  d.seq = last_seq_;
  d.at = now;
  d.rule = r.founder == no ? merge_rule::none : r.rule;
  d.event = r.key;
  d.partner = events_[r.partner].key;
  d.before = r.fresh ? key128{} : events_[before].key;
  d.after = events_[r.founder].key;
  d.keys = matching_key(no, d.rule);
  d.source = names_.text(kind_of(r).source);
  if (d.rule != merge_rule::none) d.matched_source = names_.text(kind_of(r.partner).source);
  d.distance_us = std::llabs(r.occurred_at - events_[r.partner].occurred_at);
  return d;
}

/// The block as clustering sees it.
std::vector<block_event> truth::view_of_block(std::span<const event_no> block) const {
  std::vector<block_event> view;
  view.reserve(block.size());
  for (const auto no : block) {
    view.push_back(view_of(events_[no]));
    view.back().source = names_.text(kind_of(no).source);
  }
  return view;
}

void truth::cluster(const std::vector<event_no>& block) {
  for (const auto no : block) note_before(no);
  if (block.size() == 1 && events_[block[0]].next_in_cluster == block[0]) return mark_event(block[0]);
  // Events outside the block that stood with one inside have lost their reason to.
  std::vector<event_no> left_behind;
  for (const auto no : block)
    for (auto other = events_[no].next_in_cluster; other != no; other = events_[other].next_in_cluster)
      if (visited_[other] != walk_ && noted_[other] != settling_) {
        note_before(other);
        left_behind.push_back(other);
      }
  for (const auto no : left_behind) {
    regroup({&no, 1});
    dirty_events_.push_back(no);
  }
  for (const auto& c : cluster_block(view_of_block(block), policy_.dedup, decided_in(block, true))) {
    std::vector<event_no> members;
    for (const auto m : c.members) members.push_back(block[m]);
    regroup(members);
    explain_merges(members, c, block);
  }
}

/// Every member but the founder learns by which rule it came in: the links are walked outwards from the founder.
void truth::explain_merges(const std::vector<event_no>& members, const event_cluster& c,
                           const std::vector<event_no>& block) {
  std::vector<event_no> reached{events_[members.front()].founder};
  events_[reached[0]].rule = merge_rule::none;
  events_[reached[0]].partner = reached[0];
  std::vector<bool> used(c.links.size(), false);
  for (std::size_t i = 0; i < reached.size(); ++i)
    for (std::size_t l = 0; l < c.links.size(); ++l) {
      const auto a = block[c.links[l].event], b = block[c.links[l].partner];
      if (used[l] || (a != reached[i] && b != reached[i])) continue;
      used[l] = true;
      const auto next = a == reached[i] ? b : a;
      events_[next].rule = c.links[l].rule;
      events_[next].partner = reached[i];
      reached.push_back(next);
    }
}

/// Takes *members* out of the circles they stand in; what is left of each stays a circle. Whoever stood there has new
/// journeys.
void truth::leave_circles(std::span<const event_no> leaving) {
  few<event_no> members(leaving.begin(), leaving.end());
  std::sort(members.begin(), members.end());
  std::vector<bool> out(members.size(), false);
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (out[i]) continue;
    std::vector<event_no> left;
    for (const auto each : members_of(members[i])) {
      mark_event(each);
      const auto at = std::lower_bound(members.begin(), members.end(), each);
      if (at == members.end() || *at != each)
        left.push_back(each);
      else
        out[static_cast<std::size_t>(at - members.begin())] = true;
    }
    for (std::size_t k = 0; k < left.size(); ++k) events_[left[k]].next_in_cluster = left[(k + 1) % left.size()];
  }
}

/// Makes *members* one conversion founded by the earliest received, and has its contacts' journeys compiled again.
void truth::regroup(std::span<const event_no> members) {
  const auto founder = *std::min_element(members.begin(), members.end());
  bool same = members.size() == members_of(founder).size();
  for (const auto m : members) same = same && events_[m].founder == founder;
  if (!same) {
    leave_circles(members);
    for (std::size_t i = 0; i < members.size(); ++i) {
      events_[members[i]].next_in_cluster = members[(i + 1) % members.size()];
      events_[members[i]].founder = founder;
    }
  }
  for (const auto m : members) mark_event(m);
}

std::size_t truth::conversion_count() const {
  std::size_t n = 0;
  for (event_no no = 0; no < events_.size(); ++no) n += events_[no].outcome && events_[no].founder == no ? 1 : 0;
  return n;
}

item_result truth::standing_of(event_no no) const {
  const auto& r = events_[no];
  item_result result;
  if (!r.outcome) return result;
  result.has_conversion = true;
  result.conversion = events_[r.founder].key;
  if (r.founder != no) {
    result.status = item_status::merged;
    result.rule = r.rule;
  }
  return result;
}

std::string truth::matching_key(event_no event, merge_rule rule) const {
  const auto& r = events_[event];
  switch (rule) {
    case merge_rule::order_key: return "order_id=" + std::string(order_text(r));
    case merge_rule::event_key: return "event_id=" + std::string(r.external_id.view());
    case merge_rule::fuzzy: {
      if (!r.has_value) return "contact, no value";
      return "contact, value=" + format_amount(r.amount, r.currency) + " " + to_string(r.currency);
    }
    default:
      if (!r.on_hub) return {};
      return "order_id=" + std::string(order_text(r)) + " is on " + std::to_string(orders_[r.order].count) + " events";
  }
}

}  // namespace hub
