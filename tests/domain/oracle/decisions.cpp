// What people decided: docs/semantics.md, "What people decide", "Parting contacts" and "Rules put in force".
#include <algorithm>

#include "oracle.hpp"

namespace hub::oracle {

std::vector<decided_events> decisions_in(const std::vector<fact_body>& facts) {
  std::map<event_name, merge_verdict> told;
  std::set<event_name> withdrawn;
  for (const auto& fact : facts)
    if (const auto* v = std::get_if<merge_verdict>(&fact)) {
      if (v->said == verdict::withdrawn)
        withdrawn.insert({v->source, v->external_id});
      else
        told.try_emplace({v->source, v->external_id}, *v);
    }
  std::vector<merge_verdict> latest_first;
  for (const auto& [id, v] : told)
    if (!withdrawn.contains(id)) latest_first.push_back(v);
  std::sort(latest_first.begin(), latest_first.end(), [](const auto& a, const auto& b) {
    return std::tie(a.occurred_at, a.source, a.external_id) > std::tie(b.occurred_at, b.source, b.external_id);
  });
  std::vector<decided_events> pairs;
  std::set<std::set<event_name>> decided;
  for (const auto& v : latest_first)
    for (const auto& a : v.events)
      for (const auto& b : v.events) {
        const event_name x{a.source, a.external_id}, y{b.source, b.external_id};
        if (a.side < b.side && decided.insert({x, y}).second) pairs.push_back({x, y, v.said == verdict::together});
      }
  return pairs;
}

parted_people people_parted_in(const std::vector<fact_body>& facts) {
  std::map<event_name, identity_verdict> latest;
  std::set<event_name> withdrawn;
  for (const auto& fact : facts)
    if (const auto* v = std::get_if<identity_verdict>(&fact)) {
      const event_name id{v->source, v->external_id};
      if (v->said == verdict::withdrawn)
        withdrawn.insert(id);
      else if (const auto [known, first] = latest.try_emplace(id, *v);
               !first && known->second.occurred_at < v->occurred_at)
        known->second = *v;
    }
  parted_people parted;
  for (const auto& [id, v] : latest)
    if (!withdrawn.contains(id)) parted.push_back(v.identifiers);
  return parted;
}

truth_policy rules_in_force(const std::vector<fact_body>& facts, truth_policy policy) {
  const dedup_rules* latest = nullptr;
  for (const auto& fact : facts)
    if (const auto* r = std::get_if<dedup_rules>(&fact))
      if (latest == nullptr || r->occurred_at > latest->occurred_at) latest = r;
  if (latest == nullptr) return policy;
  policy.dedup.window_us = latest->window_us.value_or(policy.dedup.window_us);
  policy.dedup.amount_tolerance = latest->amount_tolerance.value_or(policy.dedup.amount_tolerance);
  policy.dedup.same_source_fuzzy = latest->same_source_fuzzy.value_or(policy.dedup.same_source_fuzzy);
  policy.authority = latest->authority.value_or(policy.authority);
  return policy;
}

}  // namespace hub::oracle
