// What replacing a window of costs leaves over: rows that the hub knows and the platform no longer tells of.
#pragma once

#include <span>
#include <vector>

#include "domain/facts.hpp"
#include "sources/pull/pull.hpp"

namespace hub::sources {

/// Whether the row belongs to the window: its platform, account, level and days.
bool is_within(const spend_event& row, const spend_window& window);

/// The rows of *known* within the window that *told* does not have, as rows of nothing: told, they replace what was
/// there. Rows that are nothing already are left out.
/// @param known any rows, those of other windows too
std::vector<spend_event> vanished(const spend_window& window, std::span<const spend_event> known,
                                  std::span<const spend_event> told);

}  // namespace hub::sources
