#include "domain/likeness_index.hpp"

#include <algorithm>
#include <limits>

namespace hub {
namespace {

using entries = std::vector<likeness_index::entry>;

void put(entries& list, likeness_index::entry e) { list.insert(std::upper_bound(list.begin(), list.end(), e), e); }

bool take(entries& list, likeness_index::entry e) {
  const auto at = std::lower_bound(list.begin(), list.end(), e);
  if (at == list.end() || *at != e) return false;
  list.erase(at);
  return true;
}

}  // namespace

entries::const_iterator likeness_index::begin_of(const entries& list, instant at) const {
  const entry first{at - window_us_, 0};
  return std::lower_bound(list.begin(), list.end(), first);
}

std::size_t likeness_index::near(const entries& list, instant at) const {
  const entry last{at + window_us_, std::numeric_limits<std::uint32_t>::max()};
  return static_cast<std::size_t>(std::upper_bound(list.begin(), list.end(), last) - begin_of(list, at));
}

void likeness_index::add(std::uint64_t likeness, entry e, std::vector<std::uint32_t>& changed) {
  auto& b = buckets_[likeness];
  if (!b.crowded.empty() && near(b.open, e.at) + near(b.crowded, e.at) >= most_) {
    put(b.crowded, e);
    changed.push_back(e.event);
  } else {
    put(b.open, e);
  }
  if (b.open.size() + b.crowded.size() <= most_) return;
  // Few that are open stand near: each of them has no more than the limit about it.
  entries full;
  for (auto i = begin_of(b.open, e.at); i != b.open.end() && i->at - e.at <= window_us_; ++i)
    if (is_crowded(b, i->at)) full.push_back(*i);
  for (const auto& each : full) {
    take(b.open, each);
    put(b.crowded, each);
    changed.push_back(each.event);
  }
}

void likeness_index::remove(std::uint64_t likeness, entry e, std::vector<std::uint32_t>& changed) {
  const auto found = buckets_.find(likeness);
  if (found == buckets_.end()) return;
  auto& b = found->second;
  if (!take(b.open, e)) take(b.crowded, e);
  entries free;
  for (auto i = begin_of(b.crowded, e.at); i != b.crowded.end() && i->at - e.at <= window_us_; ++i)
    if (!is_crowded(b, i->at)) free.push_back(*i);
  for (const auto& each : free) {
    take(b.crowded, each);
    put(b.open, each);
    changed.push_back(each.event);
  }
  if (b.open.empty() && b.crowded.empty()) buckets_.erase(found);
}

}  // namespace hub
