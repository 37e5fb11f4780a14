// What a report of data-driven models is, from the journeys to the rows.
#include "domain/data_models.hpp"

#include <catch2/catch.hpp>

#include "learned.hpp"

using namespace hub;
using namespace hub::made;

namespace {

const std::vector<journeys> shop = {
    {{1}, 20, 30, 1999}, {{1, 2}, 12, 9, 2500}, {{2, 3}, 7, 20, 999}, {{3}, 3, 40, 100}, {{3, 1, 2}, 5, 2, 12345}};

report_book names() { return book_of({"brand", "search", "video"}); }

}  // namespace

TEST_CASE("fewer conversions with a touch than the minimum are refused", "[domain][models]") {
  auto query = learning(model::markov);
  query.data_models.min_conversions = 48;
  const auto refused = learned_report(query, names(), shards_of(shop));
  REQUIRE(!refused);
  CHECK(refused.error().code == "too-few-conversions");
  CHECK(refused.error().detail.find("47 of the 48") != std::string::npos);
  query.data_models.min_conversions = 47;
  CHECK(learned_report(query, names(), shards_of(shop)).has_value());
  query.models = {model::linear};
  query.data_models.min_conversions = 1'000;
  CHECK(learned_report(query, names(), shards_of(shop)).has_value());
}

TEST_CASE("credit is shared by removal effects, to the minor unit", "[domain][models]") {
  const auto report = learned_report(learning(model::markov), names(), shards_of(shop)).value();
  const auto& f = report.findings.models[0];
  double sum = 0;
  for (const auto e : f.effects) sum += e;
  for (std::size_t s = 0; s < f.effects.size(); ++s) {
    CHECK(f.of_revenue[s] == Approx(f.effects[s] / sum).epsilon(1e-15));
    CHECK(conversions_of(report, report.findings.names[s]) == Approx(47 * f.effects[s] / sum).margin(1e-9));
  }
  CHECK(report.reconciles());
  CHECK(report.booked[0] == 20 * 1999 + 12 * 2500 + 7 * 999 + 300 + 5 * 12345);
}

TEST_CASE("intervals are drawn from the seed and enclose what was observed", "[domain][models]") {
  for (const auto& [m, game] :
       {std::pair(model::markov, shapley_game::set), std::pair(model::shapley, shapley_game::set),
        std::pair(model::shapley, shapley_game::conversion_rate)}) {
    auto query = learning(m);
    query.data_models.intervals = true;
    query.data_models.game = game;
    const auto find_ranges = [&](std::int64_t seed, std::size_t shards) {
      query.data_models.seed = seed;
      return learned_report(query, names(), shards_of(shop, shards)).value().findings.models[0];
    };
    const auto f = find_ranges(1, 1), again = find_ranges(1, 3), other = find_ranges(2, 1);
    REQUIRE(f.conversions_within.size() == 3);
    bool differs = false;
    for (std::size_t s = 0; s < 3; ++s) {
      CHECK(f.conversions_within[s].low <= f.of_conversions[s]);
      CHECK(f.conversions_within[s].high >= f.of_conversions[s]);
      CHECK(f.revenue_within[s].low < f.revenue_within[s].high);
      CHECK(f.conversions_within[s].low == again.conversions_within[s].low);
      CHECK(f.revenue_within[s].high == again.revenue_within[s].high);
      differs = differs || f.conversions_within[s].low != other.conversions_within[s].low;
    }
    CHECK(differs);
  }
}

TEST_CASE("a refund of an older sale is shared out like the rest", "[domain][models]") {
  auto query = learning(model::shapley);
  query.scope.from = day(50);
  auto shards = shards_of({{{1}, 1, 0, 1000}, {{2}, 3, 0, 1000}});
  auto old = sale(day(10), 5000, 900);
  old.entries.push_back({day(60), -400, 0, entry_kind::refund});
  shards[0].apply({900, {click(day(9), 1)}, {old}});
  const auto report = learned_report(query, names(), shards).value();
  CHECK(report.booked[0] == 3600);
  CHECK(report.reconciles());
  for (const auto& row : report.rows) CHECK(row.models[0].revenue == (row.group[0] == "brand" ? 900 : 2700));
}

TEST_CASE("a comparison shows heuristic and data-driven models in the order asked", "[domain][models]") {
  auto query = learning(model::shapley);
  query.models = {model::shapley, model::last_touch, model::markov};
  const auto mixed = learned_report(query, names(), shards_of(shop, 2)).value();
  for (std::size_t m = 0; m < 3; ++m) {
    query.models = {mixed.query.models[m]};
    const auto alone = learned_report(query, names(), shards_of(shop)).value();
    for (const auto& row : mixed.rows) CHECK(conversions_of(alone, row.group[0]) == row.models[m].conversions.value());
    CHECK(alone.booked[0] == mixed.booked[m]);
  }
  CHECK(mixed.reconciles());
}

TEST_CASE("the campaign filter shows one row of the whole", "[domain][models]") {
  auto query = learning(model::markov);
  const auto all = learned_report(query, names(), shards_of(shop)).value();
  query.campaign = "search";
  const auto one = learned_report(query, names(), shards_of(shop)).value();
  REQUIRE(one.rows.size() == 1);
  CHECK(one.rows[0].group[0] == "search");
  CHECK(one.rows[0].models[0].conversions.value() == conversions_of(all, "search"));
  CHECK(one.attributed[0].revenue == all.attributed[0].revenue);
  CHECK(one.reconciles());
}

TEST_CASE("chains that are too large are refused with what to do", "[domain][models]") {
  std::vector<journeys> told;
  std::vector<std::string> many;
  for (name_id n = 1; n <= most_states + 1; ++n) {
    told.push_back({{n}, 1, 0});
    many.push_back(std::to_string(n));
  }
  const auto refused = learned_report(learning(model::markov), book_of(many), shards_of(told));
  REQUIRE(!refused);
  CHECK(refused.error().code == "too-many-states");
  const auto closed_form = learned_report(learning(model::shapley), book_of(many), shards_of(told)).value();
  CHECK(closed_form.rows.size() == most_states + 1);
}
