// When a call of Segment's API happened, whose sender's clock may be wrong.
#pragma once

#include "sources/segment/segment_item.hpp"

namespace hub::sources {

struct call_time {
  instant at = 0;
  bool by_receipt = false;  ///< `at` leans on when the call was received
};

/// `timestamp` is believed as it stands, so that history can be imported. Otherwise `originalTimestamp` counts; when
/// `sentAt` is more than a minute off the time of receipt, the sender's clock is wrong and the difference is added. A call
/// without any time happened when it was received (`receivedAt` where a relay states it).
///
/// An attempt to send again has another `sentAt` and another receipt, hence a time that differs by what the network took.
/// No rounding makes such times equal for sure. They are marked as leaning on the receipt instead, on which the hub does
/// not tell deliveries apart (domain/facts.hpp): the first one stands, the next is a redelivery.
call_time read_segment_time(const segment_fields& in, item_reader& reader);

}  // namespace hub::sources
