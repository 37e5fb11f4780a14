// What is remembered of a contact with many events besides them, so that one more costs no look at the others.
#pragma once

#include <utility>
#include <vector>

#include "domain/likeness_index.hpp"
#include "domain/records.hpp"

namespace hub {

struct busy_contact {
  likeness_index alike;                                 ///< its outcomes
  std::vector<std::pair<name_id, event_no>> first_of;   ///< its first outcome in each family
  instant since = std::numeric_limits<instant>::max();  ///< the time of its first event, or earlier
  std::vector<event_no> milestones = {};                ///< its leads and opportunities

  /// With more of them than this they say nothing of a person's way, and one more must not cost a look at all.
  static constexpr std::size_t most_milestones = 100;

  /// Its first outcome in *family*; nothing where it has none.
  event_no first_in(name_id family) const {
    for (const auto& [name, first] : first_of)
      if (name == family) return first;
    return nothing;
  }
  void set_first(name_id family, event_no first) {
    for (auto& [name, known] : first_of)
      if (name == family) {
        known = first;
        return;
      }
    first_of.emplace_back(family, first);
  }
};

}  // namespace hub
