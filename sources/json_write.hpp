// Values of a document back to text: without personal data, for what is kept, and with sorted keys, for what is hashed.
#pragma once

#include <string>
#include <string_view>

#include "sources/json_document.hpp"

namespace hub::sources {

/// Appends *text* as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);

/// Appends *value* as it is, personal data included: for text that is read again at once and never kept.
void append_json(std::string& out, json_value value);

/// *value* without raw e-mail addresses and phone numbers; numbers keep their digits, keys their order.
std::string redacted_json(json_value value);

/// The same with members sorted by key and null members left out: equal items have equal text, and an item still has it
/// after its own text was redacted.
std::string canonical_json(json_value value);

/// Appends `"key":value` of one member of an object, canonical.
void append_member(std::string& out, json_value member);

}  // namespace hub::sources
