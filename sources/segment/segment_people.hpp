// Who a call of Segment's API tells of, and the calls that tell of nothing else: identify, alias, group.
#pragma once

#include "sources/person_fields.hpp"
#include "sources/segment/segment_item.hpp"

namespace hub::sources {

/// userId (an external id, and an e-mail address where it is one), anonymousId, and what traits, context and properties
/// hold: email, phone, click ids, Meta's cookies, `context.externalIds`.
person read_segment_person(const segment_call& call, item_reader& reader);

/// Notes `identifier-missing` when nothing names anybody.
void require_identifier(const person& who, item_reader& reader);

void read_identify(const segment_call& call, item_reader& reader, fact_body& fact);

/// `previousId` may be a user's or a device's id, which only its sender knows; it is taken as both.
void read_alias(const segment_call& call, item_reader& reader, fact_body& fact);

/// The traits of a group are those of an account and name nobody.
void read_group(const segment_call& call, item_reader& reader, fact_body& fact);

}  // namespace hub::sources
