#include "domain/markov.hpp"

#include <algorithm>
#include <numeric>

#include <boost/unordered/unordered_flat_map.hpp>

#include "domain/chain_solvers.hpp"
#include "domain/path_table.hpp"

namespace hub {
namespace {

struct nothing_to_add {
  void add(const nothing_to_add&) {}
};

/// Steps by state, from the steps as they were met.
struct met_step {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  friend auto operator<=>(const met_step&, const met_step&) = default;
};

/// Distinct steps, numbered as they are met.
class numbered_steps {
 public:
  std::uint32_t number(met_step s) {
    const auto packed = static_cast<std::uint64_t>(s.from) << 32 | s.to;
    const auto [found, is_new] = numbers_.try_emplace(packed, static_cast<std::uint32_t>(steps_.size()));
    if (is_new) steps_.push_back(s);
    return found->second;
  }
  /// Puts them in order, and answers by number where each stands now.
  std::vector<std::uint32_t> sort() {
    std::vector<std::uint32_t> order(steps_.size()), place(steps_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return steps_[a] < steps_[b]; });
    std::vector<met_step> sorted;
    sorted.reserve(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
      sorted.push_back(steps_[order[i]]);
    }
    steps_ = std::move(sorted);
    return place;
  }
  const std::vector<met_step>& steps() const { return steps_; }

 private:
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> numbers_;
  std::vector<met_step> steps_;
};

/// Fills begins and to of *shape* from distinct ordered steps.
void lay_out(chain_shape& shape, std::size_t states, std::span<const met_step> steps) {
  shape.begins.assign(states + 1, 0);
  for (const auto& s : steps) ++shape.begins[s.from + 1];
  std::partial_sum(shape.begins.begin(), shape.begins.end(), shape.begins.begin());
  for (const auto& s : steps) shape.to.push_back(s.to);
}

/// The states along a path: its last *order* names after each touch.
template <class F>
void for_each_state(std::span<const std::uint32_t> path, std::size_t order, F&& f) {
  for (std::size_t end = 1; end <= path.size(); ++end) {
    const auto begin = end > order ? end - order : 0;
    f(path.subspan(begin, end - begin));
  }
}

/// Numbers the states of *paths* in lexical order of their names, and says which each path runs through.
path_list states_along(const path_list& paths, std::size_t order, chain_shape& shape) {
  path_table<nothing_to_add> met;
  std::vector<std::uint32_t> along;
  for (std::size_t p = 0; p < paths.size(); ++p)
    for_each_state(paths[p], order, [&](auto names) { along.push_back(met.add(names, {})); });
  std::vector<std::uint32_t> sorted(met.size()), number(met.size());
  std::iota(sorted.begin(), sorted.end(), 0U);
  std::sort(sorted.begin(), sorted.end(),
            [&](auto a, auto b) { return std::ranges::lexicographical_compare(met.steps(a), met.steps(b)); });
  for (std::uint32_t i = 0; i < sorted.size(); ++i) {
    number[sorted[i]] = i;
    const auto names = met.steps(sorted[i]);
    for (std::size_t k = 0; k < order; ++k) shape.holds.push_back(k < names.size() ? names[k] : chain_shape::nobody);
  }
  for (auto& s : along) s = number[s];
  return {std::move(along), paths.begins, {}};
}

}  // namespace

bool chain_shape::has(std::size_t state, std::uint32_t name) const {
  if (holds.empty()) return state == name;
  const auto begin = holds.begin() + static_cast<std::ptrdiff_t>(state * order);
  return std::find(begin, begin + static_cast<std::ptrdiff_t>(order), name) !=
         begin + static_cast<std::ptrdiff_t>(order);
}

chain chain_of(std::size_t names, std::span<const state_step> transitions) {
  chain c;
  c.shape.names = names;
  c.counts.converts.resize(names);
  c.counts.ends.resize(names);
  std::vector<met_step> steps;
  for (const auto& t : transitions) {
    if (t.to == state_step::conversion) {
      c.counts.converts[t.from] += t.count;
    } else if (t.to == state_step::nowhere) {
      c.counts.ends[t.from] += t.count;
    } else {
      steps.push_back({t.from, t.to});
      c.counts.steps.push_back(t.count);
    }
  }
  lay_out(c.shape, names, steps);
  return c;
}

path_chain chain_of(std::size_t names, std::size_t order, const path_list& paths) {
  path_chain c;
  c.shape.names = names;
  c.shape.order = order;
  const auto along = states_along(paths, order, c.shape);
  c.paths.resize(paths.size());
  std::iota(c.paths.begin(), c.paths.end(), 0U);
  std::ranges::stable_sort(c.paths, {}, [&](auto p) { return paths[p].size(); });
  numbered_steps met;
  for (const auto p : c.paths) {
    const auto states = std::span(along.steps).subspan(paths.begins[p], paths[p].size());
    for (std::size_t i = 1; i < states.size(); ++i) c.steps.push_back(met.number({states[i - 1], states[i]}));
    c.lengths.push_back(static_cast<std::uint32_t>(states.size() - 1));
    c.last.push_back(states.back());
  }
  const auto place = met.sort();
  for (auto& s : c.steps) s = place[s];
  lay_out(c.shape, c.shape.holds.size() / order, met.steps());
  return c;
}

chain_counts count(const path_chain& chain, std::span<const std::uint64_t> conversions,
                   std::span<const std::uint64_t> without) {
  chain_counts counts;
  counts.steps.resize(chain.shape.to.size());
  counts.converts.resize(chain.shape.states());
  counts.ends.resize(chain.shape.states());
  const auto* step = chain.steps.data();
  for (std::size_t i = 0; i < chain.paths.size(); ++i) {
    const auto converting = conversions[chain.paths[i]], lost = without[chain.paths[i]];
    for (const auto* end = step + chain.lengths[i]; step != end; ++step) counts.steps[*step] += converting + lost;
    counts.converts[chain.last[i]] += converting;
    counts.ends[chain.last[i]] += lost;
  }
  return counts;
}

std::vector<double> removal_effects(const chain_shape& shape, const chain_counts& counts) {
  return shape.order == 1 ? effects_by_elimination(shape, counts) : effects_by_pushing(shape, counts);
}

double work_of(const chain_shape& shape) {
  const auto n = static_cast<double>(shape.names);
  constexpr double rounds_of_pushing = 60;  // a share of 10^-17 is left after so many steps of usual journeys
  if (shape.order == 1) return 4 * n * n * n / 3;
  return rounds_of_pushing * n * static_cast<double>(shape.to.size() + shape.states());
}

}  // namespace hub
