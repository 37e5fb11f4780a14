// Events that changed have their blocks clustered again; what moved is written down.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "domain/truth.hpp"

namespace hub {

std::pair<std::size_t, std::string_view> truth::authority_of(name_id source) const {
  const auto& name = names_.text(source);
  const auto& list = policy_.authority;
  const auto rank = static_cast<std::size_t>(std::find(list.begin(), list.end(), name) - list.begin());
  return {rank, name};
}

std::vector<event_no> truth::members_of(event_no any) const {
  std::vector<event_no> members;
  auto at = any;
  do {
    members.push_back(at);
    at = events_[at].next_in_cluster;
  } while (at != any);
  return members;
}

namespace {

block_event view_of(const event_record& r) {
  block_event e;
  e.at = r.occurred_at;
  e.external_id = r.external_id.view();
  e.family = r.family;
  e.order_key = r.order_hash;
  e.event_key = r.event_key_hash;
  e.dataset = r.dataset;
  e.from_meta = r.from_meta;
  e.contact = r.contact;
  if (r.has_value) e.amount = r.amount;
  e.currency = r.currency;
  return e;
}

}  // namespace

/// All events that hang together with *start* by pairs that a rule might join.
std::vector<event_no> truth::block_of(event_no start) {
  visited_.resize(events_.size(), 0);
  if (visited_[start] == walk_) return {};
  std::vector<event_no> block{start};
  visited_[start] = walk_;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const auto no = block[i];
    auto mine = view_of(events_[no]);
    mine.source = names_.text(events_[no].source);
    const auto visit = [&](event_no other) {
      if (visited_[other] == walk_ || !events_[other].outcome) return;
      auto theirs = view_of(events_[other]);
      theirs.source = names_.text(events_[other].source);
      if (pair_rule(mine, theirs, policy_.dedup) == merge_rule::none) return;
      visited_[other] = walk_;
      block.push_back(other);
    };
    const auto walk = [&](const auto& heads, std::uint64_t hash, event_no event_record::*next) {
      if (hash == 0) return;
      const auto head = heads.find(hash);
      if (head == heads.end()) return;
      for (auto at = head->second; at != nothing; at = events_[at].*next) visit(at);
    };
    walk(first_of_order_, events_[no].order_hash, &event_record::next_same_order);
    walk(first_of_event_key_, events_[no].event_key_hash, &event_record::next_same_event_key);
    if (const auto contact = contacts_.find(events_[no].contact); contact != contacts_.end())
      for (const auto other : contact->second.events) visit(other);
  }
  return block;
}

void truth::settle_clusters(std::vector<decision>* decisions, instant now) {
  std::map<event_no, event_no> before;  // founders of the events looked at
  while (!dirty_events_.empty()) {
    const auto dirty = std::exchange(dirty_events_, {});
    ++walk_;
    for (const auto no : dirty) {
      if (!events_[no].outcome) continue;
      const auto block = block_of(no);
      if (!block.empty()) cluster(block, before);
    }
  }
  for (const auto& [no, founder] : before) {
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
  d.distance_us = std::llabs(r.occurred_at - events_[r.partner].occurred_at);
  return d;
}

/// The block as clustering sees it, with the sources ranked among themselves.
std::vector<block_event> truth::view_of_block(const std::vector<event_no>& block) const {
  std::vector<std::pair<std::size_t, std::string_view>> ranks;
  for (const auto no : block) ranks.push_back(authority_of(events_[no].source));
  auto distinct = ranks;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<block_event> view;
  for (std::size_t i = 0; i < block.size(); ++i) {
    view.push_back(view_of(events_[block[i]]));
    view.back().source = ranks[i].second;
    const auto at = std::lower_bound(distinct.begin(), distinct.end(), ranks[i]);
    view.back().authority = static_cast<std::uint32_t>(at - distinct.begin());
  }
  return view;
}

void truth::cluster(const std::vector<event_no>& block, std::map<event_no, event_no>& before) {
  for (const auto no : block) before.try_emplace(no, events_[no].founder);
  if (block.size() == 1 && events_[block[0]].next_in_cluster == block[0]) return regroup(block);
  // Events outside the block that stood with one inside have lost their reason to.
  std::vector<event_no> left_behind;
  for (const auto no : block)
    for (const auto other : members_of(no))
      if (visited_[other] != walk_ && before.try_emplace(other, events_[other].founder).second)
        left_behind.push_back(other);
  for (const auto no : left_behind) {
    regroup({no});
    dirty_events_.push_back(no);
  }
  for (const auto& c : cluster_block(view_of_block(block), policy_.dedup)) {
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

/// Makes *members* one conversion founded by the earliest received, and has its contacts' journeys compiled again.
void truth::regroup(const std::vector<event_no>& members) {
  auto founder = members.front();
  for (const auto m : members)
    if (events_[m].first_seq < events_[founder].first_seq) founder = m;
  bool same = members.size() == members_of(founder).size();
  for (const auto m : members) same = same && events_[m].founder == founder;
  if (!same) {
    for (const auto m : members)
      for (const auto old : members_of(m)) mark(events_[old].contact);
    // Take the members out of their old circles first: a circle may lose only some of its events.
    for (const auto m : members) {
      auto previous = m;
      while (events_[previous].next_in_cluster != m) previous = events_[previous].next_in_cluster;
      events_[previous].next_in_cluster = events_[m].next_in_cluster;
      events_[m].next_in_cluster = m;
    }
    for (std::size_t i = 0; i < members.size(); ++i)
      events_[members[i]].next_in_cluster = members[(i + 1) % members.size()];
    for (const auto m : members) events_[m].founder = founder;
  }
  for (const auto m : members) mark(events_[m].contact);
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
    case merge_rule::order_key: return "order_id=" + std::string(r.order_key.view());
    case merge_rule::event_key: return "event_id=" + std::string(r.external_id.view());
    case merge_rule::fuzzy: {
      if (!r.has_value) return "contact, no value";
      return "contact, value=" + format_amount(r.amount, r.currency) + " " + to_string(r.currency);
    }
    default: return {};
  }
}

}  // namespace hub
