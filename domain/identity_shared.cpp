// Identifiers that came together with too many strong ones link nobody. Few are ever near that: what is counted for
// each is an upper bound in one byte, and those that pass it are measured.
#include <algorithm>

#include "domain/identity_walks.hpp"

namespace hub {

/// Counts what the identifiers of a new set met in it.
void identity_graph::note_met(std::uint32_t set) {
  const auto s = sets_[set];
  const auto ids = ids_of(s);
  const auto strong = std::count_if(ids.begin(), ids.end(), [&](auto id) { return is_strong(nodes_[id].kind); });
  for (const auto id : ids) {
    auto& n = nodes_[id];
    const auto others = static_cast<std::size_t>(strong) - (is_strong(n.kind) ? 1 : 0);
    if (n.is_shared || others == 0) continue;
    n.met_bound = static_cast<std::uint8_t>(std::min<std::size_t>(most_bound, n.met_bound + others));
    if (met_too_many(id, set)) set_shared(id, true);
  }
}

bool identity_graph::met_too_many(identifier_no id, std::uint32_t set) {
  const auto& n = nodes_[id];
  const auto most = is_strong(n.kind) ? policy_.max_per_identifier : policy_.max_per_device;
  if (n.met_bound <= most && n.met_bound != most_bound) return false;
  const auto too_many = [&](const auto& counts) {
    return std::any_of(counts.begin(), counts.end(), [&](std::size_t count) { return count > most; });
  };
  if (!n.is_apart) {  // a set that is large enough by itself needs no measuring
    std::array<std::size_t, strong_kinds> counts{};
    for (const auto other : ids_of(sets_[set]))
      if (other != id && is_strong(nodes_[other].kind)) ++counts[static_cast<std::size_t>(nodes_[other].kind)];
    if (too_many(counts)) return true;
  }
  const auto known = meters_.find(id);
  if (known == meters_.end()) return too_many(meters_.emplace(id, measure(id)).first->second.counts);
  meet(known->second, id, sets_[set]);
  return too_many(known->second.counts);
}

void identity_graph::meet(meter& m, identifier_no id, const id_set& s) const {
  for (const auto other : ids_of(s)) {
    const auto kind = nodes_[other].kind;
    if (other == id || !is_strong(kind) || is_apart(id, other)) continue;
    if (m.met.insert(other).second) ++m.counts[static_cast<std::size_t>(kind)];
  }
}

identity_graph::meter identity_graph::measure(identifier_no id) const {
  meter m;
  each_set(id, [&](std::uint32_t set) {
    meet(m, id, sets_[set]);
    return true;
  });
  return m;
}

/// What hung together through *id* is resolved again, and its records with it.
void identity_graph::set_shared(identifier_no id, bool is_shared) {
  nodes_[id].is_shared = is_shared;
  meters_.erase(id);
  is_shared ? (void)shared_.insert(id) : (void)shared_.erase(id);
  dirty_.push_back(id);
  each_set(id, [&](std::uint32_t set) {
    const auto ids = ids_of(sets_[set]);
    dirty_.insert(dirty_.end(), ids.begin(), ids.end());
    open_sets_.push_back(set);
    return true;
  });
}

/// After something that *id* met is gone, or counts differently.
void identity_graph::judge_again(identifier_no id) {
  meters_.erase(id);
  const auto& n = nodes_[id];
  const auto most = is_strong(n.kind) ? policy_.max_per_identifier : policy_.max_per_device;
  if (n.met_bound <= most && n.met_bound != most_bound) return;
  const auto met = measure(id);
  const bool shared = std::any_of(met.counts.begin(), met.counts.end(), [&](auto count) { return count > most; });
  if (shared != n.is_shared) set_shared(id, shared);
}

std::vector<shared_identifier> identity_graph::shared() const {
  std::vector<shared_identifier> out;
  for (const auto id : shared_) {
    shared_identifier s{tell(id), measure(id).counts};
    each_set(id, [&](std::uint32_t set) {
      each_record(sets_[set], [&](std::uint32_t r) {
        const auto at = records_[r].occurred_at;
        s.first_at = s.records == 0 ? at : std::min(s.first_at, at);
        s.last_at = s.records == 0 ? at : std::max(s.last_at, at);
        ++s.records;
      });
      return true;
    });
    out.push_back(s);
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return std::tie(b.records, a.identifier.key) < std::tie(a.records, b.identifier.key);
  });
  return out;
}

}  // namespace hub
