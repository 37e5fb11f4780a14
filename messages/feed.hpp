// News of conversions as they are unified, for whoever looks on: what came, and what dedup decided about it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/decision.hpp"
#include "domain/money.hpp"
#include "messages/caf.hpp"

namespace hub {

/// What one fact brought about. Never names a person.
struct feed_entry {
  std::uint64_t seq = 0;  ///< position of the fact in the log
  instant received_at = 0;
  instant occurred_at = 0;
  std::string source = {};
  std::string external_id = {};
  std::string type = {};  ///< `purchase`, …; of an adjustment `refund`, …
  bool adjustment = false;
  std::optional<money> value = {};  ///< of a conversion
  key128 event = {};
  std::vector<decision> decisions = {};  ///< events that moved because of it, the fact's own among them
};

/// dedup → feed: what was committed. The first news after a start say from where on the feed knows.
struct feed_news {
  std::vector<feed_entry> entries = {};
  std::uint64_t last_seq = 0;
};

/// net → feed: what came behind a position? Answered when there is something, or after `patience`.
struct feed_request {
  std::optional<std::uint64_t> after = {};  ///< nothing: from now on
  std::size_t limit = 200;
};
struct feed_reply {
  std::vector<feed_entry> entries = {};
  std::uint64_t last_seq = 0;                   ///< ask again after this
  std::optional<std::uint64_t> gap_until = {};  ///< what stands behind `after` up to here is not kept any more
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::feed_news)
HUB_LOCAL_MESSAGE(hub::feed_request)
HUB_LOCAL_MESSAGE(hub::feed_reply)
