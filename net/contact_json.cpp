#include "net/contact_json.hpp"

#include "net/record_json.hpp"

namespace hub::net {
namespace {

std::string_view to_string(identifier_kind kind) {
  static constexpr std::string_view names[] = {"email",        "phone",  "external_id", "crm_contact_id",
                                               "anonymous_id", "fbp",    "fbclid",      "gclid",
                                               "msclkid",      "ttclid", "atclid",      "click"};
  return names[static_cast<std::size_t>(kind)];
}

void write_met(json_writer& out, const contact_dossier& contact, const dossier_touch& touch) {
  out.begin_object().member("kind", "touch");
  write_touch(out, touch);
  if (touch.folded_into) out.member("same_click_as", contact.touches[*touch.folded_into].id);
  out.end_object();
}

void write_done(json_writer& out, const conversion_dossier& d) {
  const auto& c = d.conversion;
  out.begin_object().member("kind", "conversion").member("occurred_at", format_instant(c.at));
  out.member("conversion_id", conversion_id(d.id)).member("type", d.type);
  write_money(out, "gross", d.gross, c.currency, c.has_value);
  write_money(out, "net", d.net, c.currency, c.has_value);
  out.member("source", d.source).member("offline", c.offline);
  std::vector<std::pair<std::string, std::string>> ids;
  for (const auto& e : d.events) ids.emplace_back(e.source, e.external_id);
  write_external_ids(out, ids);
  out.end_object();
}

}  // namespace

std::string journey_json(const contact_dossier& contact) {
  json_writer out;
  out.begin_object().member("contact_id", contact.id).key("identifiers").begin_array();
  for (const auto& [kind, key] : contact.identifiers)
    out.begin_object().member("kind", to_string(kind)).member("key", to_hex(key)).end_object();
  out.end_array().key("journey").begin_array();
  auto done = contact.conversions.begin();
  for (const auto& touch : contact.touches) {
    for (; done != contact.conversions.end() && done->conversion.at < touch.at; ++done) write_done(out, *done);
    write_met(out, contact, touch);
  }
  for (; done != contact.conversions.end(); ++done) write_done(out, *done);
  out.end_array().end_object().end_line();
  return out.take();
}

}  // namespace hub::net
