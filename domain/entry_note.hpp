// What became of an adjustment when it met the ledger of its sale.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hub {

enum class entry_note : std::uint8_t {
  counted,
  over_refund,       ///< asked for more than was left: cut to what was left
  repeated,          ///< the same refund, reported by another source; not counted
  currency_differs,  ///< not in the sale's currency; not counted
  already_reversed,  ///< nothing stands that could be reversed; not counted
  already_stands,    ///< nothing was reversed that could stand again; not counted
  waits_for_sale,    ///< in no ledger yet: its sale is not known, or its order id is on too many events
};

/// `counted`, `over-refund`, …
std::string_view to_string(entry_note note);
/// The note of this name; nothing where there is none.
std::optional<entry_note> parse_entry_note(std::string_view name);

}  // namespace hub
