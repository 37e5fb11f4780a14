#include "sources/meta/meta_strict.hpp"

#include <string>

#include "sources/meta/meta_event.hpp"

namespace hub::sources {
namespace {

constexpr std::size_t most_events = 1000;
constexpr instant oldest_online_us = 7 * day_us;
constexpr instant oldest_offline_us = 62 * day_us;

error too_old(const conversion_event& event, std::size_t index) {
  return fail("meta-event-too-old",
              "the event of " + format_instant(event.occurred_at) + " is older than " +
                  (event.offline ? "62 days, which Meta takes of a physical store"
                                 : "7 days; events must be sent within 7 days of when they occurred"),
              "/data/" + std::to_string(index) + "/event_time");
}

}  // namespace

std::optional<error> meta_refusal(const parsed& events, instant now) {
  if (events.items.size() > most_events)
    return fail("meta-too-many-events",
                "the request holds " + std::to_string(events.items.size()) + " events, Meta takes at most 1000",
                "/data");
  for (std::size_t i = 0; i < events.items.size(); ++i) {
    if (const auto* wrong = std::get_if<rejection>(&events.items[i]); wrong && !is_test_event(wrong->errors))
      return wrong->errors.front();
    const auto* fact = std::get_if<fact_body>(&events.items[i]);
    const auto* event = fact ? std::get_if<conversion_event>(fact) : nullptr;
    if (event && now - event->occurred_at > (event->offline ? oldest_offline_us : oldest_online_us))
      return too_old(*event, i);
  }
  return std::nullopt;
}

}  // namespace hub::sources
