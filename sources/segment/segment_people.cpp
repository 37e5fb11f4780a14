#include "sources/segment/segment_people.hpp"

#include <iterator>
#include <utility>

#include "domain/normalise.hpp"
#include "sources/folded_name.hpp"
#include "sources/identifiers.hpp"

namespace hub::sources {
namespace {

/// Adds what *more* names; the click told first stays the click.
void join(person& who, person more) {
  who.identifiers.insert(who.identifiers.end(), std::make_move_iterator(more.identifiers.begin()),
                         std::make_move_iterator(more.identifiers.end()));
  if (who.click_id.empty()) {
    who.click_id = std::move(more.click_id);
    who.clicked_at = more.clicked_at;
  }
  if (who.network_channel.empty()) who.network_channel = std::move(more.network_channel);
}

/// The personal fields among an object's free-form members.
person read_members(json_value object, std::string_view place, item_reader& reader) {
  person_fields fields;
  fields.email = text_in(object, "email");
  fields.phone = text_in(object, "phone");
  fields.fbc = text_in(object, "fbc");
  fields.fbp = text_in(object, "fbp");
  std::size_t slot = 0;
  for (const auto* name : {"fbclid", "gclid", "msclkid", "ttclid", "atclid"})
    fields.clicks[slot++] = text_in(object, name);
  reader.enter(place);
  auto who = read_person(fields, reader);
  reader.enter("");
  return who;
}

/// `context.externalIds`: a list of `{"id", "type"}`, of which the types that name a person or a click count.
person read_external_ids(json_value context, item_reader& reader) {
  const auto list = context.is(json_kind::object) ? context.find("externalIds") : json_value();
  if (!list.is(json_kind::array)) return {};
  person who;
  for (const json_value entry : list) {
    const auto type = folded_name(text_in(entry, "type") ? text_in(entry, "type").text() : std::string_view());
    const auto id = text_in(entry, "id");
    if (!id) continue;
    const auto text = reader.raw_text(id);
    if (type == "email") add_identifier(who.identifiers, identifier_kind::email, normalise_email(text));
    if (type == "phone") add_identifier(who.identifiers, identifier_kind::phone, normalise_phone(text));
    if (type == "userid" || type == "externalid")
      add_identifier(who.identifiers, identifier_kind::external_id, normalise_external_id(text));
    if (type == "anonymousid") add_identifier(who.identifiers, identifier_kind::anonymous_id, reader.text(id));
    if (type == "fbp") add_identifier(who.identifiers, identifier_kind::fbp, parse_fbp(text));
  }
  return who;
}

/// userId and anonymousId.
person read_ids(const segment_call& call, item_reader& reader) {
  person_fields fields;
  fields.external_user_id = call.fields.get<"userId">();
  fields.anonymous_id = call.fields.get<"anonymousId">();
  if (const auto user = text_like(fields.external_user_id); user && user.text().find('@') != std::string_view::npos)
    fields.email = user;
  return read_person(fields, reader);
}

void keep_identity(person who, const segment_call& call, item_reader& reader, fact_body& fact) {
  auto& event = begin_fact<identity_event>(call, reader, fact);
  require_identifier(who, reader);
  event.identifiers = std::move(who.identifiers);
  order_identifiers(event.identifiers);
}

}  // namespace

person read_segment_person(const segment_call& call, item_reader& reader) {
  auto who = read_ids(call, reader);
  join(who, read_members(call.properties, "properties", reader));
  join(who, read_members(call.traits, "traits", reader));
  join(who, read_members(object_in(call.context, "traits"), "context/traits", reader));
  join(who, read_members(call.context, "context", reader));
  join(who, read_external_ids(call.context, reader));
  return who;
}

void require_identifier(const person& who, item_reader& reader) {
  if (who.identifiers.empty())
    reader.refuse("identifier-missing", "nothing says who it was; give userId or anonymousId", "");
}

void read_identify(const segment_call& call, item_reader& reader, fact_body& fact) {
  keep_identity(read_segment_person(call, reader), call, reader, fact);
}

void read_alias(const segment_call& call, item_reader& reader, fact_body& fact) {
  const auto previous = call.fields.get<"previousId">();
  const bool named = reader.require(call.fields.get<"userId">(), "userId", "who the person is from now on");
  if (!reader.require(previous, "previousId", "under which id the person was known") || !named) return;
  auto who = read_ids(call, reader);
  add_identifier(who.identifiers, identifier_kind::external_id, normalise_external_id(reader.raw_text(previous)));
  add_identifier(who.identifiers, identifier_kind::anonymous_id, reader.text(previous));
  keep_identity(std::move(who), call, reader, fact);
}

void read_group(const segment_call& call, item_reader& reader, fact_body& fact) {
  auto who = read_ids(call, reader);
  if (who.identifiers.size() < 2)
    return reader.ignore("segment-group", "an account is no person, and the call links nobody with a device");
  keep_identity(std::move(who), call, reader, fact);
}

}  // namespace hub::sources
