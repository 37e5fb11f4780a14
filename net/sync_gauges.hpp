// The pulled sources as metrics.
#pragma once

#include "messages/sync.hpp"
#include "net/metrics.hpp"

namespace hub::net {

/// Sets `convhub_sync_*`, labelled by source. What is not known of a source (the lag of one never read up) has no sample.
void set_sync_gauges(metrics_registry& metrics, const sync_states& states);

}  // namespace hub::net
