// Forms as browsers and HTTP clients send them: URL-encoded text (a query, a body) and multipart/form-data. Reading is
// lenient, since the senders are images and beacons that nobody can ask to send again: a bad escape stands for itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hub::sources {

/// Name and value, both decoded.
using form_field = std::pair<std::string, std::string>;
using form_fields = std::vector<form_field>;

/// Undoes percent-encoding once; `+` is a space. Bytes that are not UTF-8 then become U+FFFD.
std::string form_decoded(std::string_view text);

/// `a=1&b=two+words`; a name without `=` has an empty value.
form_fields parse_urlencoded(std::string_view text);

/// The parts of a multipart/form-data body that are fields; nothing when *content_type* names no boundary or the body
/// does not begin with it. A body that breaks off gives the parts that are whole.
std::optional<form_fields> parse_multipart(std::string_view body, std::string_view content_type);

/// A form's body by its media type; a body of another type is tried as multipart, then as URL-encoded.
form_fields parse_form(std::string_view body, std::string_view content_type);

/// How a field's value is written as JSON.
using form_value = std::string (*)(const form_field&);

/// *field* as a JSON string.
std::string form_text(const form_field& field);

/// The fields as one JSON object, so that they are read like any item: `cd[value]` is member `value` of `cd`, `eid[]` is
/// `eid`. Of several fields of one name the first stands; of more than most_form_fields the rest is left out, so that no
/// form takes long.
inline constexpr std::size_t most_form_fields = 300;
std::string form_json(form_fields fields, form_value value = form_text);

}  // namespace hub::sources
