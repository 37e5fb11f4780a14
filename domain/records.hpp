// What truth remembers of each event, touch and adjustment: compact, with texts in an arena and names as numbers.
#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "domain/decision.hpp"
#include "domain/dictionary.hpp"
#include "domain/facts.hpp"
#include "domain/identity_resolution.hpp"
#include "domain/member_list.hpp"
#include "domain/text_arena.hpp"

namespace hub {

using event_no = std::uint32_t;
using touch_no = std::uint32_t;
inline constexpr std::uint32_t nothing = std::numeric_limits<std::uint32_t>::max();

/// Names that events share in the same few combinations.
struct event_kind {
  name_id source = 0;
  name_id type = 0;
  name_id family = 0;
  name_id dataset = 0;
  name_id country = 0;

  std::array<name_id, 5> all() const { return {source, type, family, dataset, country}; }
  friend bool operator==(const event_kind&, const event_kind&) = default;
};

/// The standing version of one source event. Numbers are in the order in which events were first received.
struct event_record {
  key128 key;
  std::uint64_t content = 0;  ///< low half of the standing version's content key
  std::int64_t amount = 0;
  instant occurred_at = 0;
  text_ref external_id;
  std::uint64_t seq : 48 = 0;  ///< log position of the standing version
  bool has_value : 1 = false;
  bool offline : 1 = false;
  bool outcome : 1 = true;
  bool from_meta : 1 = false;
  bool fresh : 1 = true;     ///< not clustered yet
  bool crowded : 1 = false;  ///< too many events of its contact are like it
  bool on_hub : 1 = false;   ///< its order id is on too many events to join any
  merge_rule rule = merge_rule::none;
  std::uint32_t kind = 0;       ///< number of its event_kind
  std::uint32_t order = 0;      ///< number of its order id; 0: none
  std::uint32_t event_key = 0;  ///< number of Meta's event_name and event_id; 0: none
  std::uint32_t identity = 0;   ///< record in the identity graph
  contact_no contact = no_contact;
  member_links links;            ///< among the contact's events
  touch_no touch = nothing;      ///< the touch that the event contributes
  event_no founder = 0;          ///< the cluster: its earliest received event
  event_no next_in_cluster = 0;  ///< circular
  event_no partner = 0;          ///< whom it matched, when merged
  event_no next_same_order = nothing;
  event_no next_same_event_key = nothing;
  hub::currency currency;
};
static_assert(sizeof(event_record) == 112);

/// A touch as it was told, with everything in its place; touch_store keeps it in less.
struct touch_record {
  std::uint64_t seq = 0;
  instant occurred_at = 0;
  text_ref external_id;      ///< its own, or that of the event that tells of it
  event_no event = nothing;  ///< that tells of it; nothing: the touch feed does
  std::uint32_t click = 0;   ///< number of its click id (touch_labels); 0: none
  name_id feed = 0;
  name_id channel = 0;
  name_id source_medium = 0;
  name_id campaign = 0;
  name_id adset = 0;
  name_id ad = 0;
  contact_no contact = no_contact;
  std::uint32_t agent = 0;                 ///< number of its user agent (touch_labels); 0: not known
  std::uint32_t slot_in_minute = nothing;  ///< while it is all that is known of its contact: see touch_labels
  hub::interaction interaction = hub::interaction::click;
  bool of_crm = false;  ///< a CRM record means it
};

struct adjustment_record {
  key128 key;
  std::uint64_t content = 0;
  key128 target;                 ///< event key of the sale; zero when named by order
  std::uint64_t order_hash = 0;  ///< hash of the order id; 0 when named by event
  instant occurred_at = 0;
  std::int64_t amount = 0;
  text_ref external_id;
  text_ref named;  ///< the order id or external id by which it names its sale; empty for a conversion's id
  name_id source = 0;
  name_id named_source = 0;  ///< of the external id
  hub::currency currency;
  adjustment_kind kind = adjustment_kind::refund;
  bool has_amount = false;
};

}  // namespace hub
