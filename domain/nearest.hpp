// Finds the known word a mistyped one was meant to be, for the "did you mean" of an error.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace hub {

/// Insertions, deletions, replacements and swaps of neighbours that make *b* of *a*.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The word of *known* nearest to *word*, or empty when none is near enough to be worth a guess
/// (more than a third of the letters differ, or *word* is longer than 100 bytes).
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

/// ` Did you mean 'x'?`, or empty.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

}  // namespace hub
