// Reads compiled time zones (TZif, RFC 8536), as /usr/share/zoneinfo holds them.
#pragma once

#include <string_view>

#include "domain/time.hpp"

namespace hub::config {

/// The offsets in *bytes* up to the year 2100: the listed transitions, then those of the rule in the file's last line.
/// Error: `zone-malformed`.
result<zone> parse_tzif(std::string_view bytes, std::string_view name);

}  // namespace hub::config
