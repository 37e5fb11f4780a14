// Facts and rejections as text, a line a field, empty fields left out: what the golden files of tests/data hold.
#pragma once

#include <string>

#include "sources/source.hpp"

namespace hub::sources {

std::string describe(const parsed& items);

/// The parser that the folder tests/data/<name> is for: a source of the registry or a native kind.
parse_function parser_of(std::string_view name);

}  // namespace hub::sources
