// What is to be pulled, how often and how fast: all that a run of a source needs to be made, whatever platform it is.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "sources/pull/pull_run.hpp"

namespace hub::sources {

using pull_settings = std::variant<hubspot_pull_settings, meta_pull_settings, json_pull_settings, rates_pull_settings>;

struct pull_plan {
  std::string source =
      {};  ///< slug of the facts and name of the plan: `hubspot`, `meta_ads`, `anytrack`, `fx_rates`, …
  std::string route = {};  ///< which parser replays what is rejected: `ingest/hubspot`, `conversions`, …
  pull_settings settings = {};
  instant every_us = 5 * minute_us;  ///< between the ends of one run and the beginning of the next
  double per_second = 2;             ///< requests, over a long time
  double burst = 4;                  ///< requests at once, after a rest
};

/// A run from *cursor* on, which is what the run before said last. @param wanted records to look up first, where the
/// platform has such. Error: `cursor-unreadable`.
result<any_pull> make_pull(const pull_plan& plan, std::string_view cursor, hubspot_wanted wanted = {});

/// The cursor of a run that reads again what changed since *from*; what lies behind is read as well. @param from 0:
/// everything. Error: `cursor-unreadable`.
result<std::string> set_back(const pull_plan& plan, std::string_view cursor, instant from, instant now);

/// Whether records that other news of the source told of can be looked up: HubSpot's.
bool looks_up(const pull_plan& plan);

}  // namespace hub::sources
