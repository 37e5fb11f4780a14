// Journeys as truth tells them to the attribution shards. A journey is the touches of one contact (or of the contacts of
// one conversion) in order, with the conversions they led to.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "domain/dictionary.hpp"
#include "domain/keys.hpp"
#include "domain/labels.hpp"
#include "domain/ledger.hpp"
#include "domain/milestones.hpp"

namespace hub {

template <class T>
using few = boost::container::small_vector<T, 1>;

/// Bits of a touch that eligibility looks at.
enum touch_flags : std::uint8_t { touch_interaction = 3, touch_direct = 4, touch_bot = 8 };

/// One touch as a report sees it: names are positions in the hub's dictionary.
struct journey_touch {
  instant at = 0;
  name_id channel = 0;
  name_id source_medium = 0;
  name_id campaign = 0;
  name_id adset = 0;
  name_id ad = 0;
  std::uint8_t flags = 0;

  hub::interaction interaction() const { return static_cast<hub::interaction>(flags & touch_interaction); }
};

/// One amount of a conversion, as it counts.
struct journey_entry {
  instant at = 0;
  std::int64_t amount = 0;  ///< minor units, signed
  std::int8_t count = 0;
  entry_kind kind = entry_kind::sale;
};

/// One conversion of a journey.
struct journey_conversion {
  key128 id;
  instant at = 0;
  hub::currency currency;
  bool has_value = false;
  bool offline = false;
  bool first_of_contact = false;  ///< the contact's first conversion of its family: a new customer
  bool elsewhere = false;         ///< stands in another journey; here only to say that the contact converted
  label_set labels;               ///< those that do not depend on other conversions
  name_id type = 0;
  name_id source = 0;  ///< of highest authority
  name_id country = 0;
  std::uint32_t contact = 0;   ///< of its earliest event; the customer, where several contacts share it
  milestones passed;           ///< by its contacts, on the way to it
  few<name_id> types;          ///< of all its source events, distinct
  few<name_id> sources;        ///< of all its source events, distinct
  few<journey_entry> entries;  ///< the sale first
  few<std::uint64_t> seqs;     ///< log positions of its source events
};

/// Bit of a journey's number that says it is shared by several contacts: their own journeys stand beside it.
inline constexpr std::uint64_t shared_journey = 1ULL << 63;

/// The whole new state of one journey; without touches and conversions the journey is gone. Or, of a long one, what
/// changed: its touches are those it had.
struct journey_update {
  std::uint64_t journey = 0;
  std::vector<journey_touch> touches;  ///< in total order, one per click
  std::vector<journey_conversion> conversions;
  std::optional<std::vector<key128>> gone = std::nullopt;  ///< these conversions go, those of the same ids are replaced
};

}  // namespace hub
