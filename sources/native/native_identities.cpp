// POST /v1/identities: identifiers that name one person.
#include <utility>

#include "sources/identifiers.hpp"
#include "sources/item_loop.hpp"
#include "sources/native/native.hpp"
#include "sources/person_fields.hpp"

namespace hub::sources {
namespace {

using identity_names = join_names<person_names, field_names<"external_id", "id", "occurred_at">>;

void read_identity(json_value object, item_reader& reader, fact_body& fact) {
  const field_values<identity_names> in(object);
  auto& event = fact.emplace<identity_event>();
  event.source = reader.request().source;
  event.external_id = reader.text(blank(in.get<"external_id">()) ? in.get<"id">() : in.get<"external_id">());
  event.occurred_at = reader.time(in.get<"occurred_at">()).value_or(reader.request().received_at);
  event.identifiers = read_person(person_fields::of(in), reader).identifiers;
  order_identifiers(event.identifiers);
  if (event.identifiers.empty())
    reader.refuse("identifier-missing",
                  "nothing names a person; give at least one of email, phone, external_user_id, anonymous_id", "");
  if (event.external_id.empty()) event.external_id = derived_id(event.source, object);
}

}  // namespace

result<parsed> parse_identities(const payload& in) { return read_items(in, read_identity); }

}  // namespace hub::sources
