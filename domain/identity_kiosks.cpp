// Whose a record is. One with a strong identifier is that person's. One of devices alone follows from who was seen on
// them: of a device of several persons (a kiosk), the one last seen there counts.
#include <algorithm>

#include "domain/identity_walks.hpp"

namespace hub {

contact_no identity_graph::contact_now(std::uint32_t record) const {
  const auto& r = records_[record];
  const auto ids = r.set == none ? few_ids() : live_ids(sets_[r.set]);
  if (ids.empty()) return anonymous_contact | record;
  if (is_strong(nodes_[ids[0]].kind)) return root(ids[0]);
  const kiosk* several = nullptr;
  for (const auto id : ids) {
    const auto& n = nodes_[id];
    if (n.aux == none) continue;
    if (!n.is_kiosk) return root(id);
    if (several == nullptr) several = &kiosks_.at(id);
  }
  if (several == nullptr) return root(ids[0]);
  const auto& seen = several->sightings;
  const auto after = std::upper_bound(seen.begin(), seen.end(), r.occurred_at,
                                      [&](instant t, std::uint32_t s) { return t < records_[s].occurred_at; });
  const auto sighting = after == seen.begin() ? *after : *std::prev(after);
  return root(live_ids(sets_[records_[sighting].set]).front());
}

bool identity_graph::is_apart(identifier_no a, identifier_no b) const {
  return nodes_[a].is_apart && nodes_[b].is_apart && apart_.contains(std::minmax(a, b));
}

/// Somebody said that the device is not that of the person who used it here.
bool identity_graph::denied(identifier_no device, const few_ids& ids) const {
  return nodes_[device].is_apart && std::any_of(ids.begin(), ids.end(), [&](identifier_no id) {
           return is_strong(nodes_[id].kind) && is_apart(device, id);
         });
}

/// Notes who used which device, and what follows for records of these devices alone.
void identity_graph::see(const few_ids& ids, std::uint32_t set, std::uint32_t record) {
  const auto in_order = [&](std::uint32_t a, std::uint32_t b) { return before(a, b); };
  const bool known = !ids.empty() && is_strong(nodes_[ids[0]].kind);
  for (const auto id : ids) {
    auto& n = nodes_[id];
    if (is_strong(n.kind) || (n.aux == set && !n.is_kiosk)) continue;
    if (n.is_kiosk) {
      auto& k = kiosks_.at(id);
      auto& list = known ? k.sightings : k.followers;
      if (known && denied(id, ids)) continue;
      const auto at = list.insert(std::upper_bound(list.begin(), list.end(), record, in_order), record);
      if (!known) continue;
      nodes_[root(ids[0])].at_kiosk = true;
      recheck_followers(k, static_cast<std::size_t>(at - list.begin()));
    } else if (known && !denied(id, ids)) {
      if (n.aux == none || sets_[n.aux].live == 0) {
        n.aux = set;
        each_set(id, [&](std::uint32_t other) {
          if (sets_[other].count > 1) open_sets_.push_back(other);
          return true;
        });
      } else if (root(live_ids(sets_[n.aux]).front()) != root(ids[0])) {
        open_kiosk(id);
      }
    }
  }
}

void identity_graph::open_kiosk(identifier_no device) {
  nodes_[device].is_kiosk = true;
  auto& k = kiosks_[device];
  k = {};
  each_set(device, [&](std::uint32_t set) {
    const auto ids = live_ids(sets_[set]);
    const bool known = is_strong(nodes_[ids[0]].kind);
    if (known && denied(device, ids)) return true;
    if (known) nodes_[root(ids[0])].at_kiosk = true;
    each_record(sets_[set], [&](std::uint32_t r) { (known ? k.sightings : k.followers).push_back(r); });
    return true;
  });
  const auto in_order = [&](std::uint32_t a, std::uint32_t b) { return before(a, b); };
  std::sort(k.sightings.begin(), k.sightings.end(), in_order);
  std::sort(k.followers.begin(), k.followers.end(), in_order);
  open_records_.insert(open_records_.end(), k.followers.begin(), k.followers.end());
}

/// Opens the records that follow from the sighting at this position, or would without it.
void identity_graph::recheck_followers(const kiosk& k, std::size_t sighting) {
  const auto earlier = [&](std::uint32_t r, instant t) { return records_[r].occurred_at < t; };
  const auto at = [&](std::size_t position) { return records_[k.sightings[position]].occurred_at; };
  const auto begin = k.followers.begin(), end = k.followers.end();
  const auto from = sighting == 0 ? begin : std::lower_bound(begin, end, at(sighting), earlier);
  const auto to = sighting + 1 == k.sightings.size() ? end : std::lower_bound(from, end, at(sighting + 1), earlier);
  open_records_.insert(open_records_.end(), from, to);
}

/// Takes a record out of the kiosks it tells of. The last of a person goes with its set, and then all is resolved again.
void identity_graph::unsee(const few_ids& ids, std::uint32_t record) {
  const auto in_order = [&](std::uint32_t a, std::uint32_t b) { return before(a, b); };
  for (const auto id : ids) {
    if (!nodes_[id].is_kiosk) continue;
    auto& k = kiosks_.at(id);
    const bool known = is_strong(nodes_[ids[0]].kind);
    auto& list = known ? k.sightings : k.followers;
    const auto at = std::lower_bound(list.begin(), list.end(), record, in_order);
    if (at == list.end() || *at != record) continue;
    if (known) recheck_followers(k, static_cast<std::size_t>(at - list.begin()));
    list.erase(at);
  }
}

}  // namespace hub
