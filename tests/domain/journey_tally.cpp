// Tallies add up to the same whatever the shards, the order of names and the rest of the report.
#include "domain/journey_tally.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>

#include <catch2/catch.hpp>

#include "learned.hpp"

using namespace hub;
using namespace hub::made;

namespace {

/// Any question that data-driven models can answer.
report_query any_learning_query() {
  const auto seed = any_query();
  report_query q;
  q.models = *rc::gen::element(std::vector{model::markov}, std::vector{model::shapley},
                               std::vector{model::shapley, model::linear, model::markov});
  q.data_models.order = *rc::gen::inRange(1, most_order + 1);
  q.data_models.game = *rc::gen::element(shapley_game::set, shapley_game::conversion_rate);
  q.data_models.intervals = *rc::gen::inRange(0, 8) == 0;
  q.data_models.min_conversions = 1;
  q.group_by = {*rc::gen::element(dimension::campaign, dimension::adset, dimension::ad, dimension::channel,
                                  dimension::source_medium)};
  q.rules = seed.rules;
  q.scope.from = seed.from;
  q.scope.to = seed.to;
  q.scope.include_offline = seed.include_offline;
  q.currency = usd;
  if (*rc::gen::arbitrary<bool>()) q.scope.source = "one";
  return q;
}

std::vector<journey_columns> deal(const std::vector<journey_update>& journeys, std::size_t shards) {
  std::vector<journey_columns> all(shards);
  for (std::size_t i = 0; i < journeys.size(); ++i) all[(i * 7 + 3) % shards].apply(journeys[i]);
  return all;
}

void check_equal(const attribution_report& a, const attribution_report& b) {
  RC_ASSERT(a.rows.size() == b.rows.size());
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    RC_ASSERT(a.rows[i].group == b.rows[i].group);
    for (std::size_t m = 0; m < a.query.models.size(); ++m) {
      RC_ASSERT(a.rows[i].models[m].revenue == b.rows[i].models[m].revenue);
      RC_ASSERT(a.rows[i].models[m].new_revenue == b.rows[i].models[m].new_revenue);
      RC_ASSERT(a.rows[i].models[m].conversions == b.rows[i].models[m].conversions);
    }
  }
  RC_ASSERT(a.findings.names == b.findings.names);
  for (std::size_t m = 0; m < a.findings.models.size(); ++m) {
    const auto &x = a.findings.models[m], &y = b.findings.models[m];
    RC_ASSERT(x.effects == y.effects);
    RC_ASSERT(x.errors == y.errors);
    RC_ASSERT(x.of_revenue == y.of_revenue);
    for (std::size_t s = 0; s < x.conversions_within.size(); ++s)
      RC_ASSERT(x.conversions_within[s].low == y.conversions_within[s].low &&
                x.conversions_within[s].high == y.conversions_within[s].high);
  }
}

}  // namespace

TEST_CASE("data-driven reports reconcile, and shards and heuristics see the same money", "[domain][models]") {
  const auto book = book_of({"one", "two", "three", "four", "five"});
  rc::prop("on 1, 2 and 5 shards", [&] {
    const auto journeys = any_journeys();
    const auto query = any_learning_query();
    const auto first = learned_report(query, book, deal(journeys, 1));
    auto plain = query;
    plain.models = {model::linear};
    const auto weighed = learned_report(plain, book, deal(journeys, 1)).value();
    for (const std::size_t shards : {2, 5}) {
      const auto other = learned_report(query, book, deal(journeys, shards));
      RC_ASSERT(first.has_value() == other.has_value());
      if (first) check_equal(*first, *other);
    }
    if (!first) {
      RC_ASSERT(first.error().code == "too-few-conversions");
      return;
    }
    RC_ASSERT(first->reconciles());
    RC_ASSERT(first->unconverted.size() == weighed.unconverted.size());
    for (std::size_t m = 0; m < query.models.size(); ++m) {
      RC_ASSERT(first->booked[m] == weighed.booked[0]);
      RC_ASSERT(first->attributed[m].revenue == weighed.attributed[0].revenue);
      RC_ASSERT(first->attributed[m].new_revenue == weighed.attributed[0].new_revenue);
      RC_ASSERT(first->attributed[m].conversions == weighed.attributed[0].conversions);
      RC_ASSERT(first->unattributed[m].revenue == weighed.unattributed[0].revenue);
      share_sum conversions;
      for (const auto& row : first->rows) conversions.add(row.models[m].conversions);
      RC_ASSERT(conversions == first->attributed[m].conversions);
    }
  });
}

TEST_CASE("in which order names were first heard of changes no figure", "[domain][models]") {
  const std::vector<journeys> told = {
      {{1, 2, 3}, 5, 2, 333}, {{3, 1}, 4, 4, 77}, {{2}, 1, 6, 10001}, {{3, 2, 3}, 2, 0}};
  auto renamed = told;
  for (auto& t : renamed)
    for (auto& name : t.path) name = 4 - name;
  for (const auto m : {model::markov, model::shapley}) {
    auto query = learning(m);
    query.data_models.intervals = true;
    query.data_models.order = 2;
    const auto a = learned_report(query, book_of({"alpha", "beta", "gamma"}), shards_of(told)).value();
    const auto b = learned_report(query, book_of({"gamma", "beta", "alpha"}), shards_of(renamed)).value();
    check_equal(a, b);
    CHECK(a.findings.names == std::vector<std::string>{"alpha", "beta", "gamma"});
  }
}

TEST_CASE("journeys that led nowhere count where they lie in range, by the same filters", "[domain][models]") {
  auto query = learning(model::markov);
  query.scope.from = day(97);
  auto shards = shards_of({{{1, 2}, 3, 0}, {{1, 2}, 0, 2}});
  // Before the range, a bot's, and a contact that converted in another journey: none of them led nowhere.
  shards[0].apply({100, {click(day(96), 1)}, {}});
  shards[0].apply({101, {click(day(98), 1, touch_bot)}, {}});
  auto elsewhere = sale(day(100), 100, 102);
  elsewhere.elsewhere = true;
  shards[0].apply({102, {click(day(98), 1)}, {elsewhere}});
  const auto sample = sample_of_shards(query, book_of({"a", "b"}), shards);
  CHECK(sample.conversions == 3);
  CHECK(sample.without == 2);
  query.scope.from = day(99);
  CHECK(sample_of_shards(query, book_of({"a", "b"}), shards).transitions.size() == 3);  // a b, b conversion, b nowhere
}
