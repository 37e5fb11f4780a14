// CRM records as sets of statements; contacts: who they are and how they came.
#include <cstdlib>
#include <limits>
#include <sstream>

#include "told_record.hpp"

namespace hub::oracle {

std::set<statement> told_record::statements(const std::string& name) const {
  std::set<statement> all;
  if (const auto found = said.find(name); found != said.end())
    for (const auto& each : found->second)
      if (each.second != "unknown") all.insert(each);
  return all;
}

std::optional<statement> told_record::last(const std::string& name, instant at) const {
  std::optional<statement> last;
  for (const auto& each : statements(name))
    if (each.first <= at) last = each;
  return last;
}

std::optional<std::string> told_record::value(const std::string& name, instant at) const {
  const auto found = last(name, at);
  return found ? std::optional(found->second) : std::nullopt;
}

std::vector<std::string> told_record::names_behind(const std::string& prefix) const {
  std::vector<std::string> names;
  for (const auto& [name, all] : said)
    if (name.starts_with(prefix)) names.push_back(name.substr(prefix.size()));
  return names;
}

namespace {

std::string now(const told_record& r, const std::string& name) {
  return r.value(name, std::numeric_limits<instant>::max()).value_or("");
}

/// The fields of a packed landing page or referrer: address, host, then the context; or host and channel.
std::vector<std::string> fields(const std::string& packed) {
  std::vector<std::string> all;
  std::stringstream in(packed);
  for (std::string field; std::getline(in, field, '\x1f');) all.push_back(field);
  all.resize(std::max<std::size_t>(all.size(), 10));
  return all;
}

std::optional<touch_event> visit(const told_record& contact, const std::string& which,
                                 const std::vector<std::string>& dated_by) {
  std::optional<instant> at;
  for (const auto& name : dated_by)
    if (const auto read = parse_instant(now(contact, name)); !at && read) at = *read;
  const auto channel = now(contact, which + "_channel"), landing = now(contact, which + "_landing");
  if (!at || (channel.empty() && landing.empty())) return std::nullopt;
  const auto page = fields(landing), referrer = fields(now(contact, which + "_referrer"));
  touch_event t;
  t.source = contact.source;
  t.external_id = "contact/" + contact.id + "/" + which;
  t.occurred_at = *at;
  t.context = {page[2], page[3], page[4], page[5], page[6], page[7], page[8], page[9]};
  if (t.context.channel.empty()) t.context.channel = channel;
  if (t.context.channel.empty() && referrer[0] != page[1]) t.context.channel = referrer[1];
  if (t.context == campaign_context{}) return std::nullopt;
  t.identifiers = {{identifier_kind::crm_contact_id, contact.id, true}};
  for (std::size_t i = 10; i < page.size(); ++i)
    t.identifiers.push_back({static_cast<identifier_kind>(page[i][0] - 'A'), page[i].substr(1), true});
  return t;
}

std::string campaign(const touch_event& t) {
  return t.context.campaign_id.empty() ? t.context.campaign_name : t.context.campaign_id;
}

bool one_visit(const touch_event& a, const touch_event& b) {
  return std::llabs(a.occurred_at - b.occurred_at) <= minute_us && a.context.channel == b.context.channel &&
         campaign(a) == campaign(b);
}

}  // namespace

void read_contact(const told_record& contact, crm_meaning& to) {
  record who{0, {contact.source, "contact/" + contact.id}, {}, true};
  const auto add = [&](identifier_kind kind, const std::string& value) {
    if (!value.empty()) who.identifiers.push_back({kind, value, true});
  };
  add(identifier_kind::email, now(contact, "email"));
  std::stringstream further(now(contact, "emails"));
  for (std::string each; further >> each;) add(identifier_kind::email, each);
  add(identifier_kind::phone, now(contact, "phone"));
  add(identifier_kind::phone, now(contact, "mobile"));
  add(identifier_kind::crm_contact_id, contact.id);
  for (const auto& id : contact.names_behind("absorbed:"))
    if (now(contact, "absorbed:" + id) == "true") add(identifier_kind::crm_contact_id, id);
  add(identifier_kind::fbclid, now(contact, "fbclid"));
  add(identifier_kind::gclid, now(contact, "gclid"));
  to.contacts.push_back(who);

  const auto first = visit(contact, "first", {"first_at", "first_visit_at", "created_at"});
  const auto latest = visit(contact, "latest", {"latest_at", "last_at", "last_visit_at"});
  if (first) to.visits.push_back(*first);
  if (latest && !(first && one_visit(*first, *latest))) to.visits.push_back(*latest);
}

crm_meaning read_crm(const std::vector<fact_body>& facts) {
  std::map<std::tuple<std::string, crm_object, std::string>, told_record> records;
  for (const auto& fact : facts)
    if (const auto* c = std::get_if<crm_change>(&fact)) {
      auto& r = records[{c->source, c->object, c->record}];
      r.source = c->source;
      r.id = c->record;
      for (const auto& p : c->properties) r.said[p.name].insert({c->occurred_at, p.value});
    }
  crm_meaning meaning;
  for (const auto& [name, r] : records)
    if (std::get<crm_object>(name) == crm_object::deal)
      read_deal(r, meaning);
    else
      read_contact(r, meaning);
  return meaning;
}

}  // namespace hub::oracle
