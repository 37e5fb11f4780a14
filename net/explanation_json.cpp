#include "net/explanation_json.hpp"

#include "net/conversion_origin.hpp"
#include "net/record_json.hpp"
#include "net/touch_rule_parameters.hpp"

namespace hub::net {
namespace {

void write_rules(json_writer& out, const report_query& q) {
  out.member("model", to_string(q.models[0]));
  out.key("params").begin_object().member("half_life_days", q.params.half_life_days);
  out.member("first_weight", q.params.first_weight).member("last_weight", q.params.last_weight).end_object();
  out.member("lookback_days", static_cast<double>(q.rules.lookback_us) / static_cast<double>(day_us));
  write_touch_rules(out, q);
}

/// An amount in the conversion's currency; null where it has no value.
void write_amount(json_writer& out, std::string_view name, std::int64_t minor, const journey_conversion& c) {
  out.key(name);
  c.has_value ? out.value(format_amount(minor, c.currency)) : out.value(nullptr);
}

void write_credited(json_writer& out, const conversion_dossier& d, const explanation& why) {
  out.key("touchpoints").begin_array();
  for (const auto& e : why.credited) {
    out.begin_object();
    write_touch(out, d.touches[e.touch]);
    out.member("days", e.days).member("weight", e.weight);
    write_amount(out, "credit", e.credit, d.conversion);
    out.end_object();
  }
  out.end_array();
}

void write_excluded(json_writer& out, const conversion_dossier& d, const explanation& why) {
  out.key("excluded").begin_array();
  for (const auto& e : why.excluded) {
    const auto& touch = d.touches[e.touch];
    out.begin_object();
    write_touch(out, touch);
    out.member("days", e.days).member("reason", to_string(e.reason));
    if (e.reason == exclusion::outside_window)
      out.member("lookback_days", static_cast<double>(e.lookback_us) / static_cast<double>(day_us));
    if (touch.folded_into) out.member("same_click_as", d.touches[*touch.folded_into].id);
    out.end_object();
  }
  out.end_array();
}

void write_entries(json_writer& out, const conversion_dossier& d) {
  out.key("entries").begin_array();
  for (const auto& e : d.ledger) {
    out.begin_object().member("kind", to_string(e.kind)).member("occurred_at", format_instant(e.at));
    if (e.told_at) out.member("told_at", format_instant(*e.told_at));
    write_amount(out, "amount", e.amount, d.conversion);
    if (e.asked) write_amount(out, "asked", *e.asked, d.conversion);
    out.member("count", static_cast<int>(e.count));
    if (e.note != entry_note::counted) out.member("note", to_string(e.note));
    out.end_object();
  }
  out.end_array();
}

void write_check(json_writer& out, const conversion_dossier& d, const explanation& why) {
  out.key("check").begin_object();
  write_amount(out, "credits", why.credits, d.conversion);
  write_amount(out, "unattributed", why.unattributed, d.conversion);
  write_amount(out, "net", why.net, d.conversion);
  out.member("reconciles", why.reconciles()).end_object();
}

}  // namespace

std::string explanation_json(const conversion_found& found, const report_query& query) {
  const auto& d = *found.dossier;
  const auto why = explain(d, query.models[0], query.params, query.rules, query.policy);
  json_writer out;
  out.begin_object().member("conversion_id", conversion_id(d.id));
  if (d.asked != d.id) out.member("redirected_from", conversion_id(d.asked));
  out.member("type", d.type).member("occurred_at", format_instant(d.conversion.at));
  write_rules(out, query);
  if (why.previous) out.member("previous_conversion_at", format_instant(*why.previous));
  write_labels(out, d.marks);
  write_text(out, "currency", d.conversion.has_value ? hub::to_string(d.conversion.currency) : std::string());
  write_credited(out, d, why);
  write_excluded(out, d, why);
  write_entries(out, d);
  write_origin(out, found);
  write_merges(out, found);
  write_check(out, d, why);
  out.end_object().end_line();
  return out.take();
}

}  // namespace hub::net
