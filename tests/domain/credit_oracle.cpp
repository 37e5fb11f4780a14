#include "credit_oracle.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "domain/money.hpp"

using namespace hub;
using namespace hub::second;

namespace {

/// What differs between a cell and its second opinion, for the message of a failure; empty: nothing.
std::string difference(const credit_cell& got, const opinion_cell& expected) {
  const auto shares = static_cast<long double>(got.conversions.whole) +
                      static_cast<long double>(got.conversions.units) / static_cast<long double>(share_unit);
  if (got.revenue != expected.revenue)
    return "revenue " + std::to_string(got.revenue) + ", not " + std::to_string(expected.revenue);
  if (got.new_revenue != expected.new_revenue)
    return "new revenue " + std::to_string(got.new_revenue) + ", not " + std::to_string(expected.new_revenue);
  if (std::abs(shares - expected.conversions) > 1e-9L)
    return "conversions " + std::to_string(shares) + ", not " + std::to_string(expected.conversions);
  return {};
}

std::string difference(const credit_partial& got, std::size_t m, opinion expected) {
  if (got.booked[m] != expected.booked)
    return "booked " + std::to_string(got.booked[m]) + ", not " + std::to_string(expected.booked);
  if (const auto text = difference(got.unattributed[m], expected.unattributed); !text.empty())
    return "unattributed: " + text;
  for (const auto& row : got.rows) {
    const auto text = difference(row.models[m], expected.rows[row.key]);
    if (!text.empty())
      return "row " + std::to_string(row.key.first) + "/" + std::to_string(row.key.second) + ": " + text;
    expected.rows.erase(row.key);
  }
  for (const auto& [key, cell] : expected.rows)
    if (!cell.blank()) return "row " + std::to_string(key.first) + "/" + std::to_string(key.second) + " is missing";
  return {};
}

bool same_unconverted(const credit_partial& got, const opinion& expected) {
  return std::equal(got.unconverted.begin(), got.unconverted.end(), expected.unconverted.begin(),
                    expected.unconverted.end(),
                    [](const auto& a, const auto& b) { return a.first == b.first && a.second.amount == b.second; });
}

std::int64_t sum_of_rows(const credit_partial& p, std::size_t m) {
  std::int64_t sum = 0;
  for (const auto& row : p.rows) sum += row.models[m].revenue;
  return sum;
}

}  // namespace

namespace {

/// How much was asked and answered, so that a test that asks nothing fails.
struct extent {
  std::size_t conversions = 0, cells = 0, with_rows = 0;
};

template <class Policy>
extent compare(std::uint64_t seeds, int questions, Policy any) {
  extent e;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    dice d(seed);
    const auto journeys = second::any_journeys(d, 250);
    journey_columns columns;
    for (const auto& j : journeys) {
      columns.apply(j);
      e.conversions += j.conversions.size();
    }
    for (int question = 0; question < questions; ++question) {
      auto q = second::any_query(d);
      const told_policy policy = any(d, q);
      const auto got = credit(columns, q);
      e.with_rows += got.rows.empty() ? 0 : 1;
      for (std::size_t m = 0; m < q.models.size(); ++m) {
        const auto expected = credit_oracle(q, q.models[m], policy).over(journeys);
        INFO("seed " << seed << ", question " << question << ", model " << to_string(q.models[m]));
        CHECK(difference(got, m, expected) == "");
        CHECK(same_unconverted(got, expected));
        if (!q.campaign) CHECK(sum_of_rows(got, m) + got.unattributed[m].revenue == got.booked[m]);
        e.cells += expected.rows.size();
      }
    }
  }
  return e;
}

}  // namespace

TEST_CASE("credit is what exact fractions say, for every model, grouping, window, zone and currency",
          "[domain][credit][second-opinion]") {
  const auto e = compare(20, 25, [](dice&, credit_query&) { return told_policy(); });
  CHECK(e.conversions > 5'000);
  CHECK(e.with_rows > 300);
  CHECK(e.cells > 20'000);
}

TEST_CASE("credit is what exact fractions say under any policy of windows, priority, referrers and earlier conversions",
          "[domain][credit][second-opinion][policy]") {
  std::size_t with_policy = 0;
  const auto e = compare(20, 25, [&](dice& d, credit_query& q) {
    auto policy = any_policy(d);
    q.rules.since_previous = d.one_in(3);
    if (!policy.words.empty()) q.rules.named = resolve(policy.words, q.rules.lookback_us, told_names());
    with_policy += q.rules.plain() ? 0 : 1;
    return policy;
  });
  CHECK(with_policy > 400);
  CHECK(e.with_rows > 250);
  CHECK(e.cells > 15'000);
}

TEST_CASE("why touches fall out is told for all but those that count, under any policy",
          "[domain][eligibility][second-opinion][policy]") {
  std::map<exclusion, std::size_t> seen;
  std::size_t rows = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    dice d(seed);
    auto journeys = second::any_journeys(d, 50);
    for (auto& j : journeys)  // runs of one ad, to be folded
      for (std::size_t i = 1; i < j.touches.size(); ++i)
        if (const auto& head = j.touches[i - 1]; d.one_in(3))
          j.touches[i].channel = head.channel, j.touches[i].campaign = head.campaign, j.touches[i].ad = head.ad;
    auto q = second::any_query(d);
    q.rules.collapse_us = d.of<std::int64_t>({0, 40}) * day_us;
    const auto policy = any_policy(d);
    q.rules.since_previous = d.one_in(2);
    if (!policy.words.empty()) q.rules.named = resolve(policy.words, q.rules.lookback_us, told_names());
    for (const auto& j : journeys) {
      journey_columns columns;
      columns.apply(j);
      const touch_filter filter(columns, q.rules);
      for (std::size_t i = 0; i < j.conversions.size(); ++i, ++rows) {
        std::vector<std::uint32_t> plainly, explained;
        std::vector<exclusion> why;
        filter.eligible(columns.rows()[i], plainly);
        filter.eligible(columns.rows()[i], explained, &why);
        const auto expected = eligible(j, j.conversions[i], q.rules, policy);
        CHECK(std::equal(plainly.begin(), plainly.end(), expected.begin(), expected.end()));
        CHECK(plainly == explained);
        for (std::uint32_t t = 0; t < why.size(); ++t) {
          CHECK((why[t] == exclusion::none) == std::binary_search(plainly.begin(), plainly.end(), t));
          ++seen[why[t]];
        }
      }
    }
  }
  CHECK(rows > 1'500);
  for (const auto why : {exclusion::none, exclusion::bot, exclusion::outside_window, exclusion::before_previous,
                         exclusion::excluded_referrer, exclusion::interaction, exclusion::direct,
                         exclusion::click_beats_view, exclusion::lower_priority, exclusion::collapsed}) {
    INFO(to_string(why));
    CHECK(seen[why] > 20);
  }
}
