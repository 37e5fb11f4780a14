#include "domain/erased_people.hpp"

#include <algorithm>

#include "domain/crm_words.hpp"
#include "domain/identifier_key.hpp"

namespace hub {
namespace {

constexpr std::string_view digest_name = "erased";

key128 digest_of(const key128& identifier) { return event_key(digest_name, to_hex(identifier)); }

key128 crm_contact(std::string_view record) {
  return identifier_key({identifier_kind::crm_contact_id, std::string(record), true});
}

constexpr instant whenever = std::numeric_limits<instant>::min();

}  // namespace

std::string erasure_digest(const key128& identifier) { return to_hex(digest_of(identifier)); }

bool erased_people::take(const key128& key, const person_erasure& told) {
  if (!decisions_.insert(key).second) return false;
  for (const auto& digest : told.digests) {
    const auto name = key_from_hex(digest);
    if (!name) continue;
    auto& at = erased_at_.try_emplace(*name, told.occurred_at).first->second;
    at = std::max(at, told.occurred_at);
  }
  latest_ = std::max(latest_, told.occurred_at);
  return true;
}

bool erased_people::was_erased(const key128& identifier, instant happened_at) const {
  const auto found = erased_at_.find(digest_of(identifier));
  return found != erased_at_.end() && happened_at <= found->second;
}

bool erased_people::names(const sealed_fact& fact) const {
  if (erased_at_.empty()) return false;
  if (const auto* change = std::get_if<crm_change>(&fact.body))
    return change->object == crm_object::contact && was_erased(crm_contact(change->record), whenever);
  return std::visit(
      [&](const auto& e) {
        if constexpr (requires { e.identifiers; }) {
          if (e.occurred_at > latest_) return false;
          return std::any_of(fact.identifiers.begin(), fact.identifiers.end(),
                             [&](const key128& id) { return was_erased(id, e.occurred_at); });
        }
        return false;
      },
      fact.body);
}

void erased_people::part(sealed_fact& fact) const {
  if (erased_at_.empty()) return;
  const auto* change = std::get_if<crm_change>(&fact.body);
  if (change == nullptr || change->object != crm_object::deal) return;
  auto parted = *change;
  const auto is_theirs = [&](const crm_property& p) {
    return p.name.starts_with(crm::contact) &&
           was_erased(crm_contact(std::string_view(p.name).substr(crm::contact.size())), whenever);
  };
  if (std::erase_if(parted.properties, is_theirs) > 0) fact = seal(std::move(parted), fact.received_at);
}

}  // namespace hub
