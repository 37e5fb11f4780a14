// What is to be pulled, out of the settings: a plan for each source that is enabled.
#pragma once

#include <string>
#include <vector>

#include "app/wall_clock.hpp"
#include "config/settings.hpp"
#include "sources/pull/pull_plan.hpp"

namespace hub::app {

/// @param reads how payloads are read; the pulled ones are read alike
/// @param now from when `backfill` counts backwards
/// @pre the settings passed all their checks
std::vector<sources::pull_plan> sync_plans(const config::settings& settings, const sources::source_settings& reads,
                                           instant now = wall_clock());

/// The names of the pulled sources whose settings stand in one of *sections*, such as `sources.hubspot`.
std::vector<std::string> changed_sources(const config::settings& settings, const std::vector<std::string>& sections);

}  // namespace hub::app
