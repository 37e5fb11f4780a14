// A hub in this process: the store, the actors and the routes, wired together and stopped in order. The daemon puts a
// listener before it; commands with --data and the demo ask it directly.
#pragma once

#include <memory>

#include "app/pulling.hpp"
#include "app/running_hub.hpp"
#include "config/settings.hpp"
#include "domain/error.hpp"
#include "net/metrics.hpp"

namespace hub::app {

/// Opens the data directory, starts the actors and waits until the facts are in memory. Errors: those of
/// storage::store::open, `start-failed`. *metrics* must outlive the hub.
/// @param pulls whether the sources that are enabled are pulled: by the daemon, and by no command
result<std::unique_ptr<running_hub>> open_hub(const config::settings& settings, net::metrics_registry& metrics,
                                              pulling pulls = pulling::off);

}  // namespace hub::app
