#include "domain/shapley.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace hub {
namespace {

double rate(std::uint64_t conversions, std::uint64_t journeys) {
  return journeys == 0 ? 0 : static_cast<double>(conversions) / static_cast<double>(journeys);
}

/// Adds to every set what its subsets hold.
void add_subsets(std::vector<std::uint64_t>& by_set, std::size_t players) {
  for (std::size_t p = 0; p < players; ++p)
    for (std::size_t s = 0; s < by_set.size(); ++s)
      if ((s >> p & 1) != 0) by_set[s] += by_set[s ^ (std::size_t{1} << p)];
}

/// The chance that in a random order exactly a given coalition of each size comes before a given player.
std::vector<double> chance_of_size(std::size_t players) {
  std::vector<double> chance(players, 1 / static_cast<double>(players));
  for (std::size_t size = 1; size < players; ++size)  // size! (players - size - 1)! / players!
    chance[size] = chance[size - 1] * static_cast<double>(size) / static_cast<double>(players - size);
  return chance;
}

}  // namespace

set_game_values play_set_game(std::size_t players, std::span<const placed_sum> sums) {
  set_game_values v{std::vector<double>(players), std::vector<double>(players)};
  for (const auto& s : sums) {
    v.of_count[s.state] += static_cast<double>(s.count) / s.size;
    v.of_value[s.state] += static_cast<double>(s.value) / s.size;
  }
  return v;
}

std::vector<double> play_exactly(const rate_game& game) {
  const auto n = game.players;
  std::vector<std::uint64_t> conversions(std::size_t{1} << n), journeys(conversions.size());
  for (std::size_t i = 0; i < game.sets->size(); ++i) {
    std::size_t set = 0;
    for (const auto p : (*game.sets)[i]) set |= std::size_t{1} << p;
    conversions[set] += game.conversions[i];
    journeys[set] += game.conversions[i] + game.without[i];
  }
  add_subsets(conversions, n);
  add_subsets(journeys, n);
  const auto chance = chance_of_size(n);
  std::vector<double> values(n);
  for (std::size_t s = 0; s < conversions.size(); ++s) {
    const auto worth = rate(conversions[s], journeys[s]);
    const auto size = static_cast<std::size_t>(std::popcount(s));
    for (std::size_t p = 0; p < n; ++p) {
      if ((s >> p & 1) != 0) continue;
      const auto with = s | std::size_t{1} << p;
      values[p] += chance[size] * (rate(conversions[with], journeys[with]) - worth);
    }
  }
  return values;
}

estimated_values play_by_chance(const rate_game& game, std::size_t orders, random_numbers random) {
  const auto n = game.players;
  std::vector<std::uint32_t> order(n), turn(n);
  std::vector<std::uint64_t> conversions(n), journeys(n);
  std::vector<double> sums(n), squares(n);
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t round = 0; round < orders; ++round) {
    for (auto left = n; left > 1; --left) std::swap(order[left - 1], order[random.below(left)]);
    for (std::uint32_t i = 0; i < n; ++i) turn[order[i]] = i;
    std::fill(conversions.begin(), conversions.end(), 0);
    std::fill(journeys.begin(), journeys.end(), 0);
    for (std::size_t i = 0; i < game.sets->size(); ++i) {
      std::uint32_t complete = 0;  // the turn with which the set has all its players
      for (const auto p : (*game.sets)[i]) complete = std::max(complete, turn[p]);
      conversions[complete] += game.conversions[i];
      journeys[complete] += game.conversions[i] + game.without[i];
    }
    double before = 0;
    std::uint64_t converted = 0, all = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const auto worth = rate(converted += conversions[i], all += journeys[i]);
      const auto gain = worth - before;
      sums[order[i]] += gain;
      squares[order[i]] += gain * gain;
      before = worth;
    }
  }
  const auto count = static_cast<double>(orders);
  estimated_values v{std::vector<double>(n), std::vector<double>(n)};
  for (std::size_t p = 0; p < n; ++p) {
    v.values[p] = sums[p] / count;
    const auto variance = (squares[p] - sums[p] * v.values[p]) / (count - 1);
    v.errors[p] = std::sqrt(std::max(variance, 0.0) / count);
  }
  return v;
}

std::size_t orders_for(const path_list& sets) {
  constexpr std::size_t budget = 400'000'000;
  return std::clamp<std::size_t>(budget / std::max<std::size_t>(sets.steps.size(), 1), 200, 10'000);
}

}  // namespace hub
