// Which version of each source event stands. spec/semantics.md §1 and T0 of §3.
#include "oracle.hpp"

namespace hub::oracle {
namespace {

bool from_meta(const conversion_event& e) { return e.source.starts_with("meta_"); }

std::uint64_t content_of(const conversion_event& e) { return seal(e, 0).content.low; }

/// Whether *later*, received after *standing*, takes its place.
bool replaces(const conversion_event& later, const conversion_event& standing) {
  if (!later.updated_at) return !standing.updated_at;
  if (!standing.updated_at || *later.updated_at != *standing.updated_at)
    return !standing.updated_at || *later.updated_at > *standing.updated_at;
  return content_of(later) > content_of(standing);
}

}  // namespace

std::vector<conversion_event> standing_events(const std::vector<fact_body>& facts) {
  std::map<event_name, std::vector<conversion_event>> versions;
  for (const auto& fact : facts) {
    const auto* e = std::get_if<conversion_event>(&fact);
    if (e == nullptr) continue;
    auto& all = versions[{e->source, e->external_id}];
    if (std::find(all.begin(), all.end(), *e) == all.end()) all.push_back(*e);
  }
  std::vector<conversion_event> standing;
  for (const auto& [name, all] : versions) {
    instant first = all[0].occurred_at;
    for (const auto& e : all) first = std::min(first, e.occurred_at);
    const conversion_event* best = nullptr;
    for (const auto& e : all) {
      const bool id_reused = from_meta(e) && e.occurred_at - first > 48 * hour_us;
      if (!id_reused && (best == nullptr || replaces(e, *best))) best = &e;
    }
    standing.push_back(*best);
  }
  return standing;
}

}  // namespace hub::oracle
