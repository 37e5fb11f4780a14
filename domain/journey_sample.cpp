#include "domain/journey_sample.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include <boost/unordered/unordered_flat_map.hpp>

namespace hub {
namespace {

/// Where each name stands in the order of the sample.
class places {
 public:
  places(std::vector<name_id> states, std::span<const std::string> names) : states_(std::move(states)) {
    order_.resize(states_.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::sort(order_.begin(), order_.end(),
              [&](auto a, auto b) { return std::tie(names[a], states_[a]) < std::tie(names[b], states_[b]); });
    place_.reserve(states_.size());
    for (std::uint32_t i = 0; i < order_.size(); ++i) place_.emplace(states_[order_[i]], i);
  }
  std::uint32_t operator()(name_id id) const { return place_.find(id)->second; }
  const std::vector<std::uint32_t>& order() const { return order_; }
  name_id id(std::uint32_t i) const { return states_[i]; }

 private:
  std::vector<name_id> states_;  // sorted
  std::vector<std::uint32_t> order_;
  boost::unordered_flat_map<name_id, std::uint32_t> place_;
};

/// Orders by a small number, from 0 up to below *most*; what has the same stays in its order.
template <class T, class Number>
void order_by(std::vector<T>& all, std::size_t most, Number number) {
  std::vector<std::size_t> begins(most + 1);
  for (const auto& t : all) ++begins[number(t) + 1];
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  std::vector<T> ordered(all.size());
  for (const auto& t : all) ordered[begins[number(t)]++] = t;
  all = std::move(ordered);
}

/// By (from, to), the ends last.
void order_steps(std::vector<state_step>& steps, std::size_t states) {
  order_by(steps, states + 2, [&](const state_step& s) {
    return s.to < states ? s.to : states + (s.to == state_step::conversion ? 0 : 1);
  });
  order_by(steps, states, [](const state_step& s) { return s.from; });
}

std::uint32_t end_of(name_id to, const places& place) {
  if (to == tally_conversion) return state_step::conversion;
  return to == tally_nowhere ? state_step::nowhere : place(to);
}

/// Adds up neighbours of the same *key*.
template <class T, class Key, class Add>
void combine(std::vector<T>& all, Key key, Add add) {
  std::size_t kept = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (key(all[kept]) == key(all[i]))
      add(all[kept], all[i]);
    else
      all[++kept] = all[i];
  }
  if (!all.empty()) all.resize(kept + 1);
}

/// The first four steps, each counted from 1, so that numbers stand in the order of the paths that they begin.
std::uint64_t packed_start(std::span<const std::uint32_t> path) {
  constexpr std::uint32_t most = 0xFFFF;
  std::uint64_t packed = 0;
  bool fits = true;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto step = i < path.size() && fits ? path[i] + 1 : 0;
    fits = fits && step < most;
    packed = packed << 16 | std::min(step, most);
  }
  return packed;
}

/// The list in lexical order, equal paths added up.
path_list in_order(const path_list& list) {
  std::vector<std::uint32_t> order(list.size());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<std::uint64_t> first(list.size());  // steps of each, which mostly tell two paths apart
  for (std::size_t i = 0; i < list.size(); ++i) first[i] = packed_start(list[i]);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) {
    return first[a] != first[b] ? first[a] < first[b] : std::ranges::lexicographical_compare(list[a], list[b]);
  });
  path_list out;
  for (const auto i : order) {
    const auto path = list[i];
    if (out.size() != 0 && std::ranges::equal(out[out.size() - 1], path)) {
      out.sums.back().add(list.sums[i]);
      continue;
    }
    out.begins.push_back(out.steps.size());
    out.steps.insert(out.steps.end(), path.begin(), path.end());
    out.sums.push_back(list.sums[i]);
  }
  return out;
}

path_list paths_of(const journey_tally& tally, const places& place, bool sets) {
  path_list list;
  list.sums = tally.paths;
  list.steps.reserve(tally.steps.size());
  for (const auto id : tally.steps) list.steps.push_back(place(id));
  std::size_t at = 0;
  for (const auto length : tally.lengths) {
    list.begins.push_back(at);
    const auto begin = list.steps.begin() + static_cast<std::ptrdiff_t>(at);
    if (sets) std::sort(begin, begin + length);
    at += length;
  }
  return in_order(list);
}

}  // namespace

std::vector<name_id> states_of(const journey_tally& tally) {
  auto states = tally.states;
  std::sort(states.begin(), states.end());
  states.erase(std::unique(states.begin(), states.end()), states.end());
  return states;
}

journey_sample sample_of(const journey_tally& tally, std::span<const std::string> names, bool sets) {
  const places place(states_of(tally), names);
  journey_sample s;
  s.conversions = tally.conversions;
  s.without = tally.without;
  for (const auto i : place.order()) {
    s.names.push_back(names[i]);
    s.ids.push_back(place.id(i));
  }
  for (const auto& t : tally.transitions) s.transitions.push_back({place(t.from), end_of(t.to, place), t.count});
  order_steps(s.transitions, s.names.size());
  combine(
      s.transitions, [](const auto& t) { return std::pair(t.from, t.to); },
      [](auto& a, const auto& b) { a.count += b.count; });
  for (const auto& sum : tally.state_sums) s.state_sums.push_back({place(sum.state), sum.size, sum.count, sum.value});
  std::sort(s.state_sums.begin(), s.state_sums.end(),
            [](const auto& a, const auto& b) { return std::pair(a.state, a.size) < std::pair(b.state, b.size); });
  combine(
      s.state_sums, [](const auto& x) { return std::pair(x.state, x.size); },
      [](auto& a, const auto& b) {
        a.count += b.count;
        a.value += b.value;
      });
  s.paths = paths_of(tally, place, sets);
  return s;
}

path_list sets_of(const path_list& paths) {
  path_list list;
  list.sums = paths.sums;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    list.begins.push_back(list.steps.size());
    const auto from = static_cast<std::ptrdiff_t>(list.steps.size());
    list.steps.insert(list.steps.end(), paths[i].begin(), paths[i].end());
    std::sort(list.steps.begin() + from, list.steps.end());
    list.steps.erase(std::unique(list.steps.begin() + from, list.steps.end()), list.steps.end());
  }
  return in_order(list);
}

}  // namespace hub
