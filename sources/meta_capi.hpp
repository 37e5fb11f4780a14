// Meta's Conversions API: server events as Meta's SDKs, gateways and documentation send them.
#pragma once

#include "sources/source.hpp"

namespace hub::sources {

/// Reads `{"data": […]}`; elements may be JSON text themselves, and `data` too, as form encodings leave it. An event
/// that stands outside of `data`, alone, in an array or as NDJSON, is read as well. Pointers are those of the body
/// (`/data/0/custom_data/currency`).
result<parsed> parse_meta_capi(const payload& in);

}  // namespace hub::sources
