#include "domain/identity_graph.hpp"

#include <algorithm>

namespace hub {
namespace {

std::string_view name_space(identifier_kind kind) {
  switch (kind) {
    case identifier_kind::email: return "email";
    case identifier_kind::phone: return "phone";
    case identifier_kind::external_id: return "external_id";
    case identifier_kind::crm_contact_id: return "crm_contact_id";
    case identifier_kind::anonymous_id: return "anonymous_id";
    case identifier_kind::fbp: return "fbp";
    default: return "click";
  }
}

constexpr std::uint32_t no_component = 0xFFFF'FFFFU;

}  // namespace

key128 identifier_key(const identifier& id) {
  std::string text(name_space(id.kind));
  text += ':';
  text += id.value;
  return content_key(text);
}

std::string contact_id(const key128& key) { return "ct_" + to_hex(key); }

identifier_no identity_graph::intern(const identifier& id) {
  const auto key = identifier_key(id);
  const auto [at, inserted] = by_key_.try_emplace(key, static_cast<identifier_no>(keys_.size()));
  if (inserted) {
    keys_.push_back(key);
    kinds_.push_back(id.kind);
    parent_.push_back(at->second);
    contact_.push_back(no_contact);
    component_of_.push_back(no_component);
  }
  kinds_[at->second] = std::min(kinds_[at->second], id.kind);  // the network, once somebody names it
  return at->second;
}

identifier_no identity_graph::root(identifier_no id) {
  while (parent_[id] != id) id = parent_[id] = parent_[parent_[id]];
  return id;
}

identifier_no identity_graph::root(identifier_no id) const {
  while (parent_[id] != id) id = parent_[id];
  return id;
}

bool identity_graph::is_plain(const component& c) const {
  return c.plain && std::all_of(c.strong.begin(), c.strong.end(), [](std::uint32_t n) { return n <= 1; });
}

std::uint32_t identity_graph::add(instant occurred_at, std::string_view source, std::string_view external_id,
                                  std::span<const identifier> identifiers, std::vector<std::uint32_t>& changed) {
  const auto record = static_cast<std::uint32_t>(records_.size());
  // In the order of the kinds that this record gives: a click id may have been told without its network before.
  std::vector<const identifier*> linking;
  for (const auto& id : identifiers)
    if (id.links && !id.value.empty()) linking.push_back(&id);
  std::stable_sort(linking.begin(), linking.end(), [](auto* a, auto* b) { return a->kind < b->kind; });
  std::vector<identifier_no> distinct;
  for (const auto* id : linking)
    if (const auto no = intern(*id); std::find(distinct.begin(), distinct.end(), no) == distinct.end())
      distinct.push_back(no);

  record_entry entry{occurred_at,
                     texts_.add(source),
                     texts_.add(external_id),
                     static_cast<std::uint32_t>(links_.size()),
                     static_cast<std::uint16_t>(distinct.size()),
                     false,
                     no_contact};
  links_.insert(links_.end(), distinct.begin(), distinct.end());
  records_.push_back(entry);
  if (distinct.empty()) {
    records_[record].contact = anonymous_contact | record;
    changed.push_back(record);
    return record;
  }
  const auto no = join(distinct, changed);
  auto& home = components_[no];
  home.records.push_back(record);
  if (home.plain) {
    records_[record].contact = home.contact;
    changed.push_back(record);
  } else {
    resolve(no, changed);
  }
  return record;
}

/// Makes one component of those of *ids*, the largest one absorbing the rest.
std::uint32_t identity_graph::join(std::span<const identifier_no> ids, std::vector<std::uint32_t>& changed) {
  identifier_no home_root = root(ids[0]);
  std::size_t largest = 0;
  for (const auto id : ids) {
    const auto r = root(id);
    if (component_of_[r] == no_component) continue;
    const auto size = components_[component_of_[r]].records.size();
    if (size > largest) {
      largest = size;
      home_root = r;
    }
  }
  if (component_of_[home_root] == no_component) {
    if (free_components_.empty()) {
      free_components_.push_back(static_cast<std::uint32_t>(components_.size()));
      components_.emplace_back();
    }
    component_of_[home_root] = free_components_.back();
    free_components_.pop_back();
    auto& fresh = components_[component_of_[home_root]];
    fresh = component{};
    fresh.contact = home_root;
    if (is_strong(kinds_[home_root])) ++fresh.strong[static_cast<std::size_t>(kinds_[home_root])];
  }
  const auto home = component_of_[home_root];
  for (const auto id : ids) {
    const auto r = root(id);
    if (r == home_root) continue;
    parent_[r] = home_root;
    if (component_of_[r] == no_component) {
      if (is_strong(kinds_[r])) ++components_[home].strong[static_cast<std::size_t>(kinds_[r])];
      contact_[r] = no_contact;
    } else {
      absorb(components_[home], components_[component_of_[r]], changed);
      free_components_.push_back(component_of_[r]);
      component_of_[r] = no_component;
    }
  }
  components_[home].plain = is_plain(components_[home]);
  return home;
}

void identity_graph::absorb(component& into, component& from, std::vector<std::uint32_t>& changed) {
  for (std::size_t k = 0; k < strong_kinds; ++k) into.strong[k] += from.strong[k];
  into.plain = into.plain && from.plain;
  if (is_plain(into))
    for (const auto record : from.records)
      if (records_[record].contact != into.contact) {
        records_[record].contact = into.contact;
        changed.push_back(record);
      }
  into.records.insert(into.records.end(), from.records.begin(), from.records.end());
  from = component{};
}

void identity_graph::resolve(std::uint32_t component_no, std::vector<std::uint32_t>& changed) {
  auto& home = components_[component_no];
  std::erase_if(home.records, [&](auto record) { return records_[record].removed; });
  std::vector<identity_record> view;
  view.reserve(home.records.size());
  for (const auto record : home.records) {
    const auto& r = records_[record];
    view.push_back({record, r.occurred_at, r.source.view(), r.external_id.view(), identifiers_of(record)});
  }
  const auto resolved = resolve_identity(std::move(view), kinds_, policy_);
  for (std::size_t i = 0; i < home.records.size(); ++i) {
    auto& r = records_[home.records[i]];
    if (r.contact == resolved.of_record[i]) continue;
    r.contact = resolved.of_record[i];
    changed.push_back(home.records[i]);
  }
  for (const auto& [id, contact] : resolved.of_identifier) contact_[id] = contact;
}

void identity_graph::remove(std::uint32_t record, std::vector<std::uint32_t>& changed) {
  auto& r = records_[record];
  r.removed = true;
  if (r.count == 0) return;
  for (const auto id : identifiers_of(record)) contact_[id] = no_contact;  // unless another record still carries it
  const auto home = component_of_[root(links_[r.first])];
  components_[home].plain = false;  // what is left may hang together no longer
  resolve(home, changed);
}

std::optional<contact_no> identity_graph::find(const key128& identifier) const {
  const auto found = by_key_.find(identifier);
  if (found == by_key_.end()) return std::nullopt;
  const auto no = component_of_[root(found->second)];
  if (no == no_component) return std::nullopt;
  const auto contact = components_[no].plain ? components_[no].contact : contact_[found->second];
  return contact == no_contact ? std::nullopt : std::optional(contact);
}

key128 identity_graph::key_of(contact_no contact) const {
  if ((contact & anonymous_contact) == 0) return keys_[contact];
  const auto& r = records_[contact & ~anonymous_contact];
  return event_key(r.source.view(), r.external_id.view());
}

std::span<const identifier_no> identity_graph::identifiers_of(std::uint32_t record) const {
  return {links_.data() + records_[record].first, records_[record].count};
}

}  // namespace hub
