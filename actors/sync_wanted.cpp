#include "actors/sync_wanted.hpp"

#include <algorithm>

namespace hub {

sources::hubspot_wanted sync_wanted::due(const std::vector<crm_wanted>& records, instant now) {
  if (asked_.size() > most_kept) std::erase_if(asked_, [&](const auto& each) { return each.second.again_at <= now; });
  sources::hubspot_wanted wanted;
  for (const auto& each : records) {
    if (each.record.find(':') != std::string::npos) continue;  // of another account, which this token does not open
    auto [at, fresh] = asked_.try_emplace({each.object, each.record});
    auto& last = at->second;
    if (!fresh) {
      if (now < last.again_at) continue;
      last.wait_us = std::min(2 * last.wait_us, longest_wait_us);
    }
    last.again_at = now + last.wait_us;
    (each.object == crm_object::deal ? wanted.deals : wanted.contacts).push_back(each.record);
  }
  return wanted;
}

}  // namespace hub
