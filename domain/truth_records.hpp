// What the truth remembers besides events and touches (records.hpp): of contacts, of decisions, of CRM records and of
// the versions of Meta events.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/busy_contact.hpp"
#include "domain/facts.hpp"
#include "domain/member_list.hpp"
#include "domain/records.hpp"

namespace hub {

/// A contact's events and touches.
struct contact_entry {
  member_list events;
  member_list touches;
  touch_no alone = nothing;  ///< the touch that is all that is known of it
  std::unique_ptr<std::vector<std::uint64_t>> shared_journeys;  ///< that it shares with other contacts, if it does
  std::unique_ptr<busy_contact> busy;                           ///< once it has many events
};

/// Whom a record of the identity graph is of.
struct record_owner {
  event_no event = nothing;
  touch_no touch = nothing;
};

/// A decision about events; withdrawn for good once somebody took it back.
struct verdict_record {
  merge_verdict told;
  bool withdrawn = false;
};

/// A moment at which a deal began or ceased to stand, as its ledger names it.
struct deal_entry {
  instant at = 0;
  bool stands = false;
  text_ref id;
  std::int64_t change = 0;  ///< of the value since it stood before
  text_ref change_id;
};

/// What a CRM contact's record says of who it is.
struct contact_record {
  std::uint32_t record = 0;  ///< in the identity graph
  std::vector<identifier> identifiers;
};

/// Further apart, one Meta event id is two events'.
inline constexpr std::int64_t meta_event_reuse_us = 48 * hour_us;

/// A version of a Meta event that states when it was made; one of them may stand again.
struct stated_version {
  std::uint64_t seq = 0;
  instant occurred_at = 0;
  instant updated_at = 0;
  std::uint64_t content = 0;
  std::string encoded;
};

/// How much memory something takes.
struct held_bytes {
  std::string_view what;
  std::size_t bytes = 0;
};

}  // namespace hub
