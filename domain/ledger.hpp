// The money of one conversion over time: its sale and what later took from it or added to it.
// docs/semantics.md, "Ledger".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/entry_note.hpp"
#include "domain/facts.hpp"

namespace hub {

enum class entry_kind : std::uint8_t { sale, refund, chargeback, adjustment, reversal };

/// `sale`, `refund`, …
std::string_view to_string(entry_kind kind);

/// The entry that an adjustment of this kind makes.
entry_kind entry_of(adjustment_kind kind);

struct ledger_entry {
  entry_kind kind = entry_kind::sale;
  entry_note note = entry_note::counted;
  instant at = 0;           ///< never before the sale
  std::int64_t amount = 0;  ///< minor units, signed, as it counts
  std::int8_t count = 0;    ///< conversions: 1 for a sale, -1 for a reversal, else 0
  std::string_view source;
  std::string_view external_id;
  std::optional<std::int64_t> asked = {};  ///< what it asked for, signed, where not all of it counts
  std::optional<instant> told_at = {};     ///< when it says it was, where that is before the sale
};

/// An adjustment as the ledger sees it; of kind `sale`, it says that what was reversed stands again.
struct ledger_adjustment {
  entry_kind kind = entry_kind::refund;
  std::optional<std::int64_t> amount;  ///< absent: all that is left
  hub::currency currency;              ///< none: that of the sale
  instant at = 0;
  std::string_view source;
  std::string_view external_id;
};

struct ledger {
  std::vector<ledger_entry> entries;  ///< the sale first
  std::int64_t gross = 0;             ///< sale and adjustments; a sale that stands again does not count twice
  std::int64_t net = 0;               ///< what is left after everything
};

/// Orders the adjustments by (time, external id) after the sale and lets each take what is left. Independent of the
/// order given.
ledger build_ledger(instant sold_at, std::optional<money> value, std::vector<ledger_adjustment> adjustments);

}  // namespace hub
