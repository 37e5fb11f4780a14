#include "domain/cluster.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>

#include "domain/assignment.hpp"
#include "domain/block_clusters.hpp"

namespace hub {
namespace {

using events = std::vector<std::uint32_t>;

bool fuzzy_match(const block_event& a, const block_event& b, const dedup_policy& policy) {
  if (a.authority == b.authority && !policy.same_source_fuzzy) return false;
  if (a.contact != b.contact || a.contact == no_contact || a.family != b.family) return false;
  if (a.crowded || b.crowded) return false;
  if (a.amount.has_value() != b.amount.has_value() || a.currency != b.currency) return false;
  if (a.amount && std::llabs(*a.amount - *b.amount) > policy.amount_tolerance) return false;
  return std::llabs(a.at - b.at) <= policy.window_us;
}

bool same_event_key(const block_event& a, const block_event& b, const dedup_policy& policy) {
  if (!a.from_meta || !b.from_meta || a.event_key == 0 || a.event_key != b.event_key) return false;
  if (a.dataset != 0 && b.dataset != 0 && a.dataset != b.dataset) return false;
  return std::llabs(a.at - b.at) <= policy.event_key_window_us;
}

/// What people decided comes before every rule, their latest decision first: an earlier one counts where it can.
void heed_decisions(block_clusters& block, std::span<const decided_pair> decided) {
  for (const auto& d : decided) {
    if (!d.together)
      block.part(d.event, d.partner);
    else if (!block.forbids(block.cluster_of(d.event), block.cluster_of(d.partner)))
      block.unite(d.partner, d.event, merge_rule::manual);
  }
}

/// T1, the earliest events first. Only people can refuse it.
void unite_order_keys(block_clusters& block) {
  std::map<std::pair<name_id, std::uint64_t>, events> standing;
  for (const auto e : block.in_order()) {
    if (block.event(e).order_key == 0) continue;
    auto& firsts = standing[{block.event(e).family, block.event(e).order_key}];
    const auto joined = std::find_if(firsts.begin(), firsts.end(),
                                     [&](auto f) { return !block.forbids(block.cluster_of(f), block.cluster_of(e)); });
    if (joined == firsts.end())
      firsts.push_back(e);
    else
      block.unite(*joined, e, merge_rule::order_key);
  }
}

/// T2.
void unite_event_keys(block_clusters& block, const dedup_policy& policy) {
  std::map<std::uint64_t, events> by_key;
  for (const auto e : block.in_order())
    if (block.event(e).event_key != 0) by_key[block.event(e).event_key].push_back(e);
  for (const auto& [key, same] : by_key)
    for (std::size_t j = 1; j < same.size(); ++j)
      for (std::size_t i = 0; i < j; ++i) {
        const auto a = block.cluster_of(same[i]), b = block.cluster_of(same[j]);
        if (a != b && same_event_key(block.event(same[i]), block.event(same[j]), policy) &&
            !block.orders_conflict(a, b) && !block.forbids(a, b))
          block.unite(same[i], same[j], merge_rule::event_key);
      }
}

/// T3: aligns the clusters source by source with those that already stand.
class alignment_by_likeness {
 public:
  alignment_by_likeness(block_clusters& block, const dedup_policy& policy) : block_(block), policy_(policy) {}

  void run() {
    std::map<std::uint32_t, events> by_authority;  // clusters by their best source, in time order
    for (const auto e : block_.in_order())
      if (const auto c = block_.cluster_of(e); block_.earliest(c) == e)
        by_authority[block_.best_authority(c)].push_back(e);
    if (by_authority.size() == 1 && !policy_.same_source_fuzzy) return;
    events standing;  // each cluster by its earliest event
    for (auto& [authority, arriving] : by_authority) {
      if (policy_.same_source_fuzzy) unite_within(arriving);
      align(arriving, standing);
      standing.insert(standing.end(), arriving.begin(), arriving.end());
      refresh(standing);
    }
  }

 private:
  /// Two clusters that may be paired, and their nearest two events that match.
  struct candidate {
    std::uint32_t arriving = 0, standing = 0;  // positions in their lists
    std::int64_t distance = 0;
    std::uint32_t event = 0, partner = 0;
  };

  /// Names each cluster of the list once, by its earliest event, in time order.
  void refresh(events& list) const {
    for (auto& e : list) e = block_.earliest(block_.cluster_of(e));
    std::sort(list.begin(), list.end(), [&](auto x, auto y) { return block_.place(x) < block_.place(y); });
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }

  /// Calls f(y) for every event that matches x.
  template <class F>
  void for_each_like(std::uint32_t x, F&& f) const {
    const auto& order = block_.in_order();
    const auto visit = [&](std::uint32_t y) {
      if (std::llabs(block_.event(x).at - block_.event(y).at) > policy_.window_us) return false;
      if (fuzzy_match(block_.event(x), block_.event(y), policy_)) f(y);
      return true;
    };
    for (auto p = block_.place(x); p-- > 0 && visit(order[p]);) {}
    for (auto p = block_.place(x) + 1; p < order.size() && visit(order[p]); ++p) {}
  }

  std::vector<candidate> candidates(const events& arriving, const events& standing) const {
    constexpr auto none = std::numeric_limits<std::uint32_t>::max();
    events standing_at(block_.size(), none);  // by cluster
    for (std::uint32_t j = 0; j < standing.size(); ++j) standing_at[block_.cluster_of(standing[j])] = j;
    std::vector<candidate> found;
    for (std::uint32_t i = 0; i < arriving.size(); ++i)
      for (const auto x : block_.members(block_.cluster_of(arriving[i])))
        for_each_like(x, [&](std::uint32_t y) {
          if (const auto j = standing_at[block_.cluster_of(y)]; j != none)
            found.push_back({i, j, std::llabs(block_.event(x).at - block_.event(y).at), x, y});
        });
    const auto key = [&](const candidate& c) {
      return std::tuple(c.arriving, c.standing, c.distance, block_.place(c.event), block_.place(c.partner));
    };
    std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    const auto same = [](const auto& a, const auto& b) { return a.arriving == b.arriving && a.standing == b.standing; };
    found.erase(std::unique(found.begin(), found.end(), same), found.end());
    std::erase_if(found, [&](const auto& c) {
      const auto a = block_.cluster_of(c.event), b = block_.cluster_of(c.partner);
      return block_.share_source(a, b) || block_.orders_conflict(a, b) || block_.event_keys_conflict(a, b) ||
             block_.forbids(a, b);
    });
    return found;
  }

  void align(const events& arriving, const events& standing) {
    if (arriving.empty() || standing.empty()) return;
    const auto found = candidates(arriving, standing);
    std::vector<allowed_pair> allowed;
    for (const auto& c : found)
      allowed.push_back({c.arriving, c.standing, c.distance, block_.event(c.event).at, block_.event(c.partner).at});
    auto pair = found.begin();
    for (const auto& [i, j] : assign(std::move(allowed))) {
      while (pair->arriving != i || pair->standing != j) ++pair;
      block_.unite(pair->partner, pair->event, merge_rule::fuzzy);
    }
  }

  /// `same_source_fuzzy`: keyless events of one source, each with the nearest before it.
  void unite_within(events& arriving) {
    const auto keyless = [&](std::uint32_t e) {
      return block_.event(e).order_key == 0 && block_.event(e).event_key == 0;
    };
    for (const auto later : arriving) {
      if (!keyless(later)) continue;
      for (auto p = block_.place(later); p-- > 0;) {
        const auto earlier = block_.in_order()[p];
        const auto a = block_.cluster_of(later), b = block_.cluster_of(earlier);
        if (block_.event(later).at - block_.event(earlier).at > policy_.window_us) break;
        if (a == b || block_.event(earlier).authority != block_.event(later).authority || !keyless(earlier)) continue;
        if (!fuzzy_match(block_.event(later), block_.event(earlier), policy_)) continue;
        if (block_.orders_conflict(a, b) || block_.event_keys_conflict(a, b) || block_.forbids(a, b)) continue;
        block_.unite(earlier, later, merge_rule::fuzzy);
        break;
      }
    }
    refresh(arriving);
  }

  block_clusters& block_;
  const dedup_policy& policy_;
};

}  // namespace

merge_rule pair_rule(const block_event& a, const block_event& b, const dedup_policy& policy) {
  if (a.family == b.family && a.order_key != 0 && a.order_key == b.order_key) return merge_rule::order_key;
  if (same_event_key(a, b, policy)) return merge_rule::event_key;
  return fuzzy_match(a, b, policy) ? merge_rule::fuzzy : merge_rule::none;
}

std::vector<event_cluster> cluster_block(std::span<const block_event> events, const dedup_policy& policy,
                                         std::span<const decided_pair> decided) {
  block_clusters block(events);
  heed_decisions(block, decided);
  unite_order_keys(block);
  unite_event_keys(block, policy);
  alignment_by_likeness(block, policy).run();
  return block.take();
}

}  // namespace hub
