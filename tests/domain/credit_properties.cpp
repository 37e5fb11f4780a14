#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "journeys_made.hpp"
#include "plain_credit.hpp"

using namespace hub;
using namespace hub::made;

namespace {

journey_columns filled(const std::vector<journey_update>& journeys) {
  journey_columns columns;
  for (const auto& j : journeys) columns.apply(j);
  return columns;
}

bool equal(const credit_cell& a, const credit_cell& b) {
  return a.revenue == b.revenue && a.new_revenue == b.new_revenue && a.conversions == b.conversions;
}
bool equal(const std::vector<credit_cell>& a, const std::vector<credit_cell>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return equal(x, y); });
}

std::map<group_key, std::vector<credit_cell>> rows_of(const credit_partial& p) {
  std::map<group_key, std::vector<credit_cell>> out;
  for (const auto& row : p.rows) RC_ASSERT(out.emplace(row.key, row.models).second);
  return out;
}

bool equal(const std::map<group_key, std::vector<credit_cell>>& a,
           const std::map<group_key, std::vector<credit_cell>>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x.first == y.first && equal(x.second, y.second); });
}

std::int64_t whole_units(const share_sum& s) { return s.whole * share_unit + s.units; }

}  // namespace

TEST_CASE("rows and unattributed add up to what is booked, for every model", "[domain][credit]") {
  rc::prop("", [] {
    const auto columns = filled(any_journeys());
    const auto got = credit(columns, any_query());
    for (std::size_t m = 0; m < got.attributed.size(); ++m) {
      std::int64_t revenue = 0, shares = 0;
      for (const auto& row : got.rows) {
        revenue += row.models[m].revenue;
        shares += whole_units(row.models[m].conversions);
      }
      RC_ASSERT(revenue == got.attributed[m].revenue);
      RC_ASSERT(shares == whole_units(got.attributed[m].conversions));
      RC_ASSERT(revenue + got.unattributed[m].revenue == got.booked[m]);
    }
  });
}

TEST_CASE("everything booked is the net revenue in scope", "[domain][credit]") {
  rc::prop("", [] {
    const auto journeys = any_journeys();
    auto q = any_query();
    q.basis = report_basis::conversion;
    q.type = q.source = std::nullopt;
    q.include_offline = true;
    auto rates = std::make_shared<rate_table>();
    (void)rates->set(0, eur, usd, "1.0845");
    q.rates = rates;
    std::int64_t net = 0;
    for (const auto& j : journeys)
      for (const auto& c : j.conversions)
        for (const auto& e : c.entries)
          if (e.at >= q.from && e.at < q.to)
            net += *rates->convert(e.amount, c.currency, usd, static_cast<std::int32_t>(e.at / day_us));
    for (const auto booked : credit(filled(journeys), q).booked) RC_ASSERT(booked == net);
  });
}

TEST_CASE("a campaign filter keeps the totals and only that campaign's rows", "[domain][credit]") {
  rc::prop("", [] {
    const auto columns = filled(any_journeys());
    auto q = any_query();
    q.group_by = {dimension::campaign};
    const auto unfiltered = credit(columns, q);
    auto all = rows_of(unfiltered);
    q.campaign = *rc::gen::inRange(1U, 5U);
    const auto filtered = credit(columns, q);
    std::erase_if(all, [&](const auto& row) { return row.first.first != *q.campaign; });
    const auto shown = rows_of(filtered);
    RC_ASSERT(equal(shown, all));
    RC_ASSERT(equal(unfiltered.attributed, filtered.attributed));
    RC_ASSERT(equal(unfiltered.unattributed, filtered.unattributed));
    RC_ASSERT(unfiltered.booked == filtered.booked);
  });
}

TEST_CASE("the scan answers what the long way round answers", "[domain][credit]") {
  rc::prop("", [] {
    const auto columns = filled(any_journeys());
    auto q = any_query();
    if (*rc::gen::inRange(0, 4) == 0) q.campaign = *rc::gen::inRange(0U, 5U);
    const auto got = credit(columns, q);
    const auto expected = plain_credit(columns, q).answer();
    RC_ASSERT(got.booked == expected.booked);
    RC_ASSERT(equal(got.attributed, expected.attributed));
    RC_ASSERT(equal(got.unattributed, expected.unattributed));
    RC_ASSERT(equal(rows_of(got), expected.rows));
    RC_ASSERT(got.unconverted.size() == expected.unconverted.size());
    for (const auto& [currency, sum] : got.unconverted) RC_ASSERT(sum.amount == expected.unconverted.at(currency));
  });
}

TEST_CASE("shards merged in any order are one shard", "[domain][credit]") {
  rc::prop("", [] {
    const auto journeys = any_journeys();
    const auto q = any_query();
    std::vector<journey_columns> shards(3);
    for (const auto& j : journeys) shards[*rc::gen::inRange<std::size_t>(0, 3)].apply(j);
    credit_partial forwards, backwards;
    for (std::size_t i = 0; i < 3; ++i) {
      merge(forwards, credit(shards[i], q));
      merge(backwards, credit(shards[2 - i], q));
    }
    const auto whole = credit(filled(journeys), q);
    for (const auto* merged : {&forwards, &backwards}) {
      RC_ASSERT(equal(rows_of(*merged), rows_of(whole)));
      RC_ASSERT(equal(merged->attributed, whole.attributed));
      RC_ASSERT(equal(merged->unattributed, whole.unattributed));
      RC_ASSERT(merged->booked == whole.booked);
    }
  });
}

TEST_CASE("journeys that replaced others answer as if those had never been", "[domain][credit]") {
  rc::prop("", [] {
    const auto earlier = any_journeys(), journeys = any_journeys();
    const auto q = any_query();
    auto columns = filled(earlier);
    for (const auto& j : earlier)
      if (*rc::gen::arbitrary<bool>()) columns.apply({j.journey, {}, {}});
    for (const auto& j : journeys) columns.apply(j);
    for (const auto& j : earlier)
      if (std::none_of(journeys.begin(), journeys.end(), [&](const auto& other) { return other.journey == j.journey; }))
        columns.apply({j.journey, {}, {}});
    const auto got = credit(columns, q), expected = credit(filled(journeys), q);
    RC_ASSERT(equal(rows_of(got), rows_of(expected)));
    RC_ASSERT(got.booked == expected.booked);
  });
}
