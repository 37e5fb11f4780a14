#include "domain/markov.hpp"

#include <algorithm>
#include <numeric>

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
  const auto state_at = [&](std::size_t i) { return along.steps[i]; };
  std::vector<met_step> steps;
  const auto for_each_step = [&](auto&& f) {
    for (std::size_t p = 0; p < paths.size(); ++p)
      for (auto i = paths.begins[p] + 1; i < paths.begins[p] + paths[p].size(); ++i)
        f(met_step{state_at(i - 1), state_at(i)});
  };
  for_each_step([&](const auto& s) { steps.push_back(s); });
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  lay_out(c.shape, c.shape.holds.size() / order, steps);
  for_each_step([&](const auto& s) {
    const auto begin = c.shape.to.begin() + static_cast<std::ptrdiff_t>(c.shape.begins[s.from]);
    const auto end = c.shape.to.begin() + static_cast<std::ptrdiff_t>(c.shape.begins[s.from + 1]);
    c.steps.push_back(static_cast<std::uint32_t>(std::lower_bound(begin, end, s.to) - c.shape.to.begin()));
  });
  c.begins.push_back(0);
  for (std::size_t p = 0; p < paths.size(); ++p) {
    c.begins.push_back(c.begins.back() + paths[p].size() - 1);
    c.last.push_back(state_at(paths.begins[p] + paths[p].size() - 1));
  }
  return c;
}

chain_counts count(const path_chain& chain, std::span<const std::uint64_t> conversions,
                   std::span<const std::uint64_t> without) {
  chain_counts counts;
  counts.steps.resize(chain.shape.to.size());
  counts.converts.resize(chain.shape.states());
  counts.ends.resize(chain.shape.states());
  for (std::size_t p = 0; p < chain.last.size(); ++p) {
    const auto journeys = conversions[p] + without[p];
    if (journeys == 0) continue;
    for (auto i = chain.begins[p]; i < chain.begins[p + 1]; ++i) counts.steps[chain.steps[i]] += journeys;
    counts.converts[chain.last[p]] += conversions[p];
    counts.ends[chain.last[p]] += without[p];
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
