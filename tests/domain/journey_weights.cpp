// Bootstrap samples: as many journeys as there are, each as likely as any other.
#include "domain/journey_weights.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace hub;

namespace {

path_list paths_with(const std::vector<path_sum>& sums) {
  path_list list;
  for (std::uint32_t i = 0; i < sums.size(); ++i) {
    list.begins.push_back(i);
    list.steps.push_back(i);
  }
  list.sums = sums;
  return list;
}

std::uint64_t journeys_in(const journey_weights& w) {
  return std::accumulate(w.conversions.begin(), w.conversions.end(), std::uint64_t{0}) +
         std::accumulate(w.without.begin(), w.without.end(), std::uint64_t{0});
}

}  // namespace

TEST_CASE("a sample has as many journeys as there are, and none of a kind that is not", "[domain][models]") {
  rc::prop("for any numbers of journeys", [] {
    std::vector<path_sum> sums(*rc::gen::inRange<std::size_t>(1, 40));
    std::uint64_t all = 0;
    for (auto& s : sums) {
      s.conversions = *rc::gen::element<std::uint64_t>(0, 0, 1, 2, 63, 64, 65, 1'000);
      s.without = *rc::gen::element<std::uint64_t>(0, 1, 3, 128, 5'000);
      s.count = static_cast<std::int64_t>(s.conversions);
      s.value = 7 * s.count;
      all += s.conversions + s.without;
    }
    const auto paths = paths_with(sums);
    const resampler journeys(paths);
    random_numbers random(*rc::gen::arbitrary<std::uint64_t>());
    auto same = random;
    const auto w = journeys.draw(random);
    RC_ASSERT(journeys_in(w) == all);
    for (std::size_t p = 0; p < sums.size(); ++p) {
      if (sums[p].conversions == 0) RC_ASSERT(w.conversions[p] == 0U);
      if (sums[p].without == 0) RC_ASSERT(w.without[p] == 0U);
      RC_ASSERT(std::fabs(w.value[p] - 7 * static_cast<double>(w.conversions[p])) < 1e-6);
    }
    RC_ASSERT(journeys.draw(same).conversions == w.conversions);
  });
}

TEST_CASE("journeys are drawn as often as chance has it, and their numbers vary as they should", "[domain][models]") {
  // Of 1,000 journeys 1, 4, 95, 300 and 600 are of a kind: a kind is hit n p times, give or take sqrt(n p (1 - p)).
  const std::vector<path_sum> sums = {{1, 4, 0, 0}, {95, 0, 0, 0}, {300, 600, 0, 0}};
  const auto paths = paths_with(sums);
  const resampler journeys(paths);
  random_numbers random(1);
  constexpr int samples = 4'000;
  const auto check = [&](auto hits_of, double expected) {
    double sum = 0, squares = 0;
    random = random_numbers(static_cast<std::uint64_t>(expected));
    for (int i = 0; i < samples; ++i) {
      const auto hits = static_cast<double>(hits_of(journeys.draw(random)));
      sum += hits;
      squares += hits * hits;
    }
    const auto mean = sum / samples, variance = squares / samples - mean * mean;
    const auto wanted = expected * (1 - expected / 1'000);
    INFO(expected);
    CHECK(std::fabs(mean - expected) < 5 * std::sqrt(wanted / samples));
    CHECK(variance == Approx(wanted).epsilon(0.12));
  };
  check([](const auto& w) { return w.conversions[0]; }, 1);
  check([](const auto& w) { return w.without[0]; }, 4);
  check([](const auto& w) { return w.conversions[1]; }, 95);
  check([](const auto& w) { return w.conversions[2]; }, 300);
  check([](const auto& w) { return w.without[2]; }, 600);
}
