#include "domain/spend.hpp"

#include <catch2/catch.hpp>

using namespace hub;

namespace {

const currency eur = parse_currency("EUR").value();

spend_event row(std::int32_t day, std::string campaign, std::int64_t cost, std::string adset = {},
                std::string ad = {}) {
  spend_event e;
  e.day = day;
  e.platform = "meta";
  e.campaign_id = std::move(campaign);
  e.adset_id = std::move(adset);
  e.ad_id = std::move(ad);
  e.cost = {cost, eur};
  return e;
}

/// `adset/ad 12.34` of everything, in order.
std::string parts(const spend_book& book, const rate_table& rates = {}, currency in = eur) {
  const auto spend = book.sum(0, 9, {dimension::adset, dimension::ad}, in, rates);
  std::string text;
  std::int64_t sum = 0;
  for (const auto& [group, part] : spend.groups) {
    sum += part.cost;
    if (part.cost != 0) text += group[0] + '/' + group[1] + ' ' + std::to_string(part.cost) + "; ";
  }
  CHECK(sum == spend.total.cost);
  return text;
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
  CHECK(spend.unconverted.at(eur).spend == 100);
}

TEST_CASE("spend stands at the level at which it was told", "[domain][spend]") {
  spend_book book;
  book.put(row(1, "c1", 300, "set-1"));
  book.put(row(1, "c2", 500));
  book.put(row(1, "c3", 40, "set-3", "ad-1"));
  CHECK(parts(book) == "(not set)/(not set) 500; set-1/(not set) 300; set-3/ad-1 40; ");
  CHECK(book.sum(0, 9, {dimension::campaign, dimension::ad}, eur, {}).groups.at({"c3", "ad-1"}).cost == 40);
  CHECK(book.sum(0, 9, {dimension::adset}, eur, {}, "c2").groups.size() == 1);
}

TEST_CASE("finer rows split a coarser one and leave the rest undivided", "[domain][spend]") {
  spend_book book;
  book.put(row(1, "c1", 1000));
  book.put(row(1, "c1", 300, "set-1"));
  book.put(row(1, "c1", 100, "set-1", "ad-1"));
  book.put(row(1, "c1", 50, "set-2", "ad-2"));  // an ad set that has no row of its own
  CHECK(parts(book) == "(not set)/(not set) 650; set-1/(not set) 200; set-1/ad-1 100; set-2/ad-2 50; ");
  book.put(row(1, "c1", 300));  // less than the ad sets say: they only split it
  CHECK(parts(book) == "set-1/(not set) 171; set-1/ad-1 86; set-2/ad-2 43; ");
}

TEST_CASE("rows that split a cost exactly leave no rest in another currency either", "[domain][spend]") {
  const auto usd = parse_currency("USD").value();
  rate_table rates;
  REQUIRE(rates.set(0, eur, usd, "1.0837").has_value());
  spend_book book;
  book.put(row(1, "c1", 1000));
  for (const auto* ad : {"a", "b", "c"}) book.put(row(1, "c1", ad[0] == 'c' ? 334 : 333, "set", ad));
  const auto spend = book.sum(0, 9, {dimension::ad}, usd, rates);
  CHECK(spend.total.cost == 1084);
  CHECK(spend.groups.at({"(not set)"}).cost == 0);
  CHECK(spend.groups.at({"a"}).cost + spend.groups.at({"b"}).cost + spend.groups.at({"c"}).cost == 1084);
}

TEST_CASE("what a platform claims is split like its cost, and is nobody's where only the campaign has it",
          "[domain][spend]") {
  spend_book book;
  auto whole = row(1, "c1", 1000);
  whole.platform_value = 5000;
  book.put(whole);
  book.put(row(1, "c1", 1000, "set-1"));
  auto got = book.sum(0, 9, {dimension::adset}, eur, {}).groups;
  CHECK_FALSE(got.at({"set-1"}).has_platform_value);
  CHECK(got.at({"(not set)"}).platform_value == 5000);
  auto part = row(1, "c1", 1000, "set-1");
  part.platform_value = 5000;
  book.put(part);
  got = book.sum(0, 9, {dimension::adset}, eur, {}).groups;
  CHECK(got.at({"set-1"}).platform_value == 5000);
  CHECK_FALSE(got.at({"(not set)"}).has_platform_value);
}
