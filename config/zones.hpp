// IANA time zones by name, as tables of offsets, so that the domain can do civil dates without a file or a clock.
#pragma once

#include <string_view>

#include "domain/time.hpp"

namespace hub::config {

/// The offsets of *iana_name* (`Europe/Berlin`) up to 2100, out of the system's tzdata; later the last one stays.
/// Errors: `zone-unknown` (with a suggestion), `zone-malformed`.
result<zone> load_zone(std::string_view iana_name);

}  // namespace hub::config
