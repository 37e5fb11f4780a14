// From facts to the state: versions, people, clusters, surviving fields, books and touches, one after the other.
#include <algorithm>

#include "crm_records.hpp"

namespace hub::oracle {
namespace {

/// The last content told under each id.
template <class Event>
std::vector<Event> last_told(const std::vector<fact_body>& facts) {
  std::map<event_name, Event> last;
  for (const auto& fact : facts)
    if (const auto* e = std::get_if<Event>(&fact)) last[{e->source, e->external_id}] = *e;
  std::vector<Event> all;
  for (const auto& [name, e] : last) all.push_back(e);
  return all;
}

std::string campaign_of(const campaign_context& c) { return c.campaign_id.empty() ? c.campaign_name : c.campaign_id; }

touch touch_from(std::string id, const std::string& feed, instant at, interaction kind, const campaign_context& c) {
  return {std::move(id), feed, c.channel, campaign_of(c), c.adset_id, c.ad_id, c.click_id, at, kind, ""};
}

/// An outcome or a page view that names a campaign, ad or click contributes a touch.
std::optional<touch> contributed(const conversion_event& e) {
  if (!e.outcome && e.type != "page_view") return std::nullopt;
  if (campaign_of(e.context).empty() && e.context.ad_id.empty() && e.context.click_id.empty()) return std::nullopt;
  return touch_from("c:" + e.source + ":" + e.external_id, e.source,
                    std::min(e.clicked_at.value_or(e.occurred_at), e.occurred_at), interaction::click, e.context);
}

struct world {
  std::vector<conversion_event> events;
  std::vector<int> contact_of_event;
  std::vector<owned_touch> touches;
  std::map<int, std::set<event_name>> people;
  crm_meaning crm;
};

/// The standing events of those who send them, and those that deals are, whoever else tells of the latter.
std::vector<conversion_event> events_in(const std::vector<fact_body>& facts, const crm_meaning& crm) {
  auto events = crm.deals;
  for (auto& e : standing_events(facts))
    if (!crm.steps.contains({e.source, e.external_id})) events.push_back(std::move(e));
  return events;
}

world settle_people(const std::vector<fact_body>& facts, const truth_policy& policy) {
  world w;
  w.crm = read_crm(facts);
  w.events = events_in(facts, w.crm);
  auto touches = last_told<touch_event>(facts);
  touches.insert(touches.end(), w.crm.visits.begin(), w.crm.visits.end());
  std::vector<record> records;
  for (const auto& e : w.events) records.push_back({e.occurred_at, {e.source, e.external_id}, e.identifiers});
  for (const auto& t : touches) records.push_back({t.occurred_at, {t.source, t.external_id}, t.identifiers});
  for (const auto& fact : facts)
    if (const auto* s = std::get_if<identity_event>(&fact))
      records.push_back({s->occurred_at, {s->source, s->external_id}, s->identifiers, true});
  records.insert(records.end(), w.crm.contacts.begin(), w.crm.contacts.end());
  const auto contacts = contacts_of(records, people_parted_in(facts), policy.identity);
  for (std::size_t i = 0; i < records.size(); ++i)
    if (!records[i].statement) w.people[contacts[i]].insert(records[i].name);
  for (std::size_t i = 0; i < w.events.size(); ++i) {
    w.contact_of_event.push_back(contacts[i]);
    if (auto t = contributed(w.events[i])) w.touches.push_back({*t, contacts[i]});
  }
  for (std::size_t i = 0; i < touches.size(); ++i)
    w.touches.push_back({touch_from(touches[i].external_id, touches[i].source, touches[i].occurred_at, touches[i].kind,
                                    touches[i].context),
                         contacts[w.events.size() + i]});
  return w;
}

/// The event whose conversion an adjustment changes: the one it names, or the earliest with the order id it names, which
/// means a conversion of the purchase family and not an id on too many events.
const conversion_event* sale_of(const adjustment_event& a, const world& w, const truth_policy& policy) {
  const conversion_event* sale = nullptr;
  std::size_t carriers = 0;
  for (const auto& e : w.events) {
    if (!e.outcome) continue;
    if (!a.conversion_id.empty() && a.conversion_id == conversion_id(event_key(e.source, e.external_id))) return &e;
    if (!a.sale_external_id.empty() && a.sale_source == e.source && a.sale_external_id == e.external_id) return &e;
    if (a.order_key.empty() || a.order_key != e.order_key) continue;
    ++carriers;
    const bool first = sale == nullptr || std::tie(e.occurred_at, e.source, e.external_id) <
                                              std::tie(sale->occurred_at, sale->source, sale->external_id);
    if (family_of(e.type, policy) == family_of("purchase", policy) && first) sale = &e;
  }
  return carriers > policy.dedup.max_per_key ? nullptr : sale;
}

conversion conversion_of(const std::vector<int>& members, const world& w,
                         const std::vector<adjustment_event>& adjustments, const truth_policy& policy) {
  conversion c;
  std::vector<const conversion_event*> events;
  std::set<int> contacts;
  for (const int m : members) {
    events.push_back(&w.events[static_cast<std::size_t>(m)]);
    contacts.insert(w.contact_of_event[static_cast<std::size_t>(m)]);
  }
  std::sort(events.begin(), events.end(), [&](const auto* a, const auto* b) {
    return std::tuple(trust(a->source, policy), b->occurred_at, b->external_id) <
           std::tuple(trust(b->source, policy), a->occurred_at, a->external_id);
  });
  c.type = events[0]->type;
  c.source = events[0]->source;
  c.at = events[0]->occurred_at;
  c.offline = true;
  for (const auto* e : events) {
    c.events.insert({e->source, e->external_id});
    c.at = std::min(c.at, e->occurred_at);
    c.offline = c.offline && e->offline;
    if (!c.value) c.value = e->value;
    if (c.country.empty()) c.country = e->country;
  }
  const auto value = std::find_if(events.begin(), events.end(), [](const auto* e) { return e->value.has_value(); });
  auto changes = deal_changes(w.crm, events, value == events.end() ? nullptr : *value);
  for (const auto& a : adjustments)
    if (std::find(events.begin(), events.end(), sale_of(a, w, policy)) != events.end())
      changes.push_back({entry_of(a.kind), a.amount, a.currency, a.occurred_at, a.source, a.external_id});
  keep_books(c, std::move(changes));
  std::vector<touch> touches;
  for (const auto& t : w.touches)
    if (contacts.contains(t.contact)) touches.push_back(t.what);
  c.touches = fold(std::move(touches));
  return c;
}

}  // namespace

state meaning_of(const std::vector<fact_body>& facts, const truth_policy& configured) {
  const auto policy = rules_in_force(facts, configured);
  const auto w = settle_people(facts, policy);
  const auto adjustments = last_told<adjustment_event>(facts);
  state s;
  for (const auto& [contact, who] : w.people) s.people.push_back(who);
  for (const auto& members : clusters_of(w.events, w.contact_of_event, decisions_in(facts), policy))
    s.conversions.push_back(conversion_of(members, w, adjustments, policy));
  return s;
}

}  // namespace hub::oracle
