// Which of the records that dedup needs looked up are asked for now: one that was asked for and is wanted still waits
// longer each time, so that a record the platform does not have costs a request a day.
#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "domain/crm_records.hpp"
#include "sources/pull/hubspot_pull.hpp"

namespace hub {

class sync_wanted {
 public:
  /// Those of *records* that are due at *now* (any clock that never runs backwards); they count as asked for.
  sources::hubspot_wanted due(const std::vector<crm_wanted>& records, instant now);

 private:
  static constexpr instant first_wait_us = minute_us;
  static constexpr instant longest_wait_us = day_us;
  static constexpr std::size_t most_kept = 100'000;

  struct attempt {
    instant again_at = 0;
    instant wait_us = first_wait_us;
  };
  std::map<std::pair<crm_object, std::string>, attempt> asked_;
};

}  // namespace hub
