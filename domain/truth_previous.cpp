#include "domain/truth_previous.hpp"

#include <algorithm>
#include <limits>

namespace hub {

const std::vector<truth::earlier_sales::sale>& truth::earlier_sales::of(contact_no contact) {
  const auto [at, fresh] = known_.try_emplace(contact);
  if (!fresh) return at->second;
  for (const auto founder : t_.founders_of(contact)) {
    const auto members = t_.by_authority(founder);
    auto sold_at = std::numeric_limits<instant>::max();
    for (const auto m : members) sold_at = std::min(sold_at, t_.events_[m].occurred_at);
    at->second.push_back({t_.kind_of(members.front()).type, sold_at, founder});
  }
  std::sort(at->second.begin(), at->second.end());
  return at->second;
}

std::optional<journey_conversion> truth::earlier_sales::before(const journey_conversion& c,
                                                               std::span<const contact_no> contacts) {
  const sale* latest = nullptr;
  for (const auto contact : contacts) {
    const auto& sales = of(contact);
    const auto next = std::lower_bound(sales.begin(), sales.end(), sale{c.type, c.at, 0});
    if (next == sales.begin() || std::prev(next)->type != c.type) continue;
    const auto& found = *std::prev(next);
    if (latest == nullptr || *latest < found) latest = &found;
  }
  if (latest == nullptr) return std::nullopt;
  journey_conversion told;
  told.id = t_.events_[latest->founder].key;
  told.at = latest->at;
  told.type = latest->type;
  told.types.push_back(latest->type);
  told.elsewhere = true;
  return told;
}

}  // namespace hub
