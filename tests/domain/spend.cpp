#include "domain/spend.hpp"

#include <catch2/catch.hpp>

using namespace hub;

namespace {

const currency usd = parse_currency("USD").value();
const currency eur = parse_currency("EUR").value();
constexpr auto for_ever = std::numeric_limits<std::int32_t>::max();

spend_event row(std::int32_t on, std::string campaign, std::int64_t cost, std::string adset = "", std::string ad = "") {
  spend_event e;
  e.day = on;
  e.platform = "meta";
  e.account = "act_1";
  e.campaign_id = std::move(campaign);
  e.adset_id = std::move(adset);
  e.ad_id = std::move(ad);
  e.cost = {cost, usd};
  e.impressions = 10 * cost;
  e.clicks = cost / 10;
  return e;
}

spend_report sum(const spend_book& book, const rate_table& rates = {}) {
  return book.sum(0, for_ever, {dimension::campaign}, usd, rates);
}

}  // namespace

TEST_CASE("spend is summed by campaign over a half-open range of days", "[domain][spend]") {
  spend_book book;
  for (const auto& e : {row(9, "a", 1), row(10, "a", 100), row(11, "a", 200), row(11, "b", 50), row(12, "a", 7)})
    book.put(e);
  const auto got = book.sum(10, 12, {dimension::campaign}, usd, {});
  CHECK(got.groups.at({"a"}).cost == 300);
  CHECK(got.groups.at({"a"}).impressions == 3000);
  CHECK(got.groups.at({"b"}).clicks == 5);
  CHECK(got.total.cost == 350);
}

TEST_CASE("the same key again replaces", "[domain][spend]") {
  spend_book book;
  book.put(row(10, "a", 100));
  book.put(row(10, "a", 80));
  CHECK(sum(book).total.cost == 80);
}

TEST_CASE("the coarsest level of a campaign's day is the cost, finer rows only split it", "[domain][spend]") {
  spend_book book;
  for (const auto& e : {row(10, "a", 100), row(10, "a", 60, "set"), row(10, "a", 30, "set", "ad"),
                        row(11, "a", 5, "set"), row(11, "a", 4, "other"), row(11, "a", 3, "set", "ad")})
    book.put(e);
  CHECK(sum(book).total.cost == 100 + 9);
}

TEST_CASE("two accounts of one campaign both cost", "[domain][spend]") {
  spend_book book;
  auto other = row(10, "a", 40);
  other.account = "act_2";
  book.put(row(10, "a", 100));
  book.put(other);
  CHECK(sum(book).groups.at({"a"}).cost == 140);
}

TEST_CASE("spend groups by day, week and month", "[domain][spend]") {
  spend_book book;
  book.put(row(parse_day("2026-02-27").value(), "a", 1));
  book.put(row(parse_day("2026-03-01").value(), "a", 2));
  CHECK(book.sum(0, for_ever, {dimension::day}, usd, {}).groups.at({"2026-03-01"}).cost == 2);
  CHECK(book.sum(0, for_ever, {dimension::week}, usd, {}).groups.at({"2026-02-23"}).cost == 3);
  CHECK(book.sum(0, for_ever, {dimension::month}, usd, {}).groups.at({"2026-02"}).cost == 1);
  CHECK(book.sum(0, for_ever, {dimension::campaign, dimension::month}, usd, {}).groups.at({"a", "2026-03"}).cost == 2);
}

TEST_CASE("spend is converted at its own day's rate, and listed where there is none", "[domain][spend]") {
  spend_book book;
  auto early = row(5, "a", 100), late = row(10, "a", 100);
  early.cost.currency = late.cost.currency = eur;
  late.platform_value = 1000;
  book.put(early);
  book.put(late);
  rate_table rates;
  REQUIRE(rates.set(10, eur, usd, "1.5").has_value());
  const auto got = sum(book, rates);
  CHECK(got.total.cost == 150);
  CHECK(got.total.platform_value == 1500);
  CHECK(got.unconverted.at(eur).spend == 100);
  CHECK(got.unconverted.at(eur).spend_rows == 1);
}

TEST_CASE("what a platform claims is summed apart, in millionths of a conversion", "[domain][spend]") {
  spend_book book;
  auto claimed = row(10, "a", 100), silent = row(11, "a", 100);
  claimed.platform_conversions = "2.5000019";
  book.put(claimed);
  book.put(silent);
  const auto got = sum(book);
  CHECK(got.total.has_platform_conversions);
  CHECK(got.total.platform_conversions == 2'500'001);
  CHECK_FALSE(got.total.has_platform_value);
}
