// Follows runs of pulled sources to their end: asks the hub again and again and shows how far they are.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/command.hpp"

namespace hub::app {

/// The sources as GET /v1/sync tells of them. Errors: those of get(), `answer-malformed`.
result<boost::json::array> ask_sources(client& hub);

/// The source called *name* in *sources*, or null.
const boost::json::object* find_source(const boost::json::array& sources, std::string_view name);

/// Whether a run of the source goes on.
bool is_running(const boost::json::object& source);

/// Waits until each of *names* has run to an end since *before* was told, and gives how they are then; no longer than
/// *limit* where one is given. Errors: as above, `sync-gone` when a source is pulled no more, `sync-not-begun` when one
/// does not run after all, `sync-goes-on` when the time is over.
result<boost::json::array> follow_runs(client& hub, const boost::json::array& before,
                                       const std::vector<std::string>& names, std::optional<std::chrono::seconds> limit,
                                       program& p);

/// What the ends of the runs are to a script: failed when one ended without success, some_rejected when records were set
/// aside since *before*.
exit_code outcome_of(const boost::json::array& before, const boost::json::array& after,
                     const std::vector<std::string>& names);

}  // namespace hub::app
