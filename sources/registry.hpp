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

/// The hub's own parser for one kind of facts (`conversions`, `touchpoints`, `adjustments`, `spend`, `fx-rates`,
/// `identities`, as the routes and import --kind spell them), or nullptr.
const adapter* find_native(std::string_view kind);

/// All names in alphabetical order, `manual, meta_capi`, for messages that say what would have been accepted.
std::string known_adapters();

/// ` Did you mean 'hubspot'?` of a mistyped name, or empty.
std::string adapter_guess(std::string_view typed);

/// All kinds that find_native knows, likewise.
std::string known_kinds();

}  // namespace hub::sources
