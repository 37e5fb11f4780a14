// What the process takes of its machine, for /metrics.
#pragma once

#include <string>

#include "net/metrics.hpp"

namespace hub::app {

/// Memory, processor time, files, and the sizes of the store in the directory *data* and what is free beside it. The names
/// that begin with `process_` are those of Prometheus's own clients.
void watch_process(net::metrics_registry& metrics, const std::string& data);

}  // namespace hub::app
