// Why identifiers are one contact: worked out when somebody asks, from all that hangs together with it.
#include <algorithm>

#include "domain/identity_walks.hpp"

namespace hub {

std::vector<told_identifier> identity_graph::identifiers_of_contact(contact_no contact) const {
  std::vector<told_identifier> out;
  for (const auto id : members(contact)) out.push_back(tell(id));
  return out;
}

identity_graph::id_list identity_graph::members(contact_no contact) const {
  id_list ids;
  if ((contact & anonymous_contact) != 0) return ids;
  auto id = contact;
  do {
    ids.push_back(id);
    id = nodes_[id].next;
  } while (id != contact);
  // One that was only spoken of, in a record that is gone or in a decision, is nobody's.
  std::erase_if(ids, [&](identifier_no each) {
    bool carried = false;
    each_set(each, [&](std::uint32_t) { return !(carried = true); });
    return !carried;
  });
  std::sort(ids.begin(), ids.end(), [&](auto a, auto b) {
    return std::tie(nodes_[a].kind, nodes_[a].key) < std::tie(nodes_[b].kind, nodes_[b].key);
  });
  return ids;
}

std::vector<told_link> identity_graph::evidence(contact_no contact) const {
  const auto ids = members(contact);
  if (ids.empty()) return {};
  const auto around = region_of(ids);
  auto resolved = resolve(around.ids, around.sets);
  add_shared(ids, resolved.refused);
  std::vector<told_link> out;
  for (const auto* links : {&resolved.links, &resolved.refused})
    for (const auto& link : *links) {
      if (root(link.a) != contact && root(link.b) != contact) continue;
      const auto& r = records_[link.record];
      out.push_back({tell(link.a), tell(link.b), link.rule, link.refused, r.occurred_at, sources_.text(r.source),
                     std::string(r.external_id.view())});
    }
  return out;
}

/// Links of *ids* with shared identifiers, each pair once, by the earliest set that has both.
void identity_graph::add_shared(const id_list& ids, std::vector<identity_link>& links) const {
  std::map<apart_pair, std::uint32_t> pairs;
  for (const auto id : ids)
    each_set(id, [&](std::uint32_t set) {
      for (const auto other : ids_of(sets_[set])) {
        if (!nodes_[other].is_shared) continue;
        const auto record = earliest_of(sets_[set]);
        const auto [known, first] = pairs.try_emplace({id, other}, record);
        if (!first && before(record, known->second)) known->second = record;
      }
      return true;
    });
  for (const auto& [pair, record] : pairs) {
    const bool strong = is_strong(nodes_[pair.first].kind) && is_strong(nodes_[pair.second].kind);
    links.push_back(
        {pair.first, pair.second, record, strong ? link_rule::strong : link_rule::device, link_refusal::shared});
  }
}

}  // namespace hub
