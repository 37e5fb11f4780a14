#include "domain/block_clusters.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace hub {
namespace {

template <class Key>
bool keys_conflict(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b, Key key) {
  bool have_a = false, have_b = false;
  for (const auto x : a) {
    if (key(x) == 0) continue;
    have_a = true;
    for (const auto y : b)
      if (key(x) == key(y)) return false;
  }
  for (const auto y : b) have_b = have_b || key(y) != 0;
  return have_a && have_b;
}

}  // namespace

block_clusters::block_clusters(std::span<const block_event> events)
    : events_(events), in_order_(events.size()), place_(events.size()), home_(events.size()), clusters_(events.size()) {
  std::iota(in_order_.begin(), in_order_.end(), 0U);
  std::sort(in_order_.begin(), in_order_.end(), [&](auto a, auto b) { return before(a, b); });
  for (std::uint32_t i = 0; i < events.size(); ++i) {
    place_[in_order_[i]] = i;
    home_[i] = i;
    clusters_[i].members = {i};
  }
}

void block_clusters::part(std::uint32_t a, std::uint32_t b) {
  const std::pair pair(std::min(a, b), std::max(a, b));
  if (home_[a] != home_[b]) apart_.insert(std::upper_bound(apart_.begin(), apart_.end(), pair), pair);
}

bool block_clusters::before(std::uint32_t a, std::uint32_t b) const {
  const auto& x = events_[a];
  const auto& y = events_[b];
  return std::tie(x.at, x.source, x.external_id) < std::tie(y.at, y.source, y.external_id);
}

std::uint32_t block_clusters::best_authority(std::uint32_t cluster) const {
  auto best = std::numeric_limits<std::uint32_t>::max();
  for (const auto m : members(cluster)) best = std::min(best, events_[m].authority);
  return best;
}

bool block_clusters::forbids(std::uint32_t a, std::uint32_t b) const {
  if (apart_.empty()) return false;
  for (const auto x : members(a))
    for (const auto y : members(b))
      if (std::binary_search(apart_.begin(), apart_.end(), std::pair(std::min(x, y), std::max(x, y)))) return true;
  return false;
}

bool block_clusters::orders_conflict(std::uint32_t a, std::uint32_t b) const {
  return keys_conflict(members(a), members(b), [&](auto e) { return events_[e].order_key; });
}

bool block_clusters::event_keys_conflict(std::uint32_t a, std::uint32_t b) const {
  return keys_conflict(members(a), members(b), [&](auto e) { return events_[e].event_key; });
}

bool block_clusters::share_source(std::uint32_t a, std::uint32_t b) const {
  for (const auto x : members(a))
    for (const auto y : members(b))
      if (events_[x].authority == events_[y].authority) return true;
  return false;
}

void block_clusters::unite(std::uint32_t partner, std::uint32_t event, merge_rule rule) {
  const auto into = home_[partner], from = home_[event];
  if (into == from) return;
  auto& target = clusters_[into];
  auto& source = clusters_[from];
  target.links.push_back({event, partner, rule});
  target.links.insert(target.links.end(), source.links.begin(), source.links.end());
  const auto first = target.members.size();
  const bool earliest_moves = place_[source.members.front()] < place_[target.members.front()];
  for (const auto m : source.members) {
    home_[m] = into;
    target.members.push_back(m);
  }
  if (earliest_moves) std::swap(target.members.front(), target.members[first]);
  source = {};
}

std::vector<event_cluster> block_clusters::take() {
  std::vector<event_cluster> out;
  for (const auto e : in_order_)
    if (auto& c = clusters_[home_[e]]; !c.members.empty()) {
      out.push_back(std::move(c));
      c.members.clear();
    }
  return out;
}

}  // namespace hub
