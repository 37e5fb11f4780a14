// From what a parser made of a body to what is decided over: facts are sealed, and what is kept of the rest names nobody.
#pragma once

#include <string_view>
#include <vector>

#include "domain/ingest_item.hpp"
#include "sources/source.hpp"

namespace hub::sources {

/// One item per item of *parsed*, in order. @param place JSON pointer of the array they stood in
std::vector<ingest_item> sealed_items(parsed items, std::string_view place, instant received_at);

}  // namespace hub::sources
