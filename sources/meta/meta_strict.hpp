// What Meta refuses a whole request for, for senders that want to hear it from the hub before they hear it from Meta.
// Source: Meta's documentation of the Conversions API, "Using the API".
#pragma once

#include <optional>

#include "sources/source.hpp"

namespace hub::sources {

/// Why Meta would take none of these events: `meta-too-many-events` (more than 1,000), `meta-event-too-old` (older than
/// 7 days before *now*, 62 days for what was sold in a store), or the first event that is wrong by itself.
std::optional<error> meta_refusal(const parsed& events, instant now);

}  // namespace hub::sources
