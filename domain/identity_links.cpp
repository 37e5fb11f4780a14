// What the links of a set change at the persons it touches.
//
// A person's clusters (what strong links alone join) never hold one strong kind twice. From that follows: a link between
// two persons that together hold each kind in one cluster only is taken whenever it comes, and changes nothing else; a
// link within a person changes nothing; of any other link it must be known what each side held when it came.
#include "domain/identity_walks.hpp"

namespace hub {

identifier_no identity_graph::root(identifier_no id) const {
  while (nodes_[id].parent != id) id = nodes_[id].parent;
  return id;
}

identifier_no identity_graph::cluster(identifier_no id) const {
  while (nodes_[id].aux != id) id = nodes_[id].aux;
  return id;
}

bool identity_graph::contested(const few_ids& ids) const {
  for (const auto id : ids)
    if (nodes_[root(id)].contested) return true;
  return false;
}

/// Takes the links of a set that is as early as *record*, in their order.
void identity_graph::link(const few_ids& ids, std::uint32_t record) {
  const auto strong = [&](std::size_t i) { return is_strong(nodes_[ids[i]].kind); };
  const auto own = strong(0) ? ids[0] : none;
  bool clear_cut = true;
  std::size_t device = 0;
  for (; device < ids.size() && strong(device); ++device)
    if (device > 0) clear_cut = clear_cut && link_strong(own, ids[device]);
  for (auto i = device; own != none && i < ids.size(); ++i)
    clear_cut = clear_cut && link_device(own, ids[i], record, none);
  for (auto i = device; clear_cut && i < ids.size(); ++i)
    for (auto j = i + 1; j < ids.size(); ++j) clear_cut = clear_cut && link_device(ids[i], ids[j], record, own);
  if (!clear_cut) dirty_.insert(dirty_.end(), ids.begin(), ids.end());
}

/// False when it must be resolved what follows from the link.
bool identity_graph::link_strong(identifier_no a, identifier_no b) {
  const auto p = root(a), q = root(b), x = cluster(a), y = cluster(b);
  if (x == y) return true;
  auto& into = nodes_[x];
  const auto& from = nodes_[y];
  if (p != q) {
    const auto& left = nodes_[p];
    const auto& right = nodes_[q];
    if (left.guarded && right.guarded) return false;
    if (left.at_kiosk && right.at_kiosk) return false;
    if ((left.person_holds & ~into.cluster_holds & right.person_holds) != 0) return false;
    if ((right.person_holds & ~from.cluster_holds & left.person_holds) != 0) return false;
    unite(p, q);
  }
  into.cluster_holds = (into.cluster_holds | from.cluster_holds) & 0xFU;
  nodes_[y].aux = x;
  return true;
}

/// Likewise. @param own the strong identifier with which the record has both linked already, or none
bool identity_graph::link_device(identifier_no a, identifier_no b, std::uint32_t record, identifier_no own) {
  const auto p = root(a), q = root(b);
  if (p == q) return true;
  auto& left = nodes_[p];
  auto& right = nodes_[q];
  if (left.guarded && right.guarded) return false;
  if ((left.person_holds & right.person_holds) != 0) {
    if ((held_at(a, record, own) & held_at(b, record, own)) == 0) return false;
    left.contested = right.contested = true;
    return true;
  }
  if (left.at_kiosk && right.at_kiosk) return false;
  unite(p, q);
  return true;
}

/// Strong kinds that the side of *id* held for certain when *record* came in order.
std::uint8_t identity_graph::held_at(identifier_no id, std::uint32_t record, identifier_no own) {
  const auto& n = nodes_[id];
  if (is_strong(n.kind)) return nodes_[cluster(id)].cluster_holds;
  if (own != none && root(own) == root(id)) return nodes_[cluster(own)].cluster_holds;
  if (n.aux == none || sets_[n.aux].live == 0) return 0;
  auto& s = sets_[n.aux];
  const auto user = live_ids(s).front();
  if (!is_strong(nodes_[user].kind) || root(user) != root(id)) return 0;
  s.earliest = earliest_of(s);
  return before(record, s.earliest) ? 0 : nodes_[cluster(user)].cluster_holds;
}

/// Makes one person of two roots; the one of fewer identifiers takes the other's name.
void identity_graph::unite(identifier_no a, identifier_no b) {
  if (nodes_[a].size < nodes_[b].size || (nodes_[a].size == nodes_[b].size && b < a)) std::swap(a, b);
  auto renamed = b;
  do {
    each_set(renamed, [&](std::uint32_t set) {
      open_sets_.push_back(set);
      const auto& s = sets_[set];
      if (!nodes_[b].at_kiosk) return true;
      for (const auto id : ids_of(s))
        if (nodes_[id].is_kiosk) open_kiosks_.push_back(id);
      return true;
    });
    renamed = nodes_[renamed].next;
  } while (renamed != b);
  auto& into = nodes_[a];
  auto& from = nodes_[b];
  from.parent = a;
  std::swap(into.next, from.next);
  into.size += from.size;
  into.person_holds = (into.person_holds | from.person_holds) & 0xFU;
  into.contested = into.contested || from.contested;
  into.at_kiosk = into.at_kiosk || from.at_kiosk;
  into.guarded = into.guarded || from.guarded;
}

}  // namespace hub
