#include "domain/identity_graph.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <tuple>

#include "domain/identity_persons.hpp"
#include "domain/identity_walks.hpp"

namespace hub {
namespace {

constexpr std::size_t few_ids = 16;

/// Takes repetitions out; the first of each stays, in its place.
template <class Ids>
void make_distinct(Ids& ids) {
  boost::unordered_flat_set<identifier_no> seen;
  auto end = ids.begin();
  for (const auto id : ids) {
    const bool first = ids.size() <= few_ids ? std::find(ids.begin(), end, id) == end : seen.insert(id).second;
    if (first) *end++ = id;
  }
  ids.erase(end, ids.end());
}

std::uint64_t hash_of(std::span<const identifier_no> ids) { return XXH3_64bits(ids.data(), ids.size_bytes()); }

}  // namespace

std::string contact_id(const key128& key) { return "ct_" + to_hex(key); }

identifier_no identity_graph::intern(const key128& key, identifier_kind kind) {
  auto no = by_key_.find(key.low, [&](std::uint32_t at) { return nodes_[at].key == key; });
  if (no == number_table::absent) {
    no = static_cast<identifier_no>(nodes_.size());
    by_key_.insert(key.low, no);
    auto& fresh = nodes_.emplace_back();
    fresh.key = key;
    fresh.kind = kind;
    clear(no);
  }
  nodes_[no].kind = std::min(nodes_[no].kind, kind);  // the network, once somebody names it
  return no;
}

/// The set of exactly these identifiers, in this order.
std::uint32_t identity_graph::intern_set(std::span<const identifier_no> ids) {
  const auto hash = hash_of(ids);
  const auto known = by_ids_.find(hash, [&](std::uint32_t at) { return std::ranges::equal(ids_of(sets_[at]), ids); });
  if (known != number_table::absent) return known;
  const auto no = static_cast<std::uint32_t>(sets_.size());
  by_ids_.insert(hash, no);
  auto& s = sets_.emplace_back();
  s.first = static_cast<std::uint32_t>(link_ids_.size());
  s.count = static_cast<std::uint32_t>(ids.size()) & 0x7FFF'FFFFU;
  for (const auto id : ids) {
    link_next_.push_back(nodes_[id].first_link);
    nodes_[id].first_link = static_cast<std::uint32_t>(link_ids_.size());
    link_sets_.append(link_ids_.size() == s.first);
    link_ids_.push_back(id);
  }
  return no;
}

std::uint32_t identity_graph::add(instant occurred_at, std::string_view source, text_ref external_id,
                                  std::span<const identifier> identifiers, std::span<const key128> keys) {
  const auto record = static_cast<std::uint32_t>(records_.size());
  auto& r = records_.emplace_back();
  r.occurred_at = occurred_at;
  r.external_id = external_id;
  r.source = sources_.intern(source) & 0x7FFF'FFFFU;
  open_records_.push_back(record);
  // In the order of the kinds that this record gives: a click id may have been told without its network before.
  struct known_identifier {
    identifier_kind kind;
    key128 key;
  };
  boost::container::small_vector<known_identifier, 8> linking;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const auto& id = identifiers[i];
    if (id.links && !id.value.empty()) linking.push_back({id.kind, keys.empty() ? identifier_key(id) : keys[i]});
  }
  const auto by_kind = [](auto& a, auto& b) { return a.kind < b.kind; };
  if (!std::is_sorted(linking.begin(), linking.end(), by_kind))
    std::stable_sort(linking.begin(), linking.end(), by_kind);
  few_ids ids;
  for (const auto& id : linking) ids.push_back(intern(id.key, id.kind));
  make_distinct(ids);
  if (ids.empty()) return record;
  const auto set = intern_set(ids);
  auto& s = sets_[set];
  r.set = set;
  r.next = s.records;
  s.records = record;
  ++s.live;
  s.linked != 0 ? take_known(set, record) : take_set(set, record);
  return record;
}

void identity_graph::fetch(std::span<const key128> keys) const {
  for (const auto& key : keys) by_key_.fetch(key.low);
}

void identity_graph::fetch_nodes(std::span<const key128> keys) const {
  for (const auto& key : keys) by_key_.fetch_from(key.low, nodes_);
}

std::uint64_t identity_graph::fetch_set(std::span<const identifier> identifiers, std::span<const key128> keys) const {
  few_ids ids;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    if (!identifiers[i].links || identifiers[i].value.empty()) continue;
    const auto no = by_key_.find(keys[i].low, [&](std::uint32_t at) { return nodes_[at].key == keys[i]; });
    if (no == number_table::absent) return 0;
    ids.push_back(no);
  }
  const auto hash = hash_of(ids);
  by_ids_.fetch(hash);
  return hash;
}

void identity_graph::fetch_set(std::uint64_t hash) const {
  if (hash != 0) by_ids_.fetch_from(hash, sets_);
}

/// A further record of a set: it links nothing unless it is the earliest and something was refused.
void identity_graph::take_known(std::uint32_t set, std::uint32_t record) {
  auto& s = sets_[set];
  if (s.live == 1) note_met(set);  // it was about to be given up
  const auto ids = live_ids(s);
  if (s.live == 1) {
    s.earliest = record;
  } else if (records_[s.earliest].removed == 0 && before(record, s.earliest)) {
    s.earliest = record;
    if (ids.size() > 1) link(ids, record);
  }
  see(ids, set, record);
}

void identity_graph::take_set(std::uint32_t set, std::uint32_t record) {
  sets_[set].earliest = record;
  sets_[set].linked = 1;
  note_met(set);
  const auto ids = live_ids(sets_[set]);
  if (ids.size() > 1) link(ids, record);
  see(ids, set, record);
}

void identity_graph::remove(std::uint32_t record) {
  auto& r = records_[record];
  r.removed = 1;
  if (r.set == none) return;
  auto& s = sets_[r.set];
  --s.live;
  const auto ids = live_ids(s);
  unsee(ids, record);
  if (s.live == 0) emptied_.push_back(r.set);
  const bool moves = s.earliest == record || records_[s.earliest].removed != 0;
  if (moves && ids.size() > 1 && contested(ids)) dirty_.insert(dirty_.end(), ids.begin(), ids.end());
}

identity_graph::few_ids identity_graph::live_ids(const id_set& s) const {
  few_ids ids;
  for (const auto id : ids_of(s))
    if (!nodes_[id].is_shared) ids.push_back(id);
  return ids;
}

bool identity_graph::before(std::uint32_t a, std::uint32_t b) const {
  const auto& x = records_[a];
  const auto& y = records_[b];
  if (x.occurred_at != y.occurred_at) return x.occurred_at < y.occurred_at;
  if (x.source != y.source) return sources_.text(x.source) < sources_.text(y.source);
  return std::tuple(x.external_id.view(), a) < std::tuple(y.external_id.view(), b);
}

std::uint32_t identity_graph::earliest_of(const id_set& s) const {
  if (records_[s.earliest].removed == 0) return s.earliest;
  auto earliest = none;
  each_record(s, [&](std::uint32_t r) {
    if (earliest == none || before(r, earliest)) earliest = r;
  });
  return earliest;
}

std::optional<contact_no> identity_graph::find(const key128& identifier) const {
  const auto no = by_key_.find(identifier.low, [&](std::uint32_t at) { return nodes_[at].key == identifier; });
  if (no == number_table::absent || nodes_[no].is_shared) return std::nullopt;
  bool carried = false;
  each_set(no, [&](std::uint32_t) { return !(carried = true); });
  return carried ? std::optional(root(no)) : std::nullopt;
}

/// The identifier that was heard of first, so that a restart changes no name.
key128 identity_graph::key_of(contact_no contact) const {
  if ((contact & anonymous_contact) == 0) {
    const auto is_carried = [&](identifier_no id) {
      bool carried = false;
      each_set(id, [&](std::uint32_t) { return !(carried = true); });
      return carried;
    };
    auto first = none;
    auto at = contact;
    do {
      if (at < first && is_carried(at)) first = at;
      at = nodes_[at].next;
    } while (at != contact);
    return nodes_[first == none ? contact : first].key;
  }
  const auto& r = records_[contact & ~anonymous_contact];
  return event_key(sources_.text(r.source), r.external_id.view());
}

std::span<const identifier_no> identity_graph::identifiers_of(std::uint32_t record) const {
  const auto set = records_[record].set;
  return set == none ? std::span<const identifier_no>() : ids_of(sets_[set]);
}

std::pair<std::size_t, std::size_t> identity_graph::bytes() const {
  const auto held = [](const auto& list) { return list.size() * sizeof(list[0]); };
  const auto identifiers = held(nodes_) + by_key_.bytes() + held(sets_) + by_ids_.bytes() + held(link_ids_) +
                           held(link_next_) + link_sets_.bytes();
  return {identifiers, held(records_)};
}

}  // namespace hub
