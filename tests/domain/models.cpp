#include "domain/models.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "domain/money.hpp"

using namespace hub;
using weights = std::vector<double>;

namespace {

weights weighed(model m, std::vector<double> days, const model_params& p = {}) {
  std::vector<instant> at;
  for (const double d : days) at.push_back(static_cast<instant>(d * static_cast<double>(day_us)));
  weights w(at.size());
  weigh(m, p, decay_curve(p.half_life_days), at, w);
  return w;
}

void check(const weights& got, const weights& expected, double within = 1e-15) {
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == Approx(expected[i]).margin(within));
}

/// Touches 20, 8, 6 and 1 days before the conversion on day 20.
const std::vector<double> golden_days = {0, 12, 14, 19};

}  // namespace

TEST_CASE("time decay at 20, 8, 6 and 1 days weighs as written down", "[domain][models]") {
  check(weighed(model::time_decay, golden_days), {0.067367, 0.221055, 0.269469, 0.442109}, 5e-7);
}

TEST_CASE("99.99 decays into 6.74, 22.10, 26.94 and 44.21", "[domain][models]") {
  CHECK(allocate(9999, weighed(model::time_decay, golden_days)) == std::vector<std::int64_t>{674, 2210, 2694, 4421});
}

TEST_CASE("100.00 over three touches is 33.33, 33.33 and 33.34", "[domain][models]") {
  CHECK(allocate(10000, weighed(model::linear, {1, 2, 3})) == std::vector<std::int64_t>{3333, 3333, 3334});
}

TEST_CASE("first and last touch take everything", "[domain][models]") {
  check(weighed(model::first_touch, {1, 2, 3}), {1, 0, 0});
  check(weighed(model::last_touch, {1, 2, 3}), {0, 0, 1});
}

TEST_CASE("position based gives 40 % to each end and shares the rest", "[domain][models]") {
  check(weighed(model::position_based, {1}), {1});
  check(weighed(model::position_based, {1, 2}), {0.5, 0.5});
  check(weighed(model::position_based, {1, 2, 3}), {0.4, 0.2, 0.4});
  check(weighed(model::position_based, {1, 2, 3, 4}), {0.4, 0.1, 0.1, 0.4});
}

TEST_CASE("position based takes other ends, and keeps their proportion over two touches", "[domain][models]") {
  const model_params p{7, 0.6, 0.2};
  check(weighed(model::position_based, {1, 2}, p), {0.75, 0.25});
  check(weighed(model::position_based, {1, 2, 3}, p), {0.6, 0.2, 0.2});
  check(weighed(model::position_based, {1, 2}, {7, 0, 0}), {0.5, 0.5});
}

TEST_CASE("a touch one half-life older weighs half", "[domain][models]") {
  const auto w = weighed(model::time_decay, {0, 3}, {3, 0.4, 0.4});
  CHECK(w[1] == Approx(2 * w[0]));
}

TEST_CASE("touches ages apart leave the later one everything, not a division by zero", "[domain][models]") {
  check(weighed(model::time_decay, {0, 100'000}, {0.5, 0.4, 0.4}), {0, 1});
}

TEST_CASE("weights are never negative and add up to one", "[domain][models]") {
  rc::prop("", [] {
    auto days = *rc::gen::nonEmpty(rc::gen::container<std::vector<double>>(
        rc::gen::map(rc::gen::inRange(0, 100'000), [](int d) { return d / 100.0; })));
    std::sort(days.begin(), days.end());
    const model_params p{*rc::gen::element(0.01, 7.0, 1000.0), *rc::gen::element(0.0, 0.4, 0.5),
                         *rc::gen::element(0.0, 0.4, 0.5)};
    for (const auto m : all_models) {
      const auto w = weighed(m, days, p);
      RC_ASSERT(std::all_of(w.begin(), w.end(), [](double x) { return x >= 0; }));
      RC_ASSERT(std::abs(std::accumulate(w.begin(), w.end(), 0.0) - 1) < 1e-9);
    }
  });
}

TEST_CASE("the decay curve is a power of two to the last bits", "[domain][models]") {
  rc::prop("", [] {
    const auto half_life = *rc::gen::element(0.25, 1.0, 7.0, 30.0);
    const auto age = *rc::gen::inRange<std::int64_t>(0, 4000 * day_us);
    const auto exact = std::exp2(-static_cast<long double>(age) / (half_life * static_cast<long double>(day_us)));
    const auto got = static_cast<long double>(decay_curve(half_life)(age));
    RC_ASSERT(std::abs(got - exact) <= exact * 1e-12L + 1e-300L);
  });
}

TEST_CASE("models are known by their names, an unknown one is told the names", "[domain][models]") {
  for (const auto m : all_models) CHECK(parse_model(to_string(m)).value() == m);
  const auto unknown = parse_model("u_shaped");
  REQUIRE(unknown.has_error());
  CHECK(unknown.error().code == "model-unknown");
  CHECK(unknown.error().detail.find("position_based") != std::string::npos);
}

TEST_CASE("parameters out of range are refused", "[domain][models]") {
  const auto code = [](model_params p) { return checked(p).has_error() ? checked(p).error().pointer : ""; };
  CHECK(code({0, 0.4, 0.4}) == "half_life_days");
  CHECK(code({-1, 0.4, 0.4}) == "half_life_days");
  CHECK(code({NAN, 0.4, 0.4}) == "half_life_days");
  CHECK(code({INFINITY, 0.4, 0.4}) == "half_life_days");
  CHECK(code({7, -0.1, 0.4}) == "first_weight");
  CHECK(code({7, 0.4, -0.1}) == "last_weight");
  CHECK(code({7, 0.4, NAN}) == "last_weight");
  CHECK(code({7, 0.6, 0.5}) == "last_weight");
  CHECK(code({7, 0.5, 0.5}).empty());
}

TEST_CASE("a model by the name that other tools have for it is told what it is called here", "[domain][models]") {
  for (const auto& [typed, meant] : {std::pair{"last_click", "'last_touch'"},
                                     {"lastclick", "'last_touch'"},
                                     {"last", "'last_touch'"},
                                     {"First-Click", "'first_touch'"},
                                     {"first", "'first_touch'"},
                                     {"ushaped", "'position_based'"},
                                     {"u_shaped", "'position_based'"},
                                     {"position", "'position_based'"},
                                     {"timedecay", "'time_decay'"},
                                     {"data_driven", "'markov' or 'shapley'"},
                                     {"linaer", "'linear'"}}) {
    INFO(typed);
    const auto refused = parse_model(typed);
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().detail, Catch::EndsWith(std::string(" Did you mean ") + meant + "?"));
  }
}
