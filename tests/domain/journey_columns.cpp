#include "domain/journey_columns.hpp"

#include <catch2/catch.hpp>

#include "journeys_made.hpp"

using namespace hub;
using namespace hub::made;

TEST_CASE("a conversion sees the touches up to its instant", "[domain][journeys]") {
  const auto columns =
      one_journey({click(1, 1), click(5, 2), click(5, 3), click(9, 4)}, {sale(5, 100), sale(9, 50, 2)});
  REQUIRE(columns.rows().size() == 2);
  CHECK(columns.rows()[0].last_touch - columns.rows()[0].first_touch == 3);
  CHECK(columns.rows()[1].last_touch - columns.rows()[1].first_touch == 4);
}

TEST_CASE("a journey's new state replaces the old one, and an empty one removes it", "[domain][journeys]") {
  auto columns = one_journey({click(1, 1)}, {sale(5, 100)});
  columns.apply({1, {click(1, 1), click(2, 2)}, {sale(5, 90)}});
  CHECK(columns.journey_count() == 1);
  CHECK(credit(columns, all_models_by_campaign()).booked[0] == 90);
  columns.apply({1, {}, {}});
  CHECK(columns.journey_count() == 0);
  CHECK(credit(columns, all_models_by_campaign()).booked[0] == 0);
}

TEST_CASE("journeys rewritten many times neither grow without end nor change", "[domain][journeys]") {
  journey_columns columns;
  for (int round = 0; round < 300; ++round)
    for (std::uint64_t j = 1; j <= 400; ++j) columns.apply({j, {click(1, 1), click(2, 2)}, {sale(5, 100 + round, j)}});
  CHECK(columns.journey_count() == 400);
  CHECK(columns.at().size() < 150'000);
  const auto got = credit(columns, all_models_by_campaign());
  CHECK(got.booked[0] == 400 * 399);
  CHECK(got.rows.size() == 2);
  std::size_t journeys = 0;
  columns.for_each_journey([&](const auto& span) {
    ++journeys;
    CHECK(span.touches == 2);
    CHECK(columns.detail(columns.rows()[span.first_row]).entries[0].amount == 399);
  });
  CHECK(journeys == 400);
}
