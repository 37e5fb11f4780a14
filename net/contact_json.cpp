#include "net/contact_json.hpp"

#include <algorithm>

#include "domain/explanation.hpp"
#include "net/contact_key.hpp"
#include "net/record_json.hpp"

namespace hub::net {
namespace {

std::string_view name_of(link_rule rule) {
  static constexpr std::string_view names[] = {"strong", "device", "stitched"};
  return names[static_cast<std::size_t>(rule)];
}

/// Why a link was refused, as a slug.
std::string_view name_of(link_refusal refusal) {
  static constexpr std::string_view names[] = {"", "kiosk", "decided", "shared"};
  return names[static_cast<std::size_t>(refusal)];
}

std::string_view class_of(identifier_kind kind) {
  return is_strong(kind) ? "person" : is_click(kind) ? "click" : "device";
}

json_writer& write_identifier(json_writer& out, const told_identifier& id) {
  return out.begin_object().member("kind", to_string(id.kind)).member("key", to_hex(id.key));
}

void write_links(json_writer& out, std::string_view name, const contact_dossier& contact, bool refused) {
  out.key(name).begin_array();
  for (const auto& link : contact.links) {
    if ((link.refused != link_refusal::none) != refused) continue;
    out.begin_object().key("identifiers").begin_array();
    write_identifier(out, link.a).end_object();
    write_identifier(out, link.b).end_object();
    out.end_array().member("rule", name_of(link.rule));
    if (refused) out.member("reason", name_of(link.refused));
    out.member("source", link.source).member("external_id", link.external_id);
    out.member("occurred_at", format_instant(link.at)).end_object();
  }
  out.end_array();
}

void write_who(json_writer& out, const contact_dossier& contact) {
  out.begin_object().member("contact_id", contact.id).key("identifiers").begin_array();
  for (const auto& id : contact.identifiers) write_identifier(out, id).member("is", class_of(id.kind)).end_object();
  out.end_array();
  write_links(out, "links", contact, false);
  write_links(out, "refused_links", contact, true);
}

/// Members of a touch, into the open object.
void write_met(json_writer& out, const contact_dossier& contact, const dossier_touch& touch) {
  write_touch(out, touch);
  if (touch.folded_into) out.member("same_click_as", contact.touches[*touch.folded_into].id);
}

/// Members of a conversion, into the open object.
void write_done(json_writer& out, const conversion_dossier& d) {
  const auto& c = d.conversion;
  out.member("occurred_at", format_instant(c.at)).member("conversion_id", conversion_id(d.id)).member("type", d.type);
  write_money(out, "gross", d.gross, c.currency, c.has_value);
  write_money(out, "net", d.net, c.currency, c.has_value);
  out.member("source", d.source).member("offline", c.offline);
  std::vector<std::pair<std::string, std::string>> ids;
  for (const auto& e : d.events) ids.emplace_back(e.source, e.external_id);
  write_external_ids(out, ids);
}

/// What changed a conversion's money later: a step of the journey of its own.
void write_change(json_writer& out, const conversion_dossier& d, const dossier_entry& e) {
  out.begin_object().member("kind", "adjustment").member("occurred_at", format_instant(e.at));
  out.member("adjustment", to_string(e.kind)).member("conversion_id", conversion_id(d.id));
  write_money(out, "amount", e.amount, d.conversion.currency, d.conversion.has_value);
  if (e.note != entry_note::counted) out.member("note", to_string(e.note));
  write_text(out, "source", e.source);
  write_text(out, "external_id", e.external_id);
  out.end_object();
}

/// Which touches of the journey a conversion can thank, by number.
void write_counts(json_writer& out, const touch_counts& counts) {
  out.key("touchpoints").begin_object().member("eligible", counts.eligible).key("excluded").begin_object();
  for (const auto& [reason, count] : counts.excluded) out.member(to_string(reason), count);
  out.end_object().end_object();
}

/// A touch, a conversion, or an entry that changed a conversion later.
struct step {
  instant at = 0;
  const dossier_touch* touch = nullptr;
  const conversion_dossier* conversion = nullptr;
  const dossier_entry* entry = nullptr;
};

/// In order of time; at one instant touches first, then conversions, then what changed them.
std::vector<step> steps_of(const contact_dossier& contact) {
  std::vector<step> steps;
  for (const auto& touch : contact.touches) steps.push_back({touch.at, &touch, nullptr, nullptr});
  for (const auto& d : contact.conversions) steps.push_back({d.conversion.at, nullptr, &d, nullptr});
  for (const auto& d : contact.conversions)
    for (const auto& e : d.ledger)
      if (e.kind != entry_kind::sale) steps.push_back({e.at, nullptr, &d, &e});
  std::stable_sort(steps.begin(), steps.end(), [](const step& a, const step& b) { return a.at < b.at; });
  return steps;
}

}  // namespace

std::string journey_json(const contact_dossier& contact, const report_query& query) {
  json_writer out;
  write_who(out, contact);
  out.key("journey").begin_array();
  for (const auto& step : steps_of(contact)) {
    if (step.entry != nullptr) {
      write_change(out, *step.conversion, *step.entry);
      continue;
    }
    out.begin_object().member("kind", step.touch != nullptr ? "touch" : "conversion");
    if (step.touch != nullptr) {
      write_met(out, contact, *step.touch);
    } else {
      write_done(out, *step.conversion);
      write_counts(out, count_touches(*step.conversion, query.rules, query.policy));
    }
    out.end_object();
  }
  out.end_array().end_object().end_line();
  return out.take();
}

std::string contact_json(const contact_dossier& contact) {
  json_writer out;
  write_who(out, contact);
  out.key("touchpoints").begin_array();
  for (const auto& touch : contact.touches) {
    out.begin_object();
    write_met(out, contact, touch);
    out.end_object();
  }
  out.end_array().key("conversions").begin_array();
  for (const auto& d : contact.conversions) {
    out.begin_object();
    write_done(out, d);
    write_ledger(out, d);
    out.end_object();
  }
  out.end_array().end_object().end_line();
  return out.take();
}

std::string contact_verdicts_json(const contact_verdicts_answer& answer) {
  json_writer out;
  out.begin_object().key("data").begin_array();
  for (const auto& v : answer.verdicts) {
    out.begin_object()
        .member("verdict_id", v.told.external_id)
        .member("decided_at", format_instant(v.told.occurred_at));
    out.key("identifiers").begin_array();
    for (const auto& id : v.told.identifiers) write_identifier(out, {id.kind, identifier_key(id)}).end_object();
    out.end_array();
    write_text(out, "note", v.told.note);
    out.member("withdrawn", v.withdrawn).end_object();
  }
  out.end_array().member("data_seq", answer.data_seq).end_object().end_line();
  return out.take();
}

std::string shared_identifiers_json(const shared_identifiers_answer& answer) {
  json_writer out;
  out.begin_object().key("data").begin_array();
  for (const auto& s : answer.identifiers) {
    write_identifier(out, s.identifier).key("met").begin_object();
    for (std::size_t k = 0; k < strong_kinds; ++k)
      if (s.met[k] > 0) out.member(to_string(static_cast<identifier_kind>(k)), s.met[k]);
    out.end_object().member("records", s.records).member("first_seen_at", format_instant(s.first_at));
    out.member("last_seen_at", format_instant(s.last_at)).end_object();
  }
  out.end_array().member("data_seq", answer.data_seq).end_object().end_line();
  return out.take();
}

}  // namespace hub::net
