#include "net/conversion_origin.hpp"

#include <algorithm>

#include "net/record_json.hpp"
#include "sources/json_write.hpp"

namespace hub::net {
namespace {

/// The events, the most trusted first.
std::vector<const conversion_event*> trusted(const conversion_found& found) {
  std::vector<const conversion_event*> events;
  for (const auto at : found.dossier->by_trust) events.push_back(&found.events[at]);
  return events;
}

/// The first of *events* that *tells* the field, or null.
template <class Tells>
const conversion_event* teller(const std::vector<const conversion_event*>& events, Tells tells) {
  const auto at = std::find_if(events.begin(), events.end(), [&](const auto* e) { return tells(*e); });
  return at == events.end() ? nullptr : *at;
}

/// All metadata under one name each, from the most trusted event that has it.
struct merged_metadata {
  std::string json;                                          ///< the object's members
  std::vector<std::pair<std::string, std::string>> origins;  ///< name, source
};

merged_metadata merge_metadata(const std::vector<const conversion_event*>& events) {
  merged_metadata merged;
  sources::json_document document;
  for (const auto* e : events) {
    if (e->metadata.empty()) continue;
    const auto parsed = document.parse(e->metadata);
    if (!parsed) continue;  // it was written by the hub itself; a damaged one is the store's to report
    for (const auto member : *parsed) {
      const auto known = std::any_of(merged.origins.begin(), merged.origins.end(),
                                     [&](const auto& o) { return o.first == member.key(); });
      if (known) continue;
      if (!merged.json.empty()) merged.json += ',';
      sources::append_member(merged.json, member);
      merged.origins.emplace_back(std::string(member.key()), e->source);
    }
  }
  return merged;
}

void write_field(json_writer& out, std::string_view name, const std::string& source) {
  out.key(name).begin_object().member("source", source).end_object();
}

/// The audit row that put *event* where it stands; null when the trail does not say.
const decision* last_move(const conversion_found& found, const key128& event) {
  const decision* last = nullptr;
  for (const auto& d : found.decisions)
    if (d.event == event && d.after == found.dossier->id && d.rule != merge_rule::none) last = &d;
  return last;
}

}  // namespace

void write_origin(json_writer& out, const conversion_found& found) {
  const auto events = trusted(found);
  std::vector<std::string> names;
  for (const auto* e : events)
    if (std::find(names.begin(), names.end(), e->source) == names.end()) names.push_back(e->source);
  write_texts(out, "sources", names);
  const auto* order = teller(events, [](const auto& e) { return !e.order_key.empty(); });
  const auto* url = teller(events, [](const auto& e) { return !e.url.empty(); });
  write_text(out, "order_id", order != nullptr ? order->order_key : "");
  write_text(out, "url", url != nullptr ? url->url : "");
  const auto metadata = merge_metadata(events);
  out.key("metadata").raw("{" + metadata.json + "}");

  out.key("fields").begin_object();
  write_field(out, "type", events.front()->source);
  const auto earliest =
      *std::min_element(events.begin(), events.end(), [](auto* a, auto* b) { return a->occurred_at < b->occurred_at; });
  write_field(out, "occurred_at", earliest->source);
  if (const auto* e = teller(events, [](const auto& c) { return c.value.has_value(); }))
    write_field(out, "value", e->source);
  if (order != nullptr) write_field(out, "order_id", order->source);
  if (const auto* e = teller(events, [](const auto& c) { return !c.country.empty(); }))
    write_field(out, "country", e->source);
  if (url != nullptr) write_field(out, "url", url->source);
  for (const auto& [name, source] : metadata.origins) write_field(out, "metadata." + name, source);
  out.end_object();
}

void write_merges(json_writer& out, const conversion_found& found) {
  const auto& d = *found.dossier;
  out.key("merged_from").begin_array();
  for (std::size_t i = 0; i < d.events.size(); ++i) {
    const auto& e = d.events[i];
    if (e.rule == merge_rule::none) continue;
    out.begin_object().member("conversion_id", conversion_id(e.key));
    out.member("source", e.source).member("external_id", e.external_id);
    const auto value = found.events[i].value.value_or(money{});
    write_money(out, "value", value.minor, value.currency, found.events[i].value.has_value());
    out.member("rule", to_string(e.rule));
    const auto partner =
        std::find_if(d.events.begin(), d.events.end(), [&](const auto& o) { return o.key == e.partner; });
    write_text(out, "matched_source", partner != d.events.end() ? partner->source : "");
    write_text(out, "matched_external_id", partner != d.events.end() ? partner->external_id : "");
    const auto* move = last_move(found, e.key);
    write_text(out, "keys", move != nullptr ? move->keys : "");
    out.member("delta_seconds", static_cast<double>(e.distance_us) / static_cast<double>(second_us));
    write_text(out, "when", move != nullptr ? format_instant(move->at) : "");
    out.end_object();
  }
  out.end_array();
}

}  // namespace hub::net
