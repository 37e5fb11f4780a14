// How payloads are read, out of the settings: config/ and sources/ do not know each other.
#pragma once

#include "config/settings.hpp"
#include "sources/source_settings.hpp"

namespace hub::app {

/// @pre the settings passed their own check
sources::source_settings source_settings_of(const config::settings& settings);

}  // namespace hub::app
