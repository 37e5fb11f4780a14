// The sources that the hub can take in, by name. A new one is its own file and a line in sources/sources.def.
#pragma once

#include <string>
#include <string_view>

#include "sources/source.hpp"

namespace hub::sources {

struct adapter {
  std::string_view name;  ///< slug, and the source of the facts it makes
  parse_function parse;
};

/// The adapter called *name*, or nullptr.
const adapter* find_adapter(std::string_view name);

/// All names in alphabetical order, `manual, meta_capi`, for messages that say what would have been accepted.
std::string known_adapters();

}  // namespace hub::sources
