// What the two forms of the bank's file share.
#pragma once

#include <string_view>

namespace hub::sources {

/// Currencies that the euro or a new unit took the place of and that the bank's history still lists. No amount can be in
/// them, so their rates say nothing.
bool is_past_currency(std::string_view code);

}  // namespace hub::sources
