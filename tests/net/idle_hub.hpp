// Every route of a hub whose actors have not started: enough to see who is let in, since those who are get told just that.
#pragma once

#include "net/api.hpp"

namespace hub::net::test {

inline supervisor_actor::behavior_type idle_supervisor(supervisor_actor::pointer) {
  return {[](const status_request&) { return hub_status{}; }, [](const fault_order&) { return fault_receipt{}; }};
}

struct idle_hub {
  idle_hub() = default;
  ~idle_hub() {
    asks.end();
    caf::anon_send_exit(supervisor, caf::exit_reason::user_shutdown);
  }
  idle_hub(const idle_hub&) = delete;
  idle_hub& operator=(const idle_hub&) = delete;

  caf::actor_system_config settings;
  caf::actor_system system{settings};
  gateway asks{system};
  supervisor_actor supervisor = system.spawn(idle_supervisor);
  metrics_registry metrics;
  intake_counts counts{metrics};
  hub::net::doors doors;
  key_ring keys;
  key_gate gate{keys, 1'000'000};
  api_context api{.asks = asks,
                  .supervisor = supervisor,
                  .metrics = metrics,
                  .counts = counts,
                  .now = [] { return instant{}; },
                  .find_zone = [](std::string_view) -> result<zone> { return zone{}; },
                  .defaults = {},
                  .version = "1",
                  .doors = doors,
                  .keys = keys,
                  .gate = gate};
};

}  // namespace hub::net::test
