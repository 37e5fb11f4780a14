// Which events are one conversion. spec/semantics.md §3, T1 to T3, over all events at once.
#include <algorithm>
#include <cstdlib>

#include "every_assignment.hpp"
#include "oracle.hpp"

namespace hub::oracle {

std::string family_of(const std::string& type, const truth_policy& policy) {
  for (const auto& family : policy.families)
    if (std::find(family.begin(), family.end(), type) != family.end()) return family[0];
  return type;
}

std::pair<std::size_t, std::string> trust(const std::string& source, const truth_policy& policy) {
  const auto& listed = policy.authority;
  const auto found = std::find(listed.begin(), listed.end(), source);
  if (found != listed.end()) return {static_cast<std::size_t>(found - listed.begin()), ""};
  return {listed.size(), source};
}

namespace {

using cluster = std::vector<int>;
class clustering {
 public:
  clustering(const std::vector<conversion_event>& events, const std::vector<int>& contacts, const truth_policy& policy)
      : e_(events), contact_(contacts), policy_(policy) {
    find_hub_keys();
  }

  std::vector<cluster> run(const std::vector<decided_events>& decisions) {
    std::vector<cluster> clusters;
    for (int i = 0; i < static_cast<int>(e_.size()); ++i)
      if (at(i).outcome) clusters.push_back({i});
    heed(decisions, clusters);
    unite(
        clusters, [&](int a, int b) { return one_order(a, b); }, false);
    unite(
        clusters, [&](int a, int b) { return one_meta_event(a, b); }, true);
    if (policy_.dedup.same_source_fuzzy)
      unite(
          clusters, [&](int a, int b) { return keyless_twins(a, b); }, true);
    std::vector<cluster> standing;
    for (const auto& source : sources_in_order()) {
      std::vector<cluster> arriving;
      for (const auto& c : clusters)
        if (best_source(c) == source) arriving.push_back(c);
      assign(std::move(arriving), standing);
    }
    return standing;
  }

 private:
  /// Keys on too many events join none of them: order ids, and likenesses within a contact.
  void find_hub_keys() {
    std::map<std::string, std::size_t> carriers;
    for (const auto& e : e_)
      if (e.outcome && !e.order_key.empty()) ++carriers[e.order_key];
    for (const auto& [key, count] : carriers)
      if (count > policy_.dedup.max_per_key) hub_orders_.insert(key);
    for (int i = 0; i < static_cast<int>(e_.size()); ++i) {
      std::size_t equal = 0;
      for (int j = 0; j < static_cast<int>(e_.size()); ++j)
        if (at(i).outcome && at(j).outcome && near(i, j) && one_step(i, j)) ++equal;
      if (equal > policy_.dedup.max_per_key) crowded_.insert(i);
    }
  }
  std::string order_key(int i) const { return hub_orders_.contains(at(i).order_key) ? "" : at(i).order_key; }

  /// What people joined is one cluster, what they keep apart never is; the later decision wins over the earlier.
  void heed(const std::vector<decided_events>& decisions, std::vector<cluster>& clusters) {
    for (const auto& d : decisions) {
      const auto a = position(d.a), b = position(d.b);
      if (a < 0 || b < 0) continue;
      const auto x = holder(clusters, a), y = holder(clusters, b);
      if (x == y) continue;
      if (!d.together)
        apart_.insert({a, b});
      else if (!kept_apart(clusters[x], clusters[y]))
        join(clusters, x, y);
    }
  }
  int position(const event_name& name) const {
    for (int i = 0; i < static_cast<int>(e_.size()); ++i)
      if (at(i).outcome && event_name(at(i).source, at(i).external_id) == name) return i;
    return -1;
  }
  bool kept_apart(const cluster& a, const cluster& b) const {
    for (const int i : a)
      for (const int j : b)
        if (apart_.contains({i, j}) || apart_.contains({j, i})) return true;
    return false;
  }
  static void join(std::vector<cluster>& clusters, std::size_t x, std::size_t y) {
    clusters[x].insert(clusters[x].end(), clusters[y].begin(), clusters[y].end());
    clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(y));
  }

  const conversion_event& at(int i) const { return e_[static_cast<std::size_t>(i)]; }
  std::string family(int i) const { return family_of(at(i).type, policy_); }
  bool meta(int i) const { return at(i).source.starts_with("meta_"); }
  std::string meta_key(int i) const {
    return meta(i) && !at(i).event_id.empty() ? at(i).event_name + "/" + at(i).event_id : "";
  }
  std::int64_t apart(int a, int b) const { return std::llabs(at(a).occurred_at - at(b).occurred_at); }

  bool one_order(int a, int b) const {
    return family(a) == family(b) && !order_key(a).empty() && order_key(a) == order_key(b);
  }
  bool one_meta_event(int a, int b) const {
    const auto& x = at(a).dataset;
    const auto& y = at(b).dataset;
    return !meta_key(a).empty() && meta_key(a) == meta_key(b) && (x.empty() || y.empty() || x == y) &&
           apart(a, b) <= 48 * hour_us;
  }
  bool one_amount(int a, int b) const {
    const auto& x = at(a).value;
    const auto& y = at(b).value;
    if (!x || !y) return !x && !y;
    return x->currency == y->currency && std::llabs(x->minor - y->minor) <= policy_.dedup.amount_tolerance;
  }
  /// One amount where many are counted: with a tolerance, in steps of it and one unit.
  bool one_step(int a, int b) const {
    const auto& x = at(a).value;
    const auto& y = at(b).value;
    if (!x || !y) return !x && !y;
    const auto width = policy_.dedup.amount_tolerance + 1;
    return x->currency == y->currency && x->minor / width == y->minor / width;
  }
  bool near(int a, int b) const {
    return contact_[static_cast<std::size_t>(a)] == contact_[static_cast<std::size_t>(b)] && family(a) == family(b) &&
           apart(a, b) <= policy_.dedup.window_us;
  }
  bool alike(int a, int b) const {
    return near(a, b) && one_amount(a, b) && !crowded_.contains(a) && !crowded_.contains(b);
  }
  bool may_match(int a, int b) const { return at(a).source != at(b).source && alike(a, b); }
  bool keyless_twins(int a, int b) const {
    return at(a).source == at(b).source && order_key(a).empty() && order_key(b).empty() && meta_key(a).empty() &&
           meta_key(b).empty() && alike(a, b);
  }

  template <class Key>
  bool keys_conflict(const cluster& a, const cluster& b, Key key) const {
    std::set<std::string> left, right;
    for (const int i : a)
      if (!key(i).empty()) left.insert(key(i));
    for (const int i : b)
      if (!key(i).empty()) right.insert(key(i));
    if (left.empty() || right.empty()) return false;
    return std::none_of(left.begin(), left.end(), [&](const auto& k) { return right.contains(k); });
  }
  bool orders_conflict(const cluster& a, const cluster& b) const {
    return keys_conflict(a, b, [&](int i) { return order_key(i); });
  }
  bool meta_keys_conflict(const cluster& a, const cluster& b) const {
    return keys_conflict(a, b, [&](int i) { return meta_key(i); });
  }

  /// Unites the clusters of two events that the rule joins, the earlier of later events first.
  template <class Rule>
  void unite(std::vector<cluster>& clusters, Rule joins, bool heeds_orders) const {
    std::vector<std::tuple<place, place, int, int>> pairs;
    for (const auto& c : clusters)
      for (const auto& d : clusters)
        for (const int a : c)
          for (const int b : d)
            if (place_of(a) < place_of(b) && joins(a, b)) pairs.emplace_back(place_of(b), place_of(a), a, b);
    std::sort(pairs.begin(), pairs.end());
    for (const auto& [later, earlier, a, b] : pairs) {
      const auto x = holder(clusters, a), y = holder(clusters, b);
      if (x == y || kept_apart(clusters[x], clusters[y])) continue;
      if (!heeds_orders || !orders_conflict(clusters[x], clusters[y])) join(clusters, x, y);
    }
  }
  static std::size_t holder(const std::vector<cluster>& clusters, int event) {
    for (std::size_t i = 0; i < clusters.size(); ++i)
      if (std::find(clusters[i].begin(), clusters[i].end(), event) != clusters[i].end()) return i;
    std::abort();
  }

  std::vector<std::string> sources_in_order() const {
    std::set<std::pair<std::pair<std::size_t, std::string>, std::string>> ordered;
    for (const auto& e : e_) ordered.insert({trust(e.source, policy_), e.source});
    std::vector<std::string> names;
    for (const auto& [rank, name] : ordered) names.push_back(name);
    return names;
  }
  std::string best_source(const cluster& c) const {
    auto best = c[0];
    for (const int i : c)
      if (trust(at(i).source, policy_) < trust(at(best).source, policy_)) best = i;
    return at(best).source;
  }

  place place_of(int i) const { return {at(i).occurred_at, at(i).source, at(i).external_id}; }
  place place_of(const cluster& c) const {
    place first = place_of(c[0]);
    for (const int i : c) first = std::min(first, place_of(i));
    return first;
  }

  /// |Δt| of the nearest two events that may match; nothing when the clusters may not be one.
  std::optional<std::int64_t> distance(const cluster& a, const cluster& b) const {
    for (const int i : a)
      for (const int j : b)
        if (at(i).source == at(j).source) return std::nullopt;
    if (orders_conflict(a, b) || meta_keys_conflict(a, b) || kept_apart(a, b)) return std::nullopt;
    std::optional<std::int64_t> least;
    for (const int i : a)
      for (const int j : b)
        if (may_match(i, j) && (!least || apart(i, j) < *least)) least = apart(i, j);
    return least;
  }

  void assign(std::vector<cluster> arriving, std::vector<cluster>& standing) const {
    std::sort(arriving.begin(), arriving.end(),
              [&](const auto& a, const auto& b) { return place_of(a) < place_of(b); });
    std::vector<place> from, to;
    for (const auto& c : arriving) from.push_back(place_of(c));
    for (const auto& c : standing) to.push_back(place_of(c));
    const auto placed =
        best_assignment(from, to, [&](std::size_t a, std::size_t s) { return distance(arriving[a], standing[s]); });
    for (std::size_t a = 0; a < arriving.size(); ++a) {
      if (placed[a])
        standing[*placed[a]].insert(standing[*placed[a]].end(), arriving[a].begin(), arriving[a].end());
      else
        standing.push_back(arriving[a]);
    }
  }

  const std::vector<conversion_event>& e_;
  const std::vector<int>& contact_;
  const truth_policy& policy_;
  std::set<std::string> hub_orders_;
  std::set<int> crowded_;
  std::set<std::pair<int, int>> apart_;
};

}  // namespace

std::vector<std::vector<int>> clusters_of(const std::vector<conversion_event>& events, const std::vector<int>& contacts,
                                          const std::vector<decided_events>& decisions, const truth_policy& policy) {
  return clustering(events, contacts, policy).run(decisions);
}

}  // namespace hub::oracle
