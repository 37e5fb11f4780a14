#include "domain/cluster.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <tuple>

#include "domain/assignment.hpp"

namespace hub {
namespace {

bool fuzzy_match(const block_event& a, const block_event& b, const dedup_policy& policy) {
  if (a.source == b.source && !policy.same_source_fuzzy) return false;
  if (a.contact != b.contact || a.contact == no_contact || a.family != b.family) return false;
  if (a.amount.has_value() != b.amount.has_value() || a.currency != b.currency) return false;
  if (a.amount && std::llabs(*a.amount - *b.amount) > policy.amount_tolerance) return false;
  return std::llabs(a.at - b.at) <= policy.window_us;
}

bool same_event_key(const block_event& a, const block_event& b, const dedup_policy& policy) {
  if (!a.from_meta || !b.from_meta || a.event_key == 0 || a.event_key != b.event_key) return false;
  if (a.dataset != 0 && b.dataset != 0 && a.dataset != b.dataset) return false;
  return std::llabs(a.at - b.at) <= policy.event_key_window_us;
}

/// The clusters under construction. The first member of each is its earliest event.
class block_clusters {
 public:
  block_clusters(std::span<const block_event> events, const dedup_policy& policy, const cannot_link& forbidden)
      : events_(events), policy_(policy), forbidden_(forbidden), home_(events.size()), clusters_(events.size()) {
    for (std::uint32_t i = 0; i < events.size(); ++i) {
      home_[i] = i;
      clusters_[i].members = {i};
    }
  }

  /// Order keys first, earliest events first, each refused only by a cannot-link.
  void unite_order_keys(std::span<const std::uint32_t> in_order) {
    std::map<std::pair<name_id, std::uint64_t>, std::vector<std::uint32_t>> standing;
    for (const auto e : in_order) {
      if (events_[e].order_key == 0) continue;
      auto& firsts = standing[{events_[e].family, events_[e].order_key}];
      const auto joined =
          std::find_if(firsts.begin(), firsts.end(), [&](auto f) { return !forbids(home_[f], home_[e]); });
      if (joined == firsts.end())
        firsts.push_back(e);
      else
        unite(*joined, e, merge_rule::order_key);
    }
  }

  void unite_event_keys(std::span<const std::uint32_t> in_order) {
    std::map<std::uint64_t, std::vector<std::uint32_t>> by_key;
    for (const auto e : in_order)
      if (events_[e].event_key != 0) by_key[events_[e].event_key].push_back(e);
    for (const auto& [key, same] : by_key)
      for (std::size_t j = 1; j < same.size(); ++j)
        for (std::size_t i = 0; i < j; ++i)
          if (same_event_key(events_[same[i]], events_[same[j]], policy_) && home_[same[i]] != home_[same[j]] &&
              !orders_conflict(home_[same[i]], home_[same[j]]) && !forbids(home_[same[i]], home_[same[j]]))
            unite(same[i], same[j], merge_rule::event_key);
  }

  /// Aligns source after source, by authority, with the clusters that already stand.
  void align_sources(std::span<const std::uint32_t> in_order) {
    std::map<std::uint32_t, std::vector<std::uint32_t>> by_authority;  // clusters by their best source, in time order
    for (const auto e : in_order)
      if (clusters_[home_[e]].members.front() == e) by_authority[best_authority(home_[e])].push_back(e);
    std::vector<std::uint32_t> standing;
    for (auto& [authority, arriving] : by_authority) {
      if (policy_.same_source_fuzzy) unite_within(arriving);
      align(arriving, standing);
      for (const auto e : arriving)
        if (std::none_of(standing.begin(), standing.end(), [&](auto s) { return home_[s] == home_[e]; }))
          standing.push_back(e);
      for (auto& s : standing) s = clusters_[home_[s]].members.front();  // where the cluster stands now
      std::sort(standing.begin(), standing.end(), [&](auto a, auto b) { return before(a, b); });
    }
  }

  std::vector<event_cluster> take(std::span<const std::uint32_t> in_order) {
    std::vector<event_cluster> out;
    std::vector<bool> taken(events_.size(), false);
    for (const auto e : in_order) {
      if (taken[home_[e]]) continue;
      taken[home_[e]] = true;
      out.push_back(std::move(clusters_[home_[e]]));
    }
    return out;
  }

  bool before(std::uint32_t a, std::uint32_t b) const {
    const auto& x = events_[a];
    const auto& y = events_[b];
    return std::tie(x.at, x.source, x.external_id) < std::tie(y.at, y.source, y.external_id);
  }

 private:
  std::uint32_t best_authority(std::uint32_t cluster) const {
    std::uint32_t best = UINT32_MAX;
    for (const auto m : clusters_[cluster].members) best = std::min(best, events_[m].authority);
    return best;
  }

  bool forbids(std::uint32_t a, std::uint32_t b) const {
    if (!forbidden_) return false;
    for (const auto x : clusters_[a].members)
      for (const auto y : clusters_[b].members)
        if (forbidden_(x, y)) return true;
    return false;
  }

  /// Both sides have keys of this kind and none in common.
  template <class Key>
  bool keys_conflict(std::uint32_t a, std::uint32_t b, Key key) const {
    bool have_a = false, have_b = false;
    for (const auto x : clusters_[a].members) {
      if (key(events_[x]) == 0) continue;
      have_a = true;
      for (const auto y : clusters_[b].members)
        if (key(events_[x]) == key(events_[y])) return false;
    }
    for (const auto y : clusters_[b].members) have_b = have_b || key(events_[y]) != 0;
    return have_a && have_b;
  }
  bool orders_conflict(std::uint32_t a, std::uint32_t b) const {
    return keys_conflict(a, b, [](const block_event& e) { return e.order_key; });
  }
  bool event_keys_conflict(std::uint32_t a, std::uint32_t b) const {
    return keys_conflict(a, b, [](const block_event& e) { return e.event_key; });
  }

  bool share_source(std::uint32_t a, std::uint32_t b) const {
    for (const auto x : clusters_[a].members)
      for (const auto y : clusters_[b].members)
        if (events_[x].source == events_[y].source) return true;
    return false;
  }

  /// The nearest two events of the clusters that may match, if any.
  std::optional<cluster_link> nearest(std::uint32_t a, std::uint32_t b) const {
    std::optional<cluster_link> best;
    std::int64_t distance = 0;
    for (const auto x : clusters_[a].members)
      for (const auto y : clusters_[b].members) {
        if (!fuzzy_match(events_[x], events_[y], policy_)) continue;
        const auto d = std::llabs(events_[x].at - events_[y].at);
        if (best && d >= distance) continue;
        best = cluster_link{x, y, merge_rule::fuzzy};
        distance = d;
      }
    return best;
  }

  std::optional<std::int64_t> cost(std::uint32_t arriving, std::uint32_t standing, bool same_source) const {
    const auto a = home_[arriving], b = home_[standing];
    if (a == b || (share_source(a, b) && !same_source)) return std::nullopt;
    if (orders_conflict(a, b) || event_keys_conflict(a, b) || forbids(a, b)) return std::nullopt;
    const auto link = nearest(a, b);
    if (!link) return std::nullopt;
    return std::llabs(events_[link->event].at - events_[link->partner].at);
  }

  void align(const std::vector<std::uint32_t>& arriving, const std::vector<std::uint32_t>& standing) {
    if (arriving.empty() || standing.empty()) return;
    const auto pairs = assign(arriving.size(), standing.size(),
                              [&](std::size_t i, std::size_t j) { return cost(arriving[i], standing[j], false); });
    for (const auto& [i, j] : pairs) {
      const auto link = nearest(home_[arriving[i]], home_[standing[j]]);
      unite(link->partner, link->event, merge_rule::fuzzy);
    }
  }

  /// `same_source_fuzzy`: keyless events of one source, nearest first.
  void unite_within(std::vector<std::uint32_t>& arriving) {
    for (std::size_t j = 1; j < arriving.size(); ++j)
      for (std::size_t i = j; i-- > 0;) {
        const auto a = arriving[i], b = arriving[j];
        if (events_[a].order_key != 0 || events_[b].order_key != 0 || events_[a].event_key != 0 ||
            events_[b].event_key != 0)
          continue;
        if (!cost(b, a, true)) continue;
        unite(a, b, merge_rule::fuzzy);
        break;
      }
    std::vector<std::uint32_t> left;
    for (const auto e : arriving)
      if (std::none_of(left.begin(), left.end(), [&](auto l) { return home_[l] == home_[e]; })) left.push_back(e);
    arriving = std::move(left);
  }

  void unite(std::uint32_t partner, std::uint32_t event, merge_rule rule) {
    auto into = home_[partner], from = home_[event];
    if (into == from) return;
    auto& target = clusters_[into];
    auto& source = clusters_[from];
    target.links.push_back({event, partner, rule});
    target.links.insert(target.links.end(), source.links.begin(), source.links.end());
    const auto earliest_moves = before(source.members.front(), target.members.front());
    for (const auto m : source.members) {
      home_[m] = into;
      target.members.push_back(m);
    }
    if (earliest_moves)
      std::swap(target.members.front(), target.members[target.members.size() - source.members.size()]);
    source = {};
  }

  std::span<const block_event> events_;
  const dedup_policy& policy_;
  const cannot_link& forbidden_;
  std::vector<std::uint32_t> home_;
  std::vector<event_cluster> clusters_;
};

}  // namespace

merge_rule pair_rule(const block_event& a, const block_event& b, const dedup_policy& policy) {
  if (a.family == b.family && a.order_key != 0 && a.order_key == b.order_key) return merge_rule::order_key;
  if (same_event_key(a, b, policy)) return merge_rule::event_key;
  return fuzzy_match(a, b, policy) ? merge_rule::fuzzy : merge_rule::none;
}

std::vector<event_cluster> cluster_block(std::span<const block_event> events, const dedup_policy& policy,
                                         const cannot_link& forbidden) {
  block_clusters block(events, policy, forbidden);
  std::vector<std::uint32_t> in_order(events.size());
  std::iota(in_order.begin(), in_order.end(), 0U);
  std::sort(in_order.begin(), in_order.end(), [&](auto a, auto b) { return block.before(a, b); });
  block.unite_order_keys(in_order);
  block.unite_event_keys(in_order);
  block.align_sources(in_order);
  return block.take(in_order);
}

}  // namespace hub
