// What the truth tells for exports and counts: touches and source events in the order of their receipt, a page at a time;
// the ids of touches that a report speaks of; and what each source told, set against what it really was.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/dossier.hpp"

namespace hub {

/// A touch as it was told, before clicks are folded.
struct listed_touch {
  dossier_touch touch;
  std::string contact;  ///< contact id
};

/// A source event as it stands. What it says is in the log at `seq`.
struct listed_event {
  std::uint64_t seq = 0;  ///< log position of the standing version
  key128 conversion;      ///< where it is an outcome
  bool outcome = false;
  std::string contact;  ///< contact id
};

/// A refund, chargeback, adjustment or reversal as it stands, and what it is in the ledger of its sale.
struct listed_adjustment {
  std::string source;
  std::string external_id;
  adjustment_kind kind = adjustment_kind::refund;
  instant at = 0;
  std::optional<std::int64_t> amount;  ///< minor units; absent: all that is left
  hub::currency currency;              ///< that of the sale where the adjustment says none
  std::string order_id;                ///< by which it names its sale, or
  std::string sale_source;             ///< the sale's source and
  std::string sale_external_id;        ///< external id
  std::optional<key128> conversion;    ///< the sale
  entry_note note = entry_note::counted;
};

/// What the hub knew before an event, or from elsewhere, and otherwise than the event says it.
struct known_otherwise {
  std::optional<money> value;     ///< what the reports before it make its conversion worth
  std::optional<money> standing;  ///< what the conversion is worth now
  std::string type;               ///< of another conversion that has its order id
  std::string order;              ///< order id of another conversion of its kind that differs by a leading # only

  friend bool operator==(const known_otherwise&, const known_otherwise&) = default;
};

/// Some touches of a conversion's journey, by their places in it.
struct touch_places {
  key128 conversion;
  std::vector<std::uint32_t> ordinals;
};
/// The touch in such a place; without an id where there is none.
struct placed_touch {
  std::string id;
  instant at = 0;
  std::string campaign;
};
/// What a report of journeys does not know of a conversion.
struct placed_touches {
  std::string order;                  ///< its order id, or empty
  std::vector<placed_touch> touches;  ///< parallel to the places asked for
};

/// Some of a list, and the number at which it goes on if there may be more.
template <class T>
using numbered_page = std::pair<std::vector<T>, std::optional<std::uint32_t>>;

/// Money by currency and UTC day, minor units.
using money_by_day = std::map<currency, std::map<std::int32_t, std::int64_t>>;

/// What one source told, dated in a range.
struct source_sum {
  std::string source;
  std::uint64_t events = 0;       ///< as they stand, outcomes or not
  std::uint64_t outcomes = 0;     ///< of them
  std::uint64_t merged = 0;       ///< outcomes whose conversion an earlier event (by time, source, id) told of
  std::uint64_t conversions = 0;  ///< distinct conversions that its outcomes are
  money_by_day claimed;           ///< what its outcomes say they are worth
};

struct source_sums {
  std::vector<source_sum> sources;  ///< by name
  std::uint64_t events = 0, outcomes = 0;
  std::uint64_t conversions = 0;  ///< that happened in the range
  money_by_day sold;              ///< what these were sold for, before refunds and corrections
};

}  // namespace hub
