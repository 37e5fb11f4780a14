// Journeys: what the attribution shards hold. A journey is the touches of one contact (or of the contacts of one
// conversion) in order, with the conversions they led to. Compiled by truth, kept here as columns.
#pragma once

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <span>
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

/// The journeys of one shard as columns. Updates append; what they replace is dead until compaction.
class journey_columns {
 public:
  /// Position of a conversion in the columns.
  struct row {
    instant at = 0;
    std::int64_t amount = 0;        ///< of the sale
    std::uint32_t first_touch = 0;  ///< the journey's touches …
    std::uint32_t last_touch = 0;   ///< … up to and including the instant of the conversion
    std::uint32_t detail = 0;
    std::uint32_t next = no_row;  ///< of the journey
    hub::currency currency;
    bool alive : 1 = true;
    bool plain : 1 = true;  ///< one entry, one type: details need not be looked at
    bool offline : 1 = false;
    bool first_of_contact : 1 = false;
    bool elsewhere : 1 = false;
    label_set labels;
    name_id type = 0;
    name_id source = 0;
  };
  static constexpr std::uint32_t no_row = 0xFFFF'FFFFU;
  struct span_of_journey {
    std::uint64_t journey = 0;
    std::uint32_t first_touch = 0, touches = 0;
    std::uint32_t first_row = no_row, rows = 0;  ///< the others follow by `next`
    bool alive = true;
  };

  /// @pre a patch is of a journey that was told whole before
  void apply(journey_update update);

  std::span<const row> rows() const { return rows_; }
  const journey_conversion& detail(const row& r) const { return details_[r.detail]; }
  std::span<const instant> at() const { return at_; }
  std::span<const std::uint8_t> flags() const { return flags_; }
  std::span<const name_id> channel() const { return channel_; }
  std::span<const name_id> source_medium() const { return source_medium_; }
  std::span<const name_id> campaign() const { return campaign_; }
  std::span<const name_id> adset() const { return adset_; }
  std::span<const name_id> ad() const { return ad_; }
  /// Every living journey, in the order of the columns, for journeys without a conversion in scope.
  template <class F>
  void for_each_journey(F&& f) const {
    for (const auto& span : spans_)
      if (span.alive) f(span);
  }
  /// Calls f(row) for the conversions of a journey, in no particular order, until it returns false.
  template <class F>
  void for_each_row(const span_of_journey& of, F&& f) const {
    for (auto at = of.first_row; at != no_row && f(rows_[at]); at = rows_[at].next) {}
  }
  std::size_t journey_count() const { return journeys_.size(); }
  std::size_t bytes() const;

 private:
  void append(journey_update update);
  void append_row(span_of_journey& to, journey_conversion c);
  void patch(span_of_journey& journey, journey_update update);
  void bury(span_of_journey& old);
  void bury_row(std::uint32_t at);
  void compact();

  std::vector<instant> at_;
  std::vector<std::uint8_t> flags_;
  std::vector<name_id> channel_, source_medium_, campaign_, adset_, ad_;
  std::vector<row> rows_;
  std::vector<journey_conversion> details_;
  std::vector<span_of_journey> spans_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> journeys_;  // where each living one stands in spans_
  std::size_t dead_touches_ = 0;
  std::size_t dead_rows_ = 0;
};

}  // namespace hub
