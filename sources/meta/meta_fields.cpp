#include "sources/meta/meta_fields.hpp"

#include <utility>

#include "domain/normalise.hpp"
#include "sources/event_data.hpp"
#include "sources/event_types.hpp"
#include "sources/identifiers.hpp"
#include "sources/landing.hpp"

namespace hub::sources {

void name_meta_event(std::string event_name, std::string event_id, conversion_event& event) {
  event.event_name = std::move(event_name);
  event.event_id = std::move(event_id);
  auto type = classify_event(event.event_name);
  event.outcome = type.outcome;
  event.type = std::move(type.name);
  if (event.type != event.event_name) event.original_type = event.event_name;
  if (!event.event_id.empty()) event.external_id = event.event_name + "/" + event.event_id;
}

void add_meta_person(json_value em, json_value ph, json_value external_id, phone_trust trust, item_reader& reader,
                     person& who) {
  auto& ids = who.identifiers;
  each_text(em, reader,
            [&](auto t) { add_identifier(ids, identifier_kind::email, normalise_email(without_appendix(t))); });
  each_text(ph, reader, [&](auto t) {
    auto phone = normalise_phone(without_appendix(t));
    if (!phone.empty()) ids.push_back({identifier_kind::phone, std::move(phone), trust == phone_trust::links});
  });
  each_text(external_id, reader, [&](auto t) {
    add_identifier(ids, identifier_kind::external_id, normalise_external_id(without_appendix(t)));
  });
}

void add_meta_cookies(json_value fbp, json_value fbc, json_value fbclid, item_reader& reader, person& who) {
  add_identifier(who.identifiers, identifier_kind::fbp, parse_fbp(reader.raw_text(fbp)));
  who.click_id = reader.text(fbclid);
  if (auto click = parse_fbc(reader.raw_text(fbc))) {
    who.click_id = std::move(click->click_id);
    who.clicked_at = click->clicked_at;
  }
  add_identifier(who.identifiers, identifier_kind::fbclid, who.click_id);
  if (!who.click_id.empty()) who.network_channel = "Paid Social";
}

void finish_meta_event(campaign_context given, person who, const channel_rules& rules, conversion_event& event) {
  event.clicked_at = who.clicked_at;
  event.context = landing_context(std::move(given), who, event.url, rules);
  if (event.context.channel.empty() && names_campaign(event.context)) event.context.channel = "Paid Social";
  event.identifiers = std::move(who.identifiers);
}

}  // namespace hub::sources
