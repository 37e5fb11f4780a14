// The split of money against a slow largest remainder: equal weights, exact ties, near ties, few and many weights.
#include <catch2/catch.hpp>
#include <numeric>

#include "credit_oracle.hpp"
#include "domain/money.hpp"
#include "domain/touch_weights.hpp"

using namespace hub;
using namespace hub::second;
using parts = std::vector<std::int64_t>;

namespace {

/// Small whole numbers over their sum tie often; random ones hardly ever; some weigh nothing.
std::vector<double> any_weights(dice& d) {
  const auto n = 1 + d.below(d.one_in(50) ? 90 : 8);
  const auto kind = d.below(4);
  std::vector<double> w(n);
  double sum = 0;
  for (auto& x : w) {
    if (kind == 0) x = 1;
    if (kind == 1) x = static_cast<double>(d.below(4));
    if (kind == 2) x = static_cast<double>(1 + d.below(1'000'000'007));
    if (kind == 3) x = 1 + static_cast<double>(d.below(5)) * 1e-12;
    sum += x;
  }
  if (sum == 0) sum = w[d.below(n)] = 1;
  for (auto& x : w) x /= sum;
  return w;
}

std::string text(std::int64_t value, const std::vector<double>& w) {
  std::string out = std::to_string(value) + " over";
  for (const auto x : w) out += ' ' + std::to_string(x);
  return out;
}

}  // namespace

TEST_CASE("a million splits are what a slow largest remainder gives", "[domain][money][second-opinion]") {
  dice d(20260101);
  std::vector<std::int64_t> got;
  std::string first_wrong;
  for (int i = 0; i < 1'000'000 && first_wrong.empty(); ++i) {
    const auto w = any_weights(d);
    const auto magnitude = static_cast<std::int64_t>(d.below(d.of<std::uint64_t>({30, 10'000, 10'000'000'000})));
    const auto value = d.one_in(4) ? -magnitude : magnitude;
    got.assign(w.size(), 0);
    allocate_into(value, w, got);
    if (got != split_slowly<double>(value, w)) first_wrong = text(value, w);
  }
  CHECK(first_wrong == "");
}

TEST_CASE("models that are fractions split every amount as fractions do", "[domain][money][second-opinion]") {
  dice d(20260102);
  for (const auto m : {model::linear, model::position_based}) {
    touch_weights weights(m, {});
    std::string first_wrong;
    std::size_t wrong = 0;
    for (int i = 0; i < 1'000'000; ++i) {
      const std::vector<instant> at(1 + d.below(d.one_in(20) ? 90 : 9), 0);
      const auto value =
          static_cast<std::int64_t>(d.below(d.of<std::uint64_t>({30, 10'000, 2'000'000, 1'000'000'000})));
      parts got(at.size());
      weights.split(value, weights.over(std::span(at)), std::span(got));
      if (got == split_exactly(value, fractions_of(m, at.size()))) continue;
      if (wrong++ == 0) first_wrong = std::to_string(value) + " over " + std::to_string(at.size());
    }
    INFO(to_string(m) << ": " << wrong << " wrong");
    CHECK(first_wrong == "");
  }
}
