// HubSpot as it tells of deals and contacts itself: arrays of webhook events, and CRM objects as its API returns them,
// alone, in arrays or in pages (`results`).
#pragma once

#include <string>
#include <string_view>

#include "sources/source.hpp"

namespace hub::sources {

/// Parses POST /v1/ingest/hubspot and POST /webhooks/hubspot.
result<parsed> parse_hubspot(const payload& in);

/// Text of a body that cannot be read, without addresses, and without the values of phone properties, which an event
/// names beside the value instead of by its key.
std::string redacted_hubspot(std::string_view body);

}  // namespace hub::sources
