// How names are compared that everybody spells in their own way: events, columns, parameters.
#pragma once

#include <string>
#include <string_view>

namespace hub::sources {

/// *text* without case, spaces, `_` and `-`.
std::string folded_name(std::string_view text);

}  // namespace hub::sources
