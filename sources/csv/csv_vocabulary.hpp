// The names that spreadsheets and platforms give to columns, and the fields that they mean.
#pragma once

#include <string_view>
#include <vector>

namespace hub::sources {

/// The field that a column of this name fills in a file of *kind* (sources/registry.hpp, find_native), or empty.
std::string_view known_field(std::string_view header, std::string_view kind);

/// Every field that columns of a file of *kind* can fill, each once, by name.
std::vector<std::string_view> known_fields(std::string_view kind);

}  // namespace hub::sources
