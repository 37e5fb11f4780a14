// Where a conversion comes from, as JSON: which source each of its fields is taken from, and which events were merged
// into it by which rule.
#pragma once

#include "messages/reports.hpp"
#include "net/json_writer.hpp"

namespace hub::net {

/// Members `sources`, `order_id`, `url`, `metadata` (of all events, the most trusted first) and `fields`, which names
/// the source of each field: `{"value":{"source":"hubspot"},"metadata.coupon":{"source":"shop"}}`.
/// @pre there is a dossier and its events
void write_origin(json_writer& out, const conversion_found& found);

/// Member `merged_from`: one object for each event but the founder. @pre as above
void write_merges(json_writer& out, const conversion_found& found);

}  // namespace hub::net
