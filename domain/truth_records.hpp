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
  static constexpr std::uint32_t no_more = 0x7FFF'FFFFU;

  contact_no no = no_contact;
  member_list events;
  member_list touches;
  touch_no alone = nothing;           ///< the touch that is all that is known of it
  std::uint32_t more : 31 = no_more;  ///< number of its contact_more, if it has one
  std::uint32_t listed : 1 = 0;       ///< false: only its place is kept
};

/// What only some contacts have.
struct contact_more {
  std::vector<std::uint64_t> shared_journeys;  ///< that it shares with other contacts
  std::unique_ptr<busy_contact> busy;          ///< once it has many events
};

/// Whom a record of the identity graph is of: an event and the touch that it contributes, a touch of the feed, or nobody
/// that moves with it. @pre numbers are below 2^31
class record_owner {
 public:
  record_owner() = default;
  static record_owner of_event(event_no no) { return record_owner(no); }
  static record_owner of_touch(touch_no no) { return record_owner(no | touch_bit); }

  event_no event() const { return (packed_ & touch_bit) == 0 ? packed_ : nothing; }
  touch_no touch() const { return (packed_ & touch_bit) == 0 || packed_ == nothing ? nothing : packed_ & ~touch_bit; }

 private:
  static constexpr std::uint32_t touch_bit = 0x8000'0000U;
  explicit record_owner(std::uint32_t packed) : packed_(packed) {}
  std::uint32_t packed_ = nothing;
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
