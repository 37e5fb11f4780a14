// The canonical bytes of a fact: what the store keeps and what equality of content means. Equal facts have equal bytes,
// and no other bytes decode to them.
//
// Layout: kind (index in fact_body; 0x80 added for a fact timed by its receipt), format version, then the fields in the
// order of domain/facts.hpp. Integers are varints (signed ones zig-zag), text is length and bytes, an optional is 0 or 1
// and the value, a hashed identifier is its 32 raw bytes.
#pragma once

#include <string>
#include <string_view>

#include "domain/facts.hpp"

namespace hub {

/// The version that encode writes; decode reads every version up to it.
inline constexpr std::uint8_t fact_format_version = 1;

std::string encode(const fact_body& fact);

/// Appends the bytes of *fact* to *out*.
void encode_into(const fact_body& fact, std::string& out);

/// Reads exactly what encode wrote. Error: `fact-corrupt` (truncated, trailing or non-canonical bytes, unknown kind or
/// version), with the offset in its detail.
result<fact_body> decode(std::string_view bytes);

}  // namespace hub
