#include "net/sync_gauges.hpp"

#include "net/sync_json.hpp"

namespace hub::net {
namespace {

/// Whether the source works by itself: nobody needs to act on it, and nobody stopped it.
bool is_up(sync_phase phase) {
  return phase == sync_phase::ok || phase == sync_phase::silent || phase == sync_phase::syncing ||
         phase == sync_phase::waiting || phase == sync_phase::retrying;
}

std::int64_t number_of(breaker_state state) {
  return state == breaker_state::closed ? 0 : state == breaker_state::half_open ? 1 : 2;
}

}  // namespace

void set_sync_gauges(metrics_registry& metrics, const sync_states& states) {
  for (const auto& s : states.sources) {
    const auto set = [&](std::string_view name, std::string_view help, std::int64_t value) {
      metrics.level(name, help, {{"source", s.source}}).set(value);
    };
    set("convhub_sync_up", "1 while the source is pulled; 0 when it is failing, stopped, parked or paused",
        is_up(s.phase) ? 1 : 0);
    if (const auto lag = sync_lag_s(s, states.at)) {
      set("convhub_sync_lag_seconds", "Since the source was last read up", *lag);
      set("convhub_sync_last_success_timestamp_seconds", "When the source was last read up",
          *s.last_success / second_us);
    }
    set("convhub_sync_records", "Records taken in from the source, ever", static_cast<std::int64_t>(s.records));
    set("convhub_sync_rejected", "Of these, set aside in quarantine since the process started",
        static_cast<std::int64_t>(s.rejected));
    set("convhub_sync_restarts", "Restarts of the source's actor since the process started",
        static_cast<std::int64_t>(s.restarts));
    if (s.token_expires)
      set("convhub_sync_token_expires_timestamp_seconds",
          "When the source's token expires, as far as its platform says", *s.token_expires / second_us);
    set("convhub_sync_breaker", "Circuit breaker of the source: 0 closed, 1 half open, 2 open", number_of(s.breaker));
  }
}

}  // namespace hub::net
