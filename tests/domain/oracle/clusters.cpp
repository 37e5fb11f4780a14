// Which events are one conversion. spec/semantics.md §3, T1 to T3, over all events at once.
#include <algorithm>
#include <cstdlib>

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
using place = std::tuple<instant, std::string, std::string>;

/// One way to assign: the fewest left alone, then the least distance, then the first list of pairs.
struct assignment {
  int alone = 0;
  std::int64_t distance = 0;
  std::vector<std::pair<place, place>> list;
  std::vector<std::pair<int, int>> pairs;

  bool better_than(const assignment& o) const {
    return std::tie(alone, distance, list) < std::tie(o.alone, o.distance, o.list);
  }
};

class clustering {
 public:
  clustering(const std::vector<conversion_event>& events, const std::vector<int>& contacts, const truth_policy& policy)
      : e_(events), contact_(contacts), policy_(policy) {}

  std::vector<cluster> run() {
    std::vector<cluster> clusters;
    for (int i = 0; i < static_cast<int>(e_.size()); ++i)
      if (at(i).outcome) clusters.push_back({i});
    unite(clusters, [&](int a, int b) { return one_order(a, b); }, false);
    unite(clusters, [&](int a, int b) { return one_meta_event(a, b); }, true);
    if (policy_.dedup.same_source_fuzzy)
      unite(clusters, [&](int a, int b) { return keyless_twins(a, b); }, true);
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
  const conversion_event& at(int i) const { return e_[static_cast<std::size_t>(i)]; }
  std::string family(int i) const { return family_of(at(i).type, policy_); }
  bool meta(int i) const { return at(i).source.starts_with("meta_"); }
  std::string meta_key(int i) const {
    return meta(i) && !at(i).event_id.empty() ? at(i).event_name + "/" + at(i).event_id : "";
  }
  std::int64_t apart(int a, int b) const { return std::llabs(at(a).occurred_at - at(b).occurred_at); }

  bool one_order(int a, int b) const {
    return family(a) == family(b) && !at(a).order_key.empty() && at(a).order_key == at(b).order_key;
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
  bool alike(int a, int b) const {
    return contact_[static_cast<std::size_t>(a)] == contact_[static_cast<std::size_t>(b)] && family(a) == family(b) &&
           one_amount(a, b) && apart(a, b) <= policy_.dedup.window_us;
  }
  bool may_match(int a, int b) const { return at(a).source != at(b).source && alike(a, b); }
  bool keyless_twins(int a, int b) const {
    return at(a).source == at(b).source && at(a).order_key.empty() && at(b).order_key.empty() && meta_key(a).empty() &&
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
    return keys_conflict(a, b, [&](int i) { return at(i).order_key; });
  }
  bool meta_keys_conflict(const cluster& a, const cluster& b) const {
    return keys_conflict(a, b, [&](int i) { return meta_key(i); });
  }

  /// Unites clusters with a pair of events that the rule joins, nearest pairs first.
  template <class Rule>
  void unite(std::vector<cluster>& clusters, Rule joins, bool heeds_orders) const {
    std::vector<std::tuple<std::int64_t, place, place, int, int>> pairs;
    for (const auto& c : clusters)
      for (const auto& d : clusters)
        for (const int a : c)
          for (const int b : d)
            if (place_of(a) < place_of(b) && joins(a, b)) pairs.emplace_back(apart(a, b), place_of(a), place_of(b), a, b);
    std::sort(pairs.begin(), pairs.end());
    for (const auto& [distance, first, second, a, b] : pairs) {
      const auto x = holder(clusters, a), y = holder(clusters, b);
      if (x == y || (heeds_orders && orders_conflict(clusters[x], clusters[y]))) continue;
      clusters[x].insert(clusters[x].end(), clusters[y].begin(), clusters[y].end());
      clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(y));
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
    if (orders_conflict(a, b) || meta_keys_conflict(a, b)) return std::nullopt;
    std::optional<std::int64_t> least;
    for (const int i : a)
      for (const int j : b)
        if (may_match(i, j) && (!least || apart(i, j) < *least)) least = apart(i, j);
    return least;
  }

  void assign(std::vector<cluster> arriving, std::vector<cluster>& standing) const {
    std::sort(arriving.begin(), arriving.end(),
              [&](const auto& a, const auto& b) { return place_of(a) < place_of(b); });
    std::map<std::pair<std::size_t, std::vector<bool>>, assignment> known;
    const auto best = best_from(0, std::vector<bool>(standing.size()), arriving, standing, known);
    std::vector<bool> placed(arriving.size());
    for (const auto& [a, s] : best.pairs) {
      auto& to = standing[static_cast<std::size_t>(s)];
      const auto& from = arriving[static_cast<std::size_t>(a)];
      to.insert(to.end(), from.begin(), from.end());
      placed[static_cast<std::size_t>(a)] = true;
    }
    for (std::size_t i = 0; i < arriving.size(); ++i)
      if (!placed[i]) standing.push_back(arriving[i]);
  }

  /// Tries everything for the arriving clusters from *next* on; *taken* are those standing that are assigned already.
  assignment best_from(std::size_t next, const std::vector<bool>& taken, const std::vector<cluster>& arriving,
                       const std::vector<cluster>& standing,
                       std::map<std::pair<std::size_t, std::vector<bool>>, assignment>& known) const {
    if (next == arriving.size()) return {};
    if (const auto found = known.find({next, taken}); found != known.end()) return found->second;
    auto best = best_from(next + 1, taken, arriving, standing, known);
    ++best.alone;
    for (std::size_t s = 0; s < standing.size(); ++s) {
      if (taken[s]) continue;
      const auto far = distance(arriving[next], standing[s]);
      if (!far) continue;
      auto rest = taken;
      rest[s] = true;
      auto other = best_from(next + 1, rest, arriving, standing, known);
      other.distance += *far;
      other.list.insert(other.list.begin(), {place_of(arriving[next]), place_of(standing[s])});
      other.pairs.emplace_back(static_cast<int>(next), static_cast<int>(s));
      if (other.better_than(best)) best = std::move(other);
    }
    return known[{next, taken}] = best;
  }

  const std::vector<conversion_event>& e_;
  const std::vector<int>& contact_;
  const truth_policy& policy_;
};

}  // namespace

std::vector<std::vector<int>> clusters_of(const std::vector<conversion_event>& events, const std::vector<int>& contacts,
                                          const truth_policy& policy) {
  return clustering(events, contacts, policy).run();
}

}  // namespace hub::oracle
