// The settings that shape figures are kept beside the data by the hub that serves it, so that commands which open the
// directory themselves answer by the same rules.
#pragma once

#include <string>

#include "config/settings.hpp"
#include "domain/error.hpp"

namespace hub::app {

/// The file of them in *directory*; empty where no hub has served it.
std::string kept_settings(const std::string& directory);

/// Keeps those of *s* in its data directory. Error: `settings-unkept`.
result<void> keep_settings(const config::settings& s);

}  // namespace hub::app
