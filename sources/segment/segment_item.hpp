// One call of Segment's API: what its fields are, and which fact it becomes by its type.
#pragma once

#include <string>

#include "sources/field_names.hpp"
#include "sources/item_reader.hpp"
#include "sources/source.hpp"

namespace hub::sources {

using segment_fields = field_values<
    field_names<"type", "messageId", "userId", "anonymousId", "event", "name", "category", "properties", "traits",
                "context", "timestamp", "originalTimestamp", "sentAt", "receivedAt", "previousId", "groupId">>;

/// A call with what every type has in common.
struct segment_call {
  segment_fields fields;
  json_value properties, traits, context;  ///< objects, or nothing
  std::string external_id;                 ///< the message id
  instant occurred_at = 0;
  bool timed_by_receipt = false;
};

/// Reads one call into a fact. `track`: conversion_event or, for refunds, adjustment_event. `page`, `screen`: touch_event
/// where it tells of a campaign, a click or another site, else conversion_event that is no outcome. `identify`, `alias`:
/// identity_event. `group`: identity_event where it links a user with a device; otherwise left out (`segment-group`),
/// since an account is no person.
void read_segment_item(json_value object, item_reader& reader, fact_body& fact);

/// The text of a string or number; whatever else free-form properties hold (`"email": true`) names nothing.
inline json_value text_like(json_value field) {
  return field.is(json_kind::string) || field.is(json_kind::number) ? field : json_value();
}

/// A member that is an object, or nothing.
inline json_value object_in(json_value parent, std::string_view name) {
  const auto member = parent.is(json_kind::object) ? parent.find(name) : json_value();
  return member.is(json_kind::object) ? member : json_value();
}

/// A member that is a text or a number, or nothing.
inline json_value text_in(json_value parent, std::string_view name) {
  return parent.is(json_kind::object) ? text_like(parent.find(name)) : json_value();
}

/// Puts what every fact has in common into *fact*.
template <class Fact>
Fact& begin_fact(const segment_call& call, const item_reader& reader, fact_body& fact) {
  auto& event = fact.emplace<Fact>();
  event.source = reader.request().source;
  event.external_id = call.external_id;
  event.occurred_at = call.occurred_at;
  event.timed_by_receipt = call.timed_by_receipt;
  return event;
}

}  // namespace hub::sources
