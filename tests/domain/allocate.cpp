#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>
#include <limits>
#include <numeric>

#include "domain/money.hpp"

using namespace hub;
using parts = std::vector<std::int64_t>;

namespace {

parts split(std::int64_t value, std::vector<double> weights) { return allocate(value, weights); }

std::vector<double> normalised(const std::vector<int>& raw) {
  std::vector<double> weights;
  double total = 0;
  for (const int w : raw) total += w;
  for (const int w : raw) weights.push_back(w / total);
  return weights;
}

}  // namespace

TEST_CASE("the later of tied touches gets the odd unit", "[domain][money]") {
  CHECK(split(10000, {1 / 3., 1 / 3., 1 / 3.}) == parts{3333, 3333, 3334});
  CHECK(split(20000, {1 / 3., 1 / 3., 1 / 3.}) == parts{6666, 6667, 6667});
  CHECK(split(1, {0.5, 0.5}) == parts{0, 1});
}

TEST_CASE("a sale is split over decayed weights by largest remainder", "[domain][money]") {
  CHECK(split(9999, {0.067367, 0.221055, 0.269469, 0.442109}) == parts{674, 2210, 2694, 4421});
}

TEST_CASE("position based weights with their binary dust split exactly", "[domain][money]") {
  CHECK(split(10, {0.4, 1 - 0.4 - 0.4, 0.4}) == parts{4, 2, 4});
  CHECK(split(10000, {0.4, (1 - 0.4 - 0.4) / 2, (1 - 0.4 - 0.4) / 2, 0.4}) == parts{4000, 1000, 1000, 4000});
}

TEST_CASE("a part of no weight gets nothing", "[domain][money]") {
  CHECK(split(9999, {1, 0, 0}) == parts{9999, 0, 0});
  CHECK(split(9999, {0, 0.5, 0.5, 0}) == parts{0, 4999, 5000, 0});
  CHECK(split(1'000'000'000'000, {0.5, 0.5 + 1e-9, 0})[2] == 0);
}

TEST_CASE("one touch gets everything and no touch nothing", "[domain][money]") {
  CHECK(split(std::numeric_limits<std::int64_t>::max(), {1}) == parts{std::numeric_limits<std::int64_t>::max()});
  CHECK(split(5, {}).empty());
}

TEST_CASE("the largest value is split without losing a unit", "[domain][money]") {
  const auto all = std::numeric_limits<std::int64_t>::max();
  const auto got = split(all, {0.25, 0.75});
  CHECK(got[0] + got[1] == all);
  CHECK(got[0] == all / 4 + 1);  // its remainder is 0.75
  CHECK(split(-all, {0.25, 0.75}) == parts{-got[0], -got[1]});
}

TEST_CASE("parts add up, stay within a unit of their share and mirror for negative values", "[domain][money]") {
  rc::prop("", [] {
    const auto raw = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 50)));
    RC_PRE(std::accumulate(raw.begin(), raw.end(), 0) > 0);
    const auto weights = normalised(raw);
    const auto value = *rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000);
    const auto got = allocate(value, weights);
    RC_ASSERT(std::accumulate(got.begin(), got.end(), std::int64_t{0}) == value);
    for (std::size_t i = 0; i < got.size(); ++i)
      RC_ASSERT(std::abs(static_cast<double>(got[i]) - static_cast<double>(value) * weights[i]) < 1.0001);
    auto mirrored = allocate(-value, weights);
    for (auto& part : mirrored) part = -part;
    RC_ASSERT(mirrored == got);
  });
}

TEST_CASE("hundreds of weights follow the same tie rule as few", "[domain][money]") {
  const auto got = split(150, std::vector<double>(100, 0.01));
  for (std::size_t i = 0; i < 100; ++i) CHECK(got[i] == (i < 50 ? 1 : 2));
}

TEST_CASE("weights that miss one by a billionth still give out a large value exactly", "[domain][money]") {
  const std::int64_t value = 4'000'000'000'000'000;
  for (const double off : {-1e-9, 1e-9}) {
    const auto got = split(value, {0.5, 0.5 + off});
    CHECK(got[0] + got[1] == value);
    CHECK(std::abs(got[0] - value / 2) < 4'000'000);
  }
}
