// What a deal's record means: when it stood as won and when it did not, and the conversion it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/crm_record.hpp"

namespace hub {

/// A moment at which a deal began or ceased to stand as won.
struct deal_turn {
  instant at = 0;
  bool stands = false;

  friend bool operator==(const deal_turn&, const deal_turn&) = default;
};

/// The turns of a deal by time, each the opposite of the one before, the first a win. A deal stands while it is won and
/// neither deleted nor merged into another. Won is what the CRM's verdict or the stage says, the later of the two; at
/// one time the verdict. A stage that the settings do not know says nothing.
std::vector<deal_turn> deal_turns(const crm_record& deal);

/// What the deal was worth each time it stood, one value a win: as said last before it ceased to. A value that is not
/// told is that of the time before, else of the time after; a currency that was corrected is that of all.
std::vector<std::optional<money>> deal_values(const crm_record& deal, const std::vector<deal_turn>& turns);

/// The conversion of a deal of which it was ever said that it was won; it is no outcome when the deal never stood (the
/// same moment's verdict said otherwise). Value and close date are those of the first time that it stood: what is edited
/// after a loss does not change what was booked.
std::optional<conversion_event> deal_conversion(const crm_record& deal, const std::vector<deal_turn>& turns);

/// Why the deal cannot be understood without looking it up: `state`, `amount`, `currency`, `contacts`; empty if it can.
std::vector<std::string> deal_gaps(const crm_record& deal, const std::vector<deal_turn>& turns);

}  // namespace hub
