// What the graph could not tell link by link is resolved as a whole, by resolve_identity, over all that hangs together.
#include <algorithm>

#include "domain/identity_persons.hpp"
#include "domain/identity_walks.hpp"

namespace hub {

void identity_graph::settle(std::vector<std::uint32_t>& changed) {
  for (const auto set : std::exchange(emptied_, {}))
    if (sets_[set].live == 0 && sets_[set].linked != 0) dissolve(set);
  if (!dirty_.empty()) rebuild();
  for (const auto id : std::exchange(open_kiosks_, {}))
    if (const auto k = kiosks_.find(id); k != kiosks_.end())
      open_records_.insert(open_records_.end(), k->second.followers.begin(), k->second.followers.end());
  std::sort(open_sets_.begin(), open_sets_.end());
  open_sets_.erase(std::unique(open_sets_.begin(), open_sets_.end()), open_sets_.end());
  for (const auto set : open_sets_) each_record(sets_[set], [&](std::uint32_t r) { update(r, changed); });
  for (const auto record : open_records_) update(record, changed);
  open_sets_.clear();
  open_records_.clear();
}

void identity_graph::update(std::uint32_t record, std::vector<std::uint32_t>& changed) {
  auto& r = records_[record];
  if (r.removed != 0) return;
  const auto contact = contact_now(record);
  if (contact == r.contact) return;
  r.contact = contact;
  changed.push_back(record);
}

/// The links of a set without records hold no longer.
void identity_graph::dissolve(std::uint32_t set) {
  sets_[set].linked = 0;
  const auto ids = ids_of(sets_[set]);
  if (ids.size() < 2) return;
  dirty_.insert(dirty_.end(), ids.begin(), ids.end());
  for (const auto id : ids) judge_again(id);
}

void identity_graph::part(std::span<const identifier> identifiers, bool apart) {
  id_list ids;
  for (const auto& id : identifiers)
    if (!id.value.empty()) ids.push_back(intern(identifier_key(id), id.kind));
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (std::size_t i = 0; i < ids.size(); ++i)
    for (std::size_t j = i + 1; j < ids.size(); ++j) {
      const apart_pair pair(ids[i], ids[j]);
      if (apart)
        ++apart_[pair];
      else if (const auto said = apart_.find(pair); said != apart_.end() && --said->second == 0)
        apart_.erase(said);
    }
  for (const auto id : ids) {
    nodes_[id].is_apart = std::any_of(apart_.begin(), apart_.end(), [&](const auto& said) {
      return said.first.first == id || said.first.second == id;
    });
    dirty_.push_back(id);
  }
  for (const auto id : ids) judge_again(id);
}

/// Everything that hangs together with *seeds* by sets in force, shared identifiers left out.
identity_graph::region identity_graph::region_of(const id_list& seeds) const {
  region r;
  boost::unordered_flat_set<std::uint32_t> seen_ids, seen_sets;
  const auto visit = [&](identifier_no id) {
    if (!nodes_[id].is_shared && seen_ids.insert(id).second) r.ids.push_back(id);
  };
  for (const auto id : seeds) visit(id);
  for (std::size_t i = 0; i < r.ids.size(); ++i)
    each_set(r.ids[i], [&](std::uint32_t set) {
      if (!seen_sets.insert(set).second) return true;
      r.sets.push_back(set);
      for (const auto id : ids_of(sets_[set])) visit(id);
      return true;
    });
  return r;
}

/// A person of its own, seen with nobody.
void identity_graph::clear(identifier_no id) {
  auto& n = nodes_[id];
  const auto mask = identity_persons::strong_mask(n.kind);
  n.parent = n.next = id;
  n.size = 1;
  n.aux = is_strong(n.kind) ? id : none;
  n.person_holds = n.cluster_holds = mask & 0xFU;
  if (n.is_kiosk) kiosks_.erase(id);
  n.is_kiosk = n.contested = n.at_kiosk = false;
  n.guarded = n.is_apart;
}

/// As resolve_identity over the records of these sets; a set stands for its records, at the time of the earliest.
identity_resolution identity_graph::resolve(const id_list& ids, const std::vector<std::uint32_t>& sets) const {
  std::vector<identifier_no> members(ids);
  std::sort(members.begin(), members.end());
  // Renumbered, so that what is resolved does not depend on the size of the graph.
  const auto local = [&](identifier_no id) {
    return static_cast<identifier_no>(std::lower_bound(members.begin(), members.end(), id) - members.begin());
  };
  std::vector<identifier_kind> kinds;
  for (const auto id : members) kinds.push_back(nodes_[id].kind);
  std::vector<id_list> linking;
  for (const auto set : sets) {
    auto& list = linking.emplace_back();
    for (const auto id : live_ids(sets_[set])) list.push_back(local(id));
  }
  std::vector<identity_record> records;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const auto no = earliest_of(sets_[sets[i]]);
    const auto& r = records_[no];
    records.push_back({no, r.occurred_at, sources_.text(r.source), r.external_id.view(), linking[i]});
  }
  std::vector<apart_pair> apart;
  for (const auto& [pair, times] : apart_)
    if (std::binary_search(members.begin(), members.end(), pair.first) &&
        std::binary_search(members.begin(), members.end(), pair.second))
      apart.emplace_back(local(pair.first), local(pair.second));
  constexpr identity_policy nothing_shared{std::numeric_limits<std::size_t>::max(),
                                           std::numeric_limits<std::size_t>::max()};
  auto out = resolve_identity(std::move(records), kinds, nothing_shared, apart);
  for (auto& r : out.of_identifier) r = {members[r.id], members[r.contact], members[r.cluster]};
  for (auto* links : {&out.links, &out.refused})
    for (auto& l : *links) {
      l.a = members[l.a];
      l.b = members[l.b];
    }
  return out;
}

void identity_graph::rebuild() {
  for (const auto id : dirty_)
    if (nodes_[id].is_shared) clear(id);
  const auto r = region_of(std::exchange(dirty_, {}));
  for (const auto set : r.sets) sets_[set].earliest = earliest_of(sets_[set]);
  install(r, resolve(r.ids, r.sets));
  open_sets_.insert(open_sets_.end(), r.sets.begin(), r.sets.end());
}

void identity_graph::install(const region& r, const identity_resolution& resolved) {
  std::map<identifier_no, std::uint32_t> old_sizes;  // of those that named a person
  for (const auto id : r.ids) {
    if (nodes_[id].parent == id) old_sizes.emplace(id, nodes_[id].size);
    clear(id);
  }
  std::map<contact_no, id_list> persons;
  for (const auto& id : resolved.of_identifier) {
    persons[id.contact].push_back(id.id);
    if (id.cluster == id.id || !is_strong(nodes_[id.id].kind)) continue;
    nodes_[id.id].aux = id.cluster;
    auto& c = nodes_[id.cluster];
    c.cluster_holds = (c.cluster_holds | nodes_[id.id].cluster_holds) & 0xFU;
  }
  for (const auto& [contact, members] : persons) install_person(members, old_sizes);
  for (const auto& link : resolved.refused) nodes_[root(link.a)].contested = nodes_[root(link.b)].contested = true;

  auto sets = r.sets;
  std::sort(sets.begin(), sets.end(), [&](auto a, auto b) { return before(sets_[a].earliest, sets_[b].earliest); });
  id_list kiosks;
  for (const auto set : sets) {
    const auto ids = live_ids(sets_[set]);
    if (ids.empty() || !is_strong(nodes_[ids[0]].kind)) continue;
    for (const auto id : ids) {
      auto& n = nodes_[id];
      if (is_strong(n.kind) || denied(id, ids)) continue;
      const bool owner = root(id) == root(ids[0]);
      if (n.aux == none) {
        n.aux = set;
        continue;
      }
      const auto user = live_ids(sets_[n.aux]).front();
      if (root(user) == root(ids[0])) continue;
      kiosks.push_back(id);
      if (owner && root(user) != root(id)) n.aux = set;  // the first use by whom it belongs to
    }
  }
  for (const auto id : kiosks)
    if (!nodes_[id].is_kiosk) open_kiosk(id);
}

/// The person keeps the name that most of it had.
void identity_graph::install_person(const id_list& members, const std::map<identifier_no, std::uint32_t>& old_sizes) {
  auto name = members.front();
  std::uint32_t most = 0;
  for (const auto id : members)
    if (const auto old = old_sizes.find(id); old != old_sizes.end() && old->second > most) {
      most = old->second;
      name = id;
    }
  auto& whole = nodes_[name];
  for (const auto id : members) {
    auto& n = nodes_[id];
    n.parent = name;
    if (id == name) continue;
    n.next = std::exchange(whole.next, id);
    ++whole.size;
    whole.person_holds = (whole.person_holds | n.person_holds) & 0xFU;
    whole.guarded = whole.guarded || n.guarded;
  }
}

}  // namespace hub
