#include "sources/person_fields.hpp"

#include "domain/normalise.hpp"
#include "sources/attribution_url.hpp"
#include "sources/identifiers.hpp"
#include "sources/redact.hpp"

namespace hub::sources {
namespace {

/// Adds a click id given under the name of its parameter.
void add_click(person& who, std::string_view parameter, std::string value) {
  if (value.empty()) return;
  if (who.click_id.empty()) who.click_id = value;
  if (who.network_channel.empty()) who.network_channel = click_channel(parameter);
  add_identifier(who.identifiers, click_kind(parameter), std::move(value));
}

void add_fbc(person& who, std::string_view cookie) {
  auto click = parse_fbc(cookie);
  if (!click) return;
  if (who.click_id.empty()) who.clicked_at = click->clicked_at;
  add_click(who, "fbclid", std::move(click->click_id));
}

void add_click_ids(person& who, json_value clicks, item_reader& reader) {
  if (!clicks) return;
  if (!clicks.is(json_kind::object))
    return reader.refuse("field-type", "'click_ids' must be an object such as {\"gclid\": \"…\"}", "click_ids");
  for (const json_value click : clicks) {
    if (click.is(json_kind::null)) continue;
    if (!click.is(json_kind::string) && !click.is(json_kind::number)) {
      reader.refuse("field-type", "a click id must be a string", "click_ids/" + pointer_token(click.key()));
      continue;
    }
    if (click.key() == "fbc")
      add_fbc(who, reader.raw_text(click));
    else
      add_click(who, click.key(), reader.text(click));
  }
}

}  // namespace

person read_person(const person_fields& fields, item_reader& reader) {
  person who;
  auto& ids = who.identifiers;
  each_text(fields.email, reader, [&](auto t) { add_identifier(ids, identifier_kind::email, normalise_email(t)); });
  each_text(fields.phone, reader, [&](auto t) { add_identifier(ids, identifier_kind::phone, normalise_phone(t)); });
  each_text(fields.external_user_id, reader,
            [&](auto t) { add_identifier(ids, identifier_kind::external_id, normalise_external_id(t)); });
  add_identifier(ids, identifier_kind::crm_contact_id, reader.text(fields.crm_contact_id));
  add_identifier(ids, identifier_kind::anonymous_id, reader.text(fields.anonymous_id));
  add_identifier(ids, identifier_kind::fbp, parse_fbp(reader.raw_text(fields.fbp)));
  add_fbc(who, reader.raw_text(fields.fbc));
  for (const json_value click : fields.clicks)
    if (click) add_click(who, click.key(), reader.text(click));
  add_click_ids(who, fields.click_ids, reader);
  if (const auto click = reader.text(fields.click_id); !click.empty()) {
    const bool named = std::any_of(ids.begin(), ids.end(), [&](const identifier& id) { return id.value == click; });
    if (!named) add_identifier(ids, identifier_kind::click, click);
    if (who.click_id != click) who.clicked_at.reset();
    who.click_id = click;
  }
  return who;
}

}  // namespace hub::sources
