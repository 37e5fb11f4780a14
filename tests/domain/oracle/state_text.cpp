// States as texts, and what the hub says brought into the oracle's words.
#include "oracle.hpp"

namespace hub::oracle {
namespace {

std::string money_text(const std::optional<money>& value) {
  return value ? format_amount(value->minor, value->currency) + " " + to_string(value->currency) : "null";
}

std::string names_of(const std::set<event_name>& names) {
  std::string out;
  for (const auto& [source, id] : names) out += " " + source + ":" + id;
  return out;
}

std::string text_of(const conversion& c) {
  std::string out = "conversion" + names_of(c.events) + " | " + c.type + " of " + c.source + " in " + c.country +
                    " at " + format_instant(c.at) + (c.offline ? " offline " : " ") + money_text(c.value) + " gross " +
                    std::to_string(c.gross) + " net " + std::to_string(c.net);
  for (const auto& e : c.ledger)
    out += "\n    " + std::string(to_string(e.kind)) + " " + std::string(to_string(e.note)) + " " +
           format_instant(e.at) + " " + std::to_string(e.amount) + " " + std::to_string(e.count) + " " + e.source +
           ":" + e.external_id;
  for (const auto& t : c.touches)
    out += "\n    touch " + t.id + " " + format_instant(t.at) + " " + std::to_string(static_cast<int>(t.interaction)) +
           " feed=" + t.feed + " channel=" + t.channel + " campaign=" + t.campaign + " adset=" + t.adset +
           " ad=" + t.ad + (t.folded_into.empty() ? "" : " in " + t.folded_into);
  return out;
}

conversion told(const conversion_dossier& d) {
  conversion c;
  for (const auto& e : d.events) c.events.insert({e.source, e.external_id});
  c.type = d.type;
  c.source = d.source;
  c.country = d.country;
  c.at = d.conversion.at;
  c.offline = d.conversion.offline;
  if (d.conversion.has_value) c.value = money{d.ledger[0].amount, d.conversion.currency};
  c.gross = d.gross;
  c.net = d.net;
  for (const auto& e : d.ledger) c.ledger.push_back({e.kind, e.note, e.at, e.amount, e.count, e.source, e.external_id});
  c.ledger[0].source = c.ledger[0].external_id = "";
  for (const auto& t : d.touches)
    c.touches.push_back({t.id, t.feed, t.channel, t.campaign, t.adset, t.ad, "", t.at, t.interaction,
                         t.folded_into ? d.touches[*t.folded_into].id : ""});
  return c;
}

}  // namespace

std::string state::text() const {
  std::set<std::string> lines;
  for (const auto& c : conversions) lines.insert(text_of(c));
  for (const auto& who : people) lines.insert("person" + names_of(who));
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

std::vector<event_name> names_in(const std::vector<fact_body>& facts) {
  std::vector<event_name> names;
  for (const auto& fact : facts) {
    if (const auto* e = std::get_if<conversion_event>(&fact)) names.emplace_back(e->source, e->external_id);
    if (const auto* t = std::get_if<touch_event>(&fact)) names.emplace_back(t->source, t->external_id);
    if (const auto* c = std::get_if<crm_change>(&fact)) {
      if (c->object == crm_object::deal) names.emplace_back(c->source, c->record);
      for (const auto* visit : {"/first", "/latest"})
        if (c->object == crm_object::contact) names.emplace_back(c->source, "contact/" + c->record + visit);
    }
  }
  return names;
}

state told_by(const truth& hub, const std::vector<event_name>& names, bool people) {
  state s;
  std::set<event_name> seen;
  std::map<std::string, std::set<event_name>> by_contact;
  for (const auto& name : names) {
    const auto key = event_key(name.first, name.second);
    if (people)
      if (const auto contact = hub.contact(key)) by_contact[contact->id].insert(name);
    if (seen.contains(name)) continue;
    const auto d = hub.conversion(key);
    if (!d) continue;
    s.conversions.push_back(told(*d));
    seen.insert(s.conversions.back().events.begin(), s.conversions.back().events.end());
  }
  for (const auto& [id, who] : by_contact) s.people.push_back(who);
  return s;
}

}  // namespace hub::oracle
