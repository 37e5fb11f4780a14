// Whether the sources that are to be pulled have all that a pull of them needs.
#pragma once

#include <vector>

#include "config/load.hpp"

namespace hub::config {

/// All that is missing or does not go together, each at the setting that asks for it. Codes: `config-incomplete`,
/// `config-conflict`.
std::vector<error> check_pulled_sources(const loaded_settings& loaded);

}  // namespace hub::config
