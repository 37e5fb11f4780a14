#include "domain/spend.hpp"

#include <catch2/catch.hpp>

using namespace hub;

namespace {

const currency eur = parse_currency("EUR").value();

spend_event row(std::int32_t day, std::string campaign, std::int64_t cost, std::string adset = {}) {
  spend_event e;
  e.day = day;
  e.platform = "meta";
  e.campaign_id = std::move(campaign);
  e.adset_id = std::move(adset);
  e.cost = {cost, eur};
  return e;
}

}  // namespace

TEST_CASE("the same key again replaces its cost", "[domain][spend]") {
  spend_book book;
  book.put(row(1, "c1", 500));
  book.put(row(1, "c1", 700));
  CHECK(book.sum(0, 9, {dimension::campaign}, eur, {}).total.cost == 700);
}

TEST_CASE("where levels coexist the coarsest is the cost", "[domain][spend]") {
  spend_book book;
  book.put(row(1, "c1", 300, "set-1"));
  book.put(row(1, "c1", 400, "set-2"));
  CHECK(book.sum(0, 9, {dimension::campaign}, eur, {}).total.cost == 700);
  book.put(row(1, "c1", 1000));
  CHECK(book.sum(0, 9, {dimension::campaign}, eur, {}).total.cost == 1000);
}

TEST_CASE("days of one campaign hold that campaign's spend, the total all of it", "[domain][spend]") {
  spend_book book;
  book.put(row(1, "c1", 500));
  book.put(row(1, "c2", 700));
  book.put(row(2, "c2", 900));
  const auto spend = book.sum(0, 9, {dimension::day}, eur, {}, "c1");
  CHECK(spend.total.cost == 2100);
  REQUIRE(spend.groups.size() == 1);
  CHECK(spend.groups.at({"1970-01-02"}).cost == 500);
}

TEST_CASE("spend days are half-open", "[domain][spend]") {
  spend_book book;
  for (int day = 1; day <= 3; ++day) book.put(row(day, "c1", 100));
  CHECK(book.sum(1, 3, {dimension::campaign}, eur, {}).total.cost == 200);
}

TEST_CASE("spend without a rate is listed, not counted", "[domain][spend]") {
  spend_book book;
  book.put(row(1, "c1", 100));
  const auto spend = book.sum(0, 9, {dimension::campaign}, parse_currency("USD").value(), {});
  CHECK(spend.total.cost == 0);
  CHECK(spend.unconverted.at(eur).amount == 100);
}
