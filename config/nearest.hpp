// "Did you mean": the known word closest to a mistyped one, for settings, flags and commands alike.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hub::config {

/// How many letters must be inserted, deleted, changed or swapped with their neighbour to make *b* of *a*; letters
/// count by case, bytes count as letters.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The word of *known* closest to *typed*, the first of several; none if none is within a third of its length.
std::optional<std::string> nearest(std::string_view typed, std::span<const std::string> known);

}  // namespace hub::config
