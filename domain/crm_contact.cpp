#include "domain/crm_contact.hpp"

#include <algorithm>
#include <cstdlib>

#include "domain/crm_landing.hpp"
#include "domain/crm_words.hpp"

namespace hub {
namespace {

std::string touch_id(const crm_record& contact, const crm::visit_words& words) {
  return "contact/" + contact.id() + "/" + std::string(words.name);
}

std::optional<instant> visited_at(const crm_record& contact, const crm::visit_words& words) {
  for (const auto name : {words.at, words.or_at, words.or_else_at}) {
    const auto said = contact.value(name);
    if (said.empty()) continue;
    if (const auto read = parse_instant(said)) return *read;
  }
  return std::nullopt;
}

bool names_a_visit(const crm_record& contact, const crm::visit_words& words) {
  return !contact.value(words.channel).empty() || !contact.value(words.landing).empty();
}

/// The URL's parameters decide, then what the CRM made of the visit, then the referrer; a page of the same site is none.
campaign_context context_of(const crm_landing& landing, std::string_view crm_channel, const crm_referrer& referrer) {
  auto context = landing.context;
  const bool foreign = !referrer.host.empty() && referrer.host != landing.host;
  if (context.channel.empty()) context.channel = crm_channel;
  if (context.channel.empty() && foreign) context.channel = referrer.channel;
  const bool sourceless = context.source.empty() && context.medium.empty();
  if (sourceless && foreign && context.channel == referrer.channel) {
    context.source = referrer.host;
    context.medium = context.channel == "Organic Search" ? "organic" : "referral";
  }
  return context;
}

std::optional<touch_event> touch_of(const crm_record& contact, const crm::visit_words& words) {
  const auto at = visited_at(contact, words);
  if (!at || !names_a_visit(contact, words)) return std::nullopt;
  auto landing = unpack_landing(contact.value(words.landing));
  touch_event t;
  t.source = contact.source();
  t.external_id = touch_id(contact, words);
  t.occurred_at = *at;
  t.context = context_of(landing, contact.value(words.channel), unpack_referrer(contact.value(words.referrer)));
  if (t.context == campaign_context{}) return std::nullopt;
  t.identifiers.push_back({identifier_kind::crm_contact_id, contact.id(), true});
  t.identifiers.insert(t.identifiers.end(), landing.clicks.begin(), landing.clicks.end());
  t.url = std::move(landing.url);
  return t;
}

bool is_same_visit(const touch_event& a, const touch_event& b) {
  const auto campaign = [](const touch_event& t) {
    return t.context.campaign_id.empty() ? t.context.campaign_name : t.context.campaign_id;
  };
  return std::llabs(a.occurred_at - b.occurred_at) <= minute_us && a.context.channel == b.context.channel &&
         campaign(a) == campaign(b);
}

}  // namespace

std::vector<identifier> contact_identifiers(const crm_record& contact) {
  std::vector<identifier> ids;
  const auto add = [&](identifier_kind kind, std::string_view value) {
    identifier id{kind, std::string(value), true};
    if (!value.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
  };
  add(identifier_kind::email, contact.value(crm::email));
  auto further = contact.value(crm::emails);
  while (!further.empty()) {
    const auto end = std::min(further.find(' '), further.size());
    add(identifier_kind::email, further.substr(0, end));
    further.remove_prefix(std::min(end + 1, further.size()));
  }
  add(identifier_kind::phone, contact.value(crm::phone));
  add(identifier_kind::phone, contact.value(crm::mobile));
  add(identifier_kind::crm_contact_id, contact.id());
  for (const auto& id : contact.marked(crm::absorbed)) add(identifier_kind::crm_contact_id, id);
  add(identifier_kind::fbclid, contact.value(crm::fbclid));
  add(identifier_kind::gclid, contact.value(crm::gclid));
  return ids;
}

std::vector<touch_event> contact_touches(const crm_record& contact) {
  std::vector<touch_event> touches;
  for (const auto& words : crm::visits) {
    auto touch = touch_of(contact, words);
    if (touch && (touches.empty() || !is_same_visit(touches.front(), *touch))) touches.push_back(std::move(*touch));
  }
  return touches;
}

std::vector<std::string> contact_touch_ids(const crm_record& contact) {
  std::vector<std::string> ids;
  for (const auto& words : crm::visits) ids.push_back(touch_id(contact, words));
  return ids;
}

std::vector<std::string> contact_gaps(const crm_record& contact) {
  if (contact.value(crm::archived) == "true" || contact.latest(crm::merged_into) != nullptr) return {};
  if (contact.latest(crm::whole) != nullptr) return {};
  std::vector<std::string> gaps;
  if (contact_identifiers(contact).size() == 1) gaps.emplace_back("identity");
  for (const auto& words : crm::visits)
    if (names_a_visit(contact, words) && !visited_at(contact, words)) {
      gaps.emplace_back("visit");
      break;
    }
  return gaps;
}

}  // namespace hub
