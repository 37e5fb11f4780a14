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

TEST_CASE("credit is what exact fractions say, for every model, grouping, window, zone and currency",
          "[domain][credit][second-opinion]") {
  std::size_t conversions = 0, cells = 0, with_rows = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    dice d(seed);
    const auto journeys = second::any_journeys(d, 250);
    journey_columns columns;
    for (const auto& j : journeys) {
      columns.apply(j);
      conversions += j.conversions.size();
    }
    for (int question = 0; question < 25; ++question) {
      const auto q = second::any_query(d);
      const auto got = credit(columns, q);
      with_rows += got.rows.empty() ? 0 : 1;
      for (std::size_t m = 0; m < q.models.size(); ++m) {
        const auto expected = credit_oracle(q, q.models[m]).over(journeys);
        INFO("seed " << seed << ", question " << question << ", model " << to_string(q.models[m]));
        CHECK(difference(got, m, expected) == "");
        if (q.basis == report_basis::conversion) CHECK(same_unconverted(got, expected));
        if (!q.campaign) CHECK(sum_of_rows(got, m) + got.unattributed[m].revenue == got.booked[m]);
        cells += expected.rows.size();
      }
    }
  }
  CHECK(conversions > 5'000);
  CHECK(with_rows > 300);
  CHECK(cells > 20'000);
}
