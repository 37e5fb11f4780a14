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

/// The clusters under construction. The first member of each is its earliest event.
class block_clusters {
 public:
  block_clusters(std::span<const block_event> events, const dedup_policy& policy, std::span<const decided_pair> decided)
      : events_(events),
        policy_(policy),
        decided_(decided),
        in_order_(events.size()),
        place_(events.size()),
        home_(events.size()),
        clusters_(events.size()) {
    std::iota(in_order_.begin(), in_order_.end(), 0U);
    std::sort(in_order_.begin(), in_order_.end(), [&](auto a, auto b) { return before(a, b); });
    for (std::uint32_t i = 0; i < events.size(); ++i) {
      place_[in_order_[i]] = i;
      home_[i] = i;
      clusters_[i].members = {i};
    }
    for (const auto& d : decided)
      if (!d.together) apart_.emplace_back(std::min(d.event, d.partner), std::max(d.event, d.partner));
    std::sort(apart_.begin(), apart_.end());
  }

  /// What people joined comes before every rule, their latest decision first.
  void unite_decided() {
    for (const auto& d : decided_)
      if (d.together && !forbids(home_[d.event], home_[d.partner])) unite(d.partner, d.event, merge_rule::manual);
  }

  /// Order keys first, earliest events first, each refused only by a cannot-link.
  void unite_order_keys() {
    std::map<std::pair<name_id, std::uint64_t>, std::vector<std::uint32_t>> standing;
    for (const auto e : in_order_) {
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

  void unite_event_keys() {
    std::map<std::uint64_t, std::vector<std::uint32_t>> by_key;
    for (const auto e : in_order_)
      if (events_[e].event_key != 0) by_key[events_[e].event_key].push_back(e);
    for (const auto& [key, same] : by_key)
      for (std::size_t j = 1; j < same.size(); ++j)
        for (std::size_t i = 0; i < j; ++i)
          if (same_event_key(events_[same[i]], events_[same[j]], policy_) && home_[same[i]] != home_[same[j]] &&
              !orders_conflict(home_[same[i]], home_[same[j]]) && !forbids(home_[same[i]], home_[same[j]]))
            unite(same[i], same[j], merge_rule::event_key);
  }

  /// Aligns source after source, by authority, with the clusters that already stand.
  void align_sources() {
    std::map<std::uint32_t, std::vector<std::uint32_t>> by_authority;  // clusters by their best source, in time order
    for (const auto e : in_order_)
      if (clusters_[home_[e]].members.front() == e) by_authority[best_authority(home_[e])].push_back(e);
    if (by_authority.size() == 1 && !policy_.same_source_fuzzy) return;
    std::vector<std::uint32_t> standing;  // each cluster by its earliest event
    for (auto& [authority, arriving] : by_authority) {
      if (policy_.same_source_fuzzy) unite_within(arriving);
      align(arriving, standing);
      standing.insert(standing.end(), arriving.begin(), arriving.end());
      for (auto& s : standing) s = clusters_[home_[s]].members.front();  // where the cluster stands now
      std::sort(standing.begin(), standing.end(), [&](auto x, auto y) { return place_[x] < place_[y]; });
      standing.erase(std::unique(standing.begin(), standing.end()), standing.end());
    }
  }

  std::vector<event_cluster> take() {
    std::vector<event_cluster> out;
    for (const auto e : in_order_)
      if (auto& c = clusters_[home_[e]]; !c.members.empty()) {
        out.push_back(std::move(c));
        c.members.clear();
      }
    return out;
  }

 private:
  bool before(std::uint32_t a, std::uint32_t b) const {
    const auto& x = events_[a];
    const auto& y = events_[b];
    return std::tie(x.at, x.source, x.external_id) < std::tie(y.at, y.source, y.external_id);
  }

  std::uint32_t best_authority(std::uint32_t cluster) const {
    std::uint32_t best = UINT32_MAX;
    for (const auto m : clusters_[cluster].members) best = std::min(best, events_[m].authority);
    return best;
  }

  bool forbids(std::uint32_t a, std::uint32_t b) const {
    if (apart_.empty()) return false;
    for (const auto x : clusters_[a].members)
      for (const auto y : clusters_[b].members)
        if (std::binary_search(apart_.begin(), apart_.end(), std::pair(std::min(x, y), std::max(x, y)))) return true;
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
        if (events_[x].authority == events_[y].authority) return true;
    return false;
  }

  /// Two clusters that may be paired, and their nearest two events that match.
  struct candidate {
    std::uint32_t arriving = 0, standing = 0;  // positions in their lists
    std::int64_t distance = 0;
    std::uint32_t event = 0, partner = 0;
  };

  bool may_join(std::uint32_t a, std::uint32_t b) const {
    return !share_source(a, b) && !orders_conflict(a, b) && !event_keys_conflict(a, b) && !forbids(a, b);
  }

  /// Calls f(y) for every event that matches x by likeness.
  template <class F>
  void for_each_like(std::uint32_t x, F&& f) const {
    const auto visit = [&](std::uint32_t place) {
      const auto y = in_order_[place];
      if (std::llabs(events_[x].at - events_[y].at) > policy_.window_us) return false;
      if (fuzzy_match(events_[x], events_[y], policy_)) f(y);
      return true;
    };
    for (auto p = place_[x]; p-- > 0 && visit(p);) {}
    for (auto p = place_[x] + 1; p < in_order_.size() && visit(p); ++p) {}
  }

  std::vector<candidate> candidates(const std::vector<std::uint32_t>& arriving,
                                    const std::vector<std::uint32_t>& standing) const {
    constexpr auto none = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> standing_at(events_.size(), none);  // by cluster
    for (std::uint32_t j = 0; j < standing.size(); ++j) standing_at[home_[standing[j]]] = j;
    std::vector<candidate> found;
    for (std::uint32_t i = 0; i < arriving.size(); ++i)
      for (const auto x : clusters_[home_[arriving[i]]].members)
        for_each_like(x, [&](std::uint32_t y) {
          if (const auto j = standing_at[home_[y]]; j != none)
            found.push_back({i, j, std::llabs(events_[x].at - events_[y].at), x, y});
        });
    std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
      return std::tuple(a.arriving, a.standing, a.distance, place_[a.event], place_[a.partner]) <
             std::tuple(b.arriving, b.standing, b.distance, place_[b.event], place_[b.partner]);
    });
    const auto same = [](const auto& a, const auto& b) { return a.arriving == b.arriving && a.standing == b.standing; };
    found.erase(std::unique(found.begin(), found.end(), same), found.end());
    std::erase_if(found, [&](const auto& c) { return !may_join(home_[c.event], home_[c.partner]); });
    return found;
  }

  void align(const std::vector<std::uint32_t>& arriving, const std::vector<std::uint32_t>& standing) {
    if (arriving.empty() || standing.empty()) return;
    const auto found = candidates(arriving, standing);
    std::vector<allowed_pair> allowed;
    for (const auto& c : found)
      allowed.push_back({c.arriving, c.standing, c.distance, events_[c.event].at, events_[c.partner].at});
    const auto chosen = assign(std::move(allowed));
    auto pair = found.begin();
    for (const auto& [i, j] : chosen) {
      while (pair->arriving != i || pair->standing != j) ++pair;
      unite(pair->partner, pair->event, merge_rule::fuzzy);
    }
  }

  /// `same_source_fuzzy`: keyless events of one source, nearest first.
  void unite_within(std::vector<std::uint32_t>& arriving) {
    const auto keyless = [&](std::uint32_t e) { return events_[e].order_key == 0 && events_[e].event_key == 0; };
    for (const auto later : arriving) {
      if (!keyless(later)) continue;
      for (auto p = place_[later]; p-- > 0;) {
        const auto earlier = in_order_[p];
        if (events_[later].at - events_[earlier].at > policy_.window_us) break;
        const auto a = home_[later], b = home_[earlier];
        if (a == b || clusters_[a].members.front() != later || events_[earlier].authority != events_[later].authority)
          continue;
        if (!keyless(earlier) || !fuzzy_match(events_[later], events_[earlier], policy_)) continue;
        if (orders_conflict(a, b) || event_keys_conflict(a, b) || forbids(a, b)) continue;
        unite(earlier, later, merge_rule::fuzzy);
        break;
      }
    }
    for (auto& e : arriving) e = clusters_[home_[e]].members.front();
    std::sort(arriving.begin(), arriving.end(), [&](auto x, auto y) { return place_[x] < place_[y]; });
    arriving.erase(std::unique(arriving.begin(), arriving.end()), arriving.end());
  }

  void unite(std::uint32_t partner, std::uint32_t event, merge_rule rule) {
    auto into = home_[partner], from = home_[event];
    if (into == from) return;
    auto& target = clusters_[into];
    auto& source = clusters_[from];
    target.links.push_back({event, partner, rule});
    target.links.insert(target.links.end(), source.links.begin(), source.links.end());
    const auto earliest_moves = place_[source.members.front()] < place_[target.members.front()];
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
  std::span<const decided_pair> decided_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> apart_;
  std::vector<std::uint32_t> in_order_;  // by time, source, external id
  std::vector<std::uint32_t> place_;     // of an event in that order
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
                                         std::span<const decided_pair> decided) {
  block_clusters block(events, policy, decided);
  block.unite_decided();
  block.unite_order_keys();
  block.unite_event_keys();
  block.align_sources();
  return block.take();
}

}  // namespace hub
