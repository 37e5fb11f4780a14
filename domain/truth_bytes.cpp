// What the truth holds in memory, for whoever measures it.
#include <algorithm>

#include "domain/map_bytes.hpp"
#include "domain/truth.hpp"

namespace hub {

std::vector<held_bytes> truth::bytes() const {
  const auto [identifiers, records] = identity_.bytes();
  std::vector<held_bytes> held = {
      {"events", events_.bytes()},
      {"touches", touches_.bytes()},
      {"texts", texts_.bytes()},
      {"identifiers", identifiers},
      {"identity records", records + owners_.bytes()},
      {"contacts", contacts_.bytes() + more_.capacity() * sizeof(contact_more)},
      {"lookups by key", event_by_key_.bytes() + touch_by_key_.bytes()},
      {"order ids", orders_.bytes() + order_texts_.bytes()},
      {"event ids", event_keys_.bytes()},
      {"versions", map_bytes(older_versions_) + map_bytes(earliest_version_) + map_bytes(stated_versions_)},
      {"labels", touch_labels_.bytes() + values_.bytes()},
      {"walks", (visited_.capacity() + noted_.capacity()) * sizeof(std::uint32_t)},
  };
  std::sort(held.begin(), held.end(), [](const auto& a, const auto& b) { return a.bytes > b.bytes; });
  return held;
}

}  // namespace hub
