// Aliases of campaigns: a decision changes what the touches of a campaign are credited to, and which clicks are one.
#include "domain/truth.hpp"

namespace hub {

item_result truth::take_alias(const sealed_fact& fact, const campaign_alias& told) {
  return aliases_.take(fact.key, told, names_) ? item_result{} : redelivery();
}

/// Has the journeys compiled again whose touches name a campaign that means another one since the last time.
void truth::mark_aliased(truth_delta& delta) {
  const auto changed = aliases_.take_changed();
  if (changed.empty()) return;
  delta.aliases = aliases_.in_force();
  const boost::unordered_flat_set<name_id> campaigns(changed.begin(), changed.end());
  for (touch_no no = 0; no < touches_.size(); ++no)
    if (!touches_[no].gone && campaigns.contains(touches_.campaign(no))) mark(touches_[no].contact);
}

}  // namespace hub
