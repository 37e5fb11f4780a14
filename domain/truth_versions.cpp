// Versions of a Meta event that state when they were made. One of them may have lost to a version that proves to come too
// late, or may have given way to it; then it stands again.
#include <algorithm>
#include <tuple>

#include "domain/truth.hpp"

namespace hub {

/// Remembers a version that may stand again. One that states no time never does: it stands only as the last received.
void truth::note_stated(const sealed_fact& fact, const conversion_event& e, std::uint64_t seq) {
  if (e.updated_at && e.source.starts_with("meta_") && !e.event_id.empty())
    stated_versions_[fact.key].push_back({seq, e.occurred_at, *e.updated_at, fact.content.low, fact.encoded});
}

/// Puts the version in force that states the latest time of those that do not come too late after the earliest.
void truth::stand_again(event_no no) {
  const auto& standing = events_[no];
  const auto found = stated_versions_.find(standing.key);
  if (found == stated_versions_.end()) return;
  auto& versions = found->second;
  const auto latest = earliest_version_.at(standing.key) + meta_event_reuse_us;
  std::erase_if(versions, [&](const auto& v) { return v.occurred_at > latest; });
  const auto best = std::max_element(versions.begin(), versions.end(), [](const auto& a, const auto& b) {
    return std::tie(a.updated_at, a.content) < std::tie(b.updated_at, b.content);
  });
  if (best == versions.end() || best->content == standing.content) return;
  const auto again = unseal(best->encoded, 0).value();
  leave(no);
  enter(no, again, std::get<conversion_event>(again.body), best->seq);
}

}  // namespace hub
