// Settings read again while the hub runs: which of them may change then, and what that changes.
#pragma once

#include <string>
#include <vector>

#include "app/running_hub.hpp"
#include "config/load.hpp"

namespace hub::app {

/// The sections in which *now* differs from *before*, in the order of the settings.
std::vector<std::string> changed_sections(const config::settings& before, const config::settings& now);

/// *before* with what may change while the hub runs as it is in *now*: sources and the level of the log.
config::settings reloaded(const config::settings& before, const config::settings& now);

/// Reads the settings again and puts what may change into force; says in the log what changed, and what waits for a
/// restart. Settings with mistakes change nothing, and each mistake is in the log.
void reload(const config::sources_of_settings& from, config::settings& in_force, running_hub& hub);

}  // namespace hub::app
