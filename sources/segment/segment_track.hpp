// The calls that tell what somebody did: orders and what became of them, other outcomes, and the many events of a user
// interface.
#pragma once

#include "sources/segment/segment_item.hpp"

namespace hub::sources {

/// `Order Completed` and the other names that mean an outcome, by the settings or usually (sources/event_types.hpp),
/// become conversions; every other name is kept as an event, since an application tracks hundreds of clicks and scrolls that nobody paid for.
///
/// `Order Updated` is another report of the purchase with that order id. Both are one conversion by their order key, and
/// of two reports by one source the later one's value stands (docs/semantics.md, Deduplication), whichever came first.
///
/// `Order Refunded` and `Order Cancelled` take back their amount from the order, or without one all that is left of it.
/// Some senders write that amount with a minus sign; it means the same.
void read_track(const segment_call& call, item_reader& reader, fact_body& fact);

}  // namespace hub::sources
