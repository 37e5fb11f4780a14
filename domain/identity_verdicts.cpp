#include "domain/identity_verdicts.hpp"

#include <algorithm>
#include <tuple>

namespace hub {
namespace {

/// Whether *v* takes the place of what is known of the decision.
bool counts_more(const identity_verdict& v, const key128& content, const identity_verdicts::entry& known) {
  const auto& told = known.told;
  if (told.said == verdict::withdrawn) return v.said != verdict::withdrawn;  // the list shows what was decided once
  if (v.said == verdict::withdrawn) return false;
  return std::tie(v.occurred_at, content) > std::tie(told.occurred_at, known.content);
}

}  // namespace

identity_verdicts::change identity_verdicts::take(const key128& key, const key128& content, const identity_verdict& v) {
  change out;
  if (v.said == verdict::together) {
    out.result.status = item_status::rejected;
    out.result.errors.push_back(
        fail("verdict-unsupported", "that identifiers are one person is told by an identity, not by a decision"));
    return out;
  }
  const auto [at, first] = by_key_.try_emplace(key);
  auto& known = at->second;
  if (!first) {
    out.result.status = item_status::duplicate;
    out.result.rule = merge_rule::redelivery;
    if (std::find(known.versions.begin(), known.versions.end(), content) != known.versions.end()) return out;
  }
  known.versions.push_back(content);
  const bool stood = !first && !known.withdrawn;
  const auto before = known.told.identifiers;
  const bool replaces = first || counts_more(v, content, known);
  if (replaces) {
    known.told = v;
    known.content = content;
  }
  known.withdrawn = known.withdrawn || v.said == verdict::withdrawn;
  const bool ends = stood && (known.withdrawn || replaces);
  if (ends) out.ends = before;
  if (replaces && !known.withdrawn) out.begins = v.identifiers;
  out.result.updated = !first && (ends || !out.begins.empty());
  out.result.kept = true;
  return out;
}

const identity_verdicts::entry* identity_verdicts::find(const key128& key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &found->second;
}

std::vector<const identity_verdicts::entry*> identity_verdicts::list() const {
  std::vector<const entry*> out;
  for (const auto& [key, known] : by_key_) out.push_back(&known);
  std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) {
    return std::tie(b->told.occurred_at, b->told.external_id, b->told.source) <
           std::tie(a->told.occurred_at, a->told.external_id, a->told.source);
  });
  return out;
}

}  // namespace hub
