// IANA time zones as tables of offsets, so that the domain can do civil dates without a file or a clock.
#pragma once

#include <string_view>

#include "domain/time.hpp"

namespace hub::config {

/// The offsets of *iana_name* (`Europe/Berlin`) from 1970 to 2100, out of the system's tzdata. Outside of these years
/// the first and last offset go on. Errors: `zone-unknown` (with a suggestion), `zones-missing` (no tzdata).
result<zone> load_zone(std::string_view iana_name);

}  // namespace hub::config
