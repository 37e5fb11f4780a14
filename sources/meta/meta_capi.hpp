// Meta's Conversions API: server events as Meta's SDKs, gateways and documentation send them.
#pragma once

#include "sources/source.hpp"

namespace hub::sources {

/// Reads `{"data": […]}`, or a URL-encoded or multipart form with a field `data`; elements may be JSON text themselves,
/// and `data` too. An event that stands outside of `data`, alone, in an array or as NDJSON, is read as well. Pointers are
/// those of the body (`/data/0/custom_data/currency`). Events of a request with a test_event_code are rejected as
/// `test-event`, so that they can be looked at in quarantine and never count. With the setting strict the whole body is
/// refused for what Meta would refuse it for (sources/meta/meta_strict.hpp). Further errors of a whole body: `data-empty`.
result<parsed> parse_meta_capi(const payload& in);

}  // namespace hub::sources
