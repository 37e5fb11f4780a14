// Meta's pixel: the beacons that fbevents.js and noscript images send from a visitor's browser.
#pragma once

#include "sources/source.hpp"

namespace hub::sources {

/// Reads one beacon from a URL-encoded or multipart body and the query, the body first; or, when the body is JSON, events
/// of the same parameters (`{"id": …, "ev": …, "cd": {…}}` or `"cd[value]"`): one, an array or NDJSON. Pointers are those
/// of that object (`/cd/currency`). What a beacon's request adds, and how its clock is set right, stands at
/// sources/meta/pixel_beacon.hpp; JSON comes from servers and is taken at its word. Times are kept in whole seconds. Earlier
/// clicks of the browser (`fbcs`) become touches beside the event. Events that the settings leave out are ignored.
/// Further errors of a whole body: those of JSON, `body-empty`.
result<parsed> parse_meta_pixel(const payload& in);

}  // namespace hub::sources
