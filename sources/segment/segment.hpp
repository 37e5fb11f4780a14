// Segment's HTTP tracking API as its libraries and those of its look-alikes speak it: single calls, arrays, NDJSON, and
// batches whose context holds for every item. What one call becomes: sources/segment/segment_item.hpp.
#pragma once

#include <string>
#include <string_view>

#include "sources/field_names.hpp"
#include "sources/source.hpp"

namespace hub::sources {

/// Reads calls that each say their `type`. Errors: those of parse_function, and `batch-not-array`.
result<parsed> parse_segment(const payload& in);

/// The same for a route that says what a call is (`/v1/track`); *type* stands in where an item has none. What is kept of
/// a rejected item then has it, so that parse_segment reads it again.
result<parsed> parse_segment_calls(const payload& in, std::string_view type);

template <name_literal Type>
result<parsed> parse_segment_as(const payload& in) {
  return parse_segment_calls(in, Type.view());
}

/// The `writeKey` of a body's outermost object or of the first item of an array; empty when it has none or is no JSON.
std::string segment_write_key(std::string_view body);

}  // namespace hub::sources
