#include "storage/decision_lookup.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace hub::storage {
namespace {

constexpr std::size_t recent_limit = 4096;  // looked through in about a microsecond

}  // namespace

void decision_lookup::add(std::uint64_t event_high, std::int64_t row) {
  recent_.push_back({event_high, row});
  last_row_ = row;
}

void decision_lookup::settle() {
  if (recent_.size() < recent_limit) return;
  std::sort(recent_.begin(), recent_.end());
  const auto middle = static_cast<std::ptrdiff_t>(sorted_.size());
  sorted_.insert(sorted_.end(), recent_.begin(), recent_.end());
  std::inplace_merge(sorted_.begin(), sorted_.begin() + middle, sorted_.end());
  recent_.clear();
}

std::vector<std::int64_t> decision_lookup::find(std::uint64_t event_high) const {
  std::vector<std::int64_t> rows;
  const entry first{event_high, std::numeric_limits<std::int64_t>::min()};
  for (auto at = std::lower_bound(sorted_.begin(), sorted_.end(), first);
       at != sorted_.end() && at->event_high == event_high; ++at) {
    rows.push_back(at->row);
  }
  for (const auto& added : recent_) {
    if (added.event_high == event_high) rows.push_back(added.row);
  }
  return rows;
}

}  // namespace hub::storage
