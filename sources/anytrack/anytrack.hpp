// AnyTrack's webhook and the postbacks of affiliate networks: JSON, a form, or a GET whose query is the conversion. What
// one conversion becomes: sources/anytrack/anytrack_event.hpp.
#pragma once

#include "sources/source.hpp"

namespace hub::sources {

/// Reads one object, an array, NDJSON, a URL-encoded or multipart form, or with an empty body the query. The parameters
/// `token` and `key` let the sender in and are never part of what is read.
result<parsed> parse_anytrack(const payload& in);

}  // namespace hub::sources
