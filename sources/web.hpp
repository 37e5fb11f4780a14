// The hub's own script on a site's pages (net/web/hub.js), and whoever speaks to it in the same way.
#pragma once

#include "sources/source.hpp"

namespace hub::sources {

/// Reads `{"id": …, "events": […]}`, one event, an array or NDJSON of events. What stands beside `events` holds for each
/// of them. An event:
///
///     {"event": "Purchase", "event_id": "…", "id": "first-party id", "sent": 1795331518538, "url": "…",
///      "referrer": "…", "fbp": "…", "fbc": "…", "user": {"email": "…", "phone": "…", "external_id": "…"},
///      "data": {"value": 99.99, "currency": "EUR", "order_id": "A-1"}}
///
/// `PageView` becomes a touch when its URL or referrer tells how the visitor came (also: directly), else an event;
/// `identify` links the identifiers of one person; everything else is an event by its name, with the external id
/// `event/event_id`. `time` (RFC 3339 text, or Unix seconds or milliseconds) is when it happened; `sent` is the browser's
/// clock when it was sent, and where that is more than ten minutes off both are set right by it.
result<parsed> parse_web(const payload& in);

}  // namespace hub::sources
