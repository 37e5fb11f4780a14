#include "every_assignment.hpp"

#include <algorithm>
#include <map>

namespace hub::oracle {
namespace {

struct assignment {
  int alone = 0;
  std::int64_t distance = 0;
  std::vector<std::pair<place, place>> list;
  std::vector<std::optional<std::size_t>> placed;

  bool better_than(const assignment& o) const {
    return std::tie(alone, distance, list) < std::tie(o.alone, o.distance, o.list);
  }
};

class search {
 public:
  search(const std::vector<place>& arriving, const std::vector<place>& standing, const pair_distance& distance)
      : arriving_(arriving), standing_(standing), distance_(arriving.size()), choice_(arriving.size()) {
    for (std::size_t a = 0; a < arriving.size(); ++a)
      for (std::size_t s = 0; s < standing.size(); ++s) distance_[a].push_back(distance(a, s));
  }

  /// Those that have nothing to choose in common are assigned apart from each other.
  std::vector<std::optional<std::size_t>> run() {
    std::vector<bool> done(arriving_.size());
    for (std::size_t first = 0; first < arriving_.size(); ++first) {
      if (done[first]) continue;
      std::vector<std::size_t> group;
      collect(first, done, group);
      std::sort(group.begin(), group.end());
      known_.clear();
      const auto best = best_from(group, 0, std::vector<bool>(standing_.size()));
      for (std::size_t i = 0; i < group.size(); ++i) choice_[group[i]] = best.placed[i];
    }
    return choice_;
  }

 private:
  void collect(std::size_t a, std::vector<bool>& done, std::vector<std::size_t>& group) {
    done[a] = true;
    group.push_back(a);
    for (std::size_t other = 0; other < arriving_.size(); ++other)
      for (std::size_t s = 0; s < standing_.size() && !done[other]; ++s)
        if (distance_[a][s] && distance_[other][s]) collect(other, done, group);
  }

  /// The best for those of *group* from *next* on, when those of *taken* are assigned already.
  assignment best_from(const std::vector<std::size_t>& group, std::size_t next, const std::vector<bool>& taken) {
    if (next == group.size()) return {};
    if (const auto found = known_.find({next, taken}); found != known_.end()) return found->second;
    const auto a = group[next];
    auto best = best_from(group, next + 1, taken);
    ++best.alone;
    best.placed.insert(best.placed.begin(), std::nullopt);
    for (std::size_t s = 0; s < standing_.size(); ++s) {
      if (taken[s] || !distance_[a][s]) continue;
      auto rest = taken;
      rest[s] = true;
      auto other = best_from(group, next + 1, rest);
      other.distance += *distance_[a][s];
      other.list.insert(other.list.begin(), {arriving_[a], standing_[s]});
      other.placed.insert(other.placed.begin(), s);
      if (other.better_than(best)) best = std::move(other);
    }
    return known_[{next, taken}] = best;
  }

  const std::vector<place>& arriving_;
  const std::vector<place>& standing_;
  std::vector<std::vector<std::optional<std::int64_t>>> distance_;
  std::vector<std::optional<std::size_t>> choice_;
  std::map<std::pair<std::size_t, std::vector<bool>>, assignment> known_;
};

}  // namespace

std::vector<std::optional<std::size_t>> best_assignment(const std::vector<place>& arriving,
                                                        const std::vector<place>& standing,
                                                        const pair_distance& distance) {
  return search(arriving, standing, distance).run();
}

}  // namespace hub::oracle
