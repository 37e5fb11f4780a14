#include <catch2/catch.hpp>

#include "domain/spend.hpp"

using namespace hub;

namespace {

spend_event row(std::int32_t day, std::string campaign, std::string adset, std::int64_t cost) {
  spend_event s;
  s.day = day;
  s.platform = "meta";
  s.campaign_id = std::move(campaign);
  s.adset_id = std::move(adset);
  s.cost = {cost, parse_currency("USD").value()};
  return s;
}

}  // namespace

TEST_CASE("pages of spend hold every row of the days once, and say which ones only split another", "[domain][spend]") {
  spend_book book;
  for (const auto& r :
       {row(3, "b", "", 1), row(3, "a", "", 2), row(3, "a", "x", 3), row(4, "a", "y", 4), row(9, "a", "", 5)})
    book.put(r);
  std::vector<std::int64_t> costs;
  std::vector<bool> counted;
  std::optional<spend_place> after;
  for (;;) {
    const auto page = book.page(3, 9, after, 2);
    for (const auto& r : page) {
      costs.push_back(r.row.cost.minor);
      counted.push_back(r.counted);
    }
    if (page.size() < 2) break;
    after = place_of(page.back().row);
  }
  CHECK(costs == std::vector<std::int64_t>{2, 3, 4, 1});
  CHECK(counted == std::vector<bool>{true, false, true, true});
  CHECK(book.page(9, 10, std::nullopt, 5).size() == 1);
}
