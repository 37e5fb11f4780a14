// What a flat map or set of Boost's holds: its slots, fifteen to a group that has a byte for each and one more.
#pragma once

#include <cstddef>

namespace hub {

/// Bytes of the slots of *map*; what its values hold elsewhere is left out.
template <class Map>
std::size_t map_bytes(const Map& map) {
  constexpr double most_loaded = 0.875;
  const auto slots = static_cast<std::size_t>(static_cast<double>(map.max_load()) / most_loaded);
  return slots * sizeof(typename Map::value_type) + slots / 15 * 16;
}

}  // namespace hub
