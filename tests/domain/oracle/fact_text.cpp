// Facts as lines of a story, for those who read on what the hub and the oracle differ.
#include "world.hpp"

namespace hub::oracle {

std::string text_of(const fact_body& fact) {
  std::string out;
  const auto ids = [&](const std::vector<identifier>& list) {
    for (const auto& i : list)
      out += " " + i.value + "(" + std::to_string(static_cast<int>(i.kind)) + (i.links ? ")" : ", no link)");
  };
  const auto context = [&](const campaign_context& c) {
    out += " | " + c.channel + " campaign=" + c.campaign_id + "/" + c.campaign_name + " adset=" + c.adset_id +
           " ad=" + c.ad_id + " click=" + c.click_id;
  };
  if (const auto* e = std::get_if<conversion_event>(&fact)) {
    out += e->source + ":" + e->external_id + " " + e->type + (e->outcome ? "" : " (no outcome)") + " at " +
           format_instant(e->occurred_at) + " version " + (e->updated_at ? format_instant(*e->updated_at) : "-") + " " +
           (e->value ? std::to_string(e->value->minor) + to_string(e->value->currency) : "null") +
           " order=" + e->order_key + " event=" + e->event_name + "/" + e->event_id + " dataset=" + e->dataset + " ids";
    ids(e->identifiers);
    context(e->context);
    out += " clicked " + (e->clicked_at ? format_instant(*e->clicked_at) : "-");
  } else if (const auto* t = std::get_if<touch_event>(&fact)) {
    out += "touch " + t->source + ":" + t->external_id + " at " + format_instant(t->occurred_at) + " kind " +
           std::to_string(static_cast<int>(t->kind)) + " ids";
    ids(t->identifiers);
    context(t->context);
  } else if (const auto* a = std::get_if<adjustment_event>(&fact)) {
    out += "adjustment " + a->source + ":" + a->external_id + " " + std::string(to_string(entry_of(a->kind))) + " of " +
           a->conversion_id + a->sale_source + ":" + a->sale_external_id + " order=" + a->order_key + " amount " +
           (a->amount ? std::to_string(*a->amount) : "-") + (a->currency ? to_string(*a->currency) : "") + " at " +
           format_instant(a->occurred_at);
  } else if (const auto* s = std::get_if<identity_event>(&fact)) {
    out += "identity " + s->source + ":" + s->external_id + " at " + format_instant(s->occurred_at) + " ids";
    ids(s->identifiers);
  } else if (const auto* v = std::get_if<merge_verdict>(&fact)) {
    out += "verdict " + v->external_id + " at " + format_instant(v->occurred_at) +
           (v->said == verdict::together ? " together"
            : v->said == verdict::apart  ? " apart"
                                         : " withdrawn");
    for (const auto& side : v->events)
      out += " " + std::to_string(side.side) + "=" + side.source + ":" + side.external_id;
  } else if (const auto* p = std::get_if<identity_verdict>(&fact)) {
    out += "contacts " + p->external_id + " at " + format_instant(p->occurred_at) +
           (p->said == verdict::withdrawn ? " withdrawn" : " apart");
    ids(p->identifiers);
  } else if (const auto* c = std::get_if<crm_change>(&fact)) {
    out += (c->object == crm_object::deal ? "deal " : "contact ") + c->source + ":" + c->record + " at " +
           format_instant(c->occurred_at);
    for (const auto& said : c->properties) out += " | " + said.name + "=" + said.value;
  } else if (const auto* r = std::get_if<dedup_rules>(&fact)) {
    out += "rules " + r->external_id + " window " + (r->window_us ? std::to_string(*r->window_us) : "-") +
           " tolerance " + (r->amount_tolerance ? std::to_string(*r->amount_tolerance) : "-") + " same source " +
           (r->same_source_fuzzy ? std::to_string(*r->same_source_fuzzy) : "-") + (r->authority ? " authority" : "");
  }
  return out;
}

}  // namespace hub::oracle
