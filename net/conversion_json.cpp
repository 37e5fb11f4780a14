#include "net/conversion_json.hpp"

#include <algorithm>

#include "net/conversion_origin.hpp"
#include "net/conversion_parameters.hpp"
#include "net/record_json.hpp"
#include "net/report_meta.hpp"

namespace hub::net {
namespace {

std::vector<std::pair<std::string, std::string>> ids_of(const std::vector<conversion_event>& events) {
  std::vector<std::pair<std::string, std::string>> ids;
  for (const auto& e : events) ids.emplace_back(e.source, e.external_id);
  return ids;
}

void write_source_events(json_writer& out, const conversion_found& found) {
  out.key("events").begin_array();
  for (std::size_t i = 0; i < found.events.size(); ++i) {
    const auto& e = found.events[i];
    out.begin_object().member("conversion_id", conversion_id(found.dossier->events[i].key));
    out.member("source", e.source).member("external_id", e.external_id).member("type", e.type);
    write_text(out, "original_type", e.original_type);
    out.member("occurred_at", format_instant(e.occurred_at));
    const auto value = e.value.value_or(money{});
    write_money(out, "value", value.minor, value.currency, e.value.has_value());
    write_text(out, "order_id", e.order_key);
    write_text(out, "url", e.url);
    out.member("offline", e.offline).end_object();
  }
  out.end_array();
}

void write_touches(json_writer& out, const conversion_dossier& d) {
  out.key("touchpoints").begin_array();
  for (const auto& t : d.touches) {
    out.begin_object();
    write_touch(out, t);
    if (t.folded_into) out.member("same_click_as", d.touches[*t.folded_into].id);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string order_id_of(const conversion_view& view) {
  const conversion_event* told = nullptr;
  for (const auto& e : view.events)
    if (!e.order_key.empty() && (told == nullptr || (e.source == view.source && told->source != view.source)))
      told = &e;
  return told == nullptr ? std::string() : told->order_key;
}

void write_conversion(json_writer& out, const conversion_view& view) {
  const auto& c = view.conversion;
  out.begin_object().member("conversion_id", conversion_id(c.id)).member("occurred_at", format_instant(c.at));
  out.member("type", view.type);
  write_money(out, "gross", view.gross, c.currency, c.has_value);
  write_money(out, "net", view.net, c.currency, c.has_value);
  out.member("source", view.source);
  write_texts(out, "sources", view.sources);
  write_external_ids(out, ids_of(view.events));
  write_text(out, "order_id", order_id_of(view));
  write_text(out, "country", view.country);
  out.member("offline", c.offline).end_object();
}

std::string conversions_json(const conversions_answer& answer) {
  json_writer out;
  out.begin_object().key("data").begin_array();
  for (const auto& view : answer.conversions) write_conversion(out, view);
  out.end_array().key("next_cursor");
  answer.next ? out.value(cursor_of(*answer.next)) : out.value(nullptr);
  out.member("data_seq", answer.data_seq);
  if (!answer.unknown.empty()) {
    out.key("notes").begin_array();
    write_notes_of(out, answer.unknown);
    out.end_array();
  }
  out.end_object().end_line();
  return out.take();
}

std::string conversion_json(const conversion_found& found) {
  const auto& d = *found.dossier;
  const auto& c = d.conversion;
  json_writer out;
  out.begin_object().member("conversion_id", conversion_id(d.id));
  if (d.asked != d.id) out.member("redirected_from", conversion_id(d.asked));
  out.member("type", d.type).member("occurred_at", format_instant(c.at));
  write_money(out, "gross", d.gross, c.currency, c.has_value);
  write_money(out, "net", d.net, c.currency, c.has_value);
  out.member("source", d.source);
  write_origin(out, found);
  write_texts(out, "contacts", d.contacts);
  write_text(out, "country", d.country);
  out.member("offline", c.offline).member("new_customer", c.first_of_contact);
  write_labels(out, d.marks);
  write_external_ids(out, ids_of(found.events));
  write_source_events(out, found);
  write_ledger(out, d);
  write_merges(out, found);
  write_touches(out, d);
  out.end_object().end_line();
  return out.take();
}

}  // namespace hub::net
