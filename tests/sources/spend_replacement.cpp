#include "sources/pull/spend_replacement.hpp"

#include <catch2/catch.hpp>

using namespace hub;
using namespace hub::sources;

namespace {

spend_event row(std::int32_t day, std::string campaign, std::string adset = {}, std::string account = "1") {
  spend_event e;
  e.day = day;
  e.platform = "meta_ads";
  e.account = std::move(account);
  e.campaign_id = std::move(campaign);
  e.adset_id = std::move(adset);
  e.cost = {100, parse_currency("EUR").value()};
  e.clicks = 3;
  e.platform_conversions = "2";
  e.platform_value = 5;
  return e;
}
const spend_window window{"meta_ads", "1", spend_window::level::campaign, 10, 12};

}  // namespace

TEST_CASE("rows that a window no longer tells of become nothing, and no others do", "[sources][pull]") {
  const std::vector<spend_event> known = {row(10, "a"),      row(11, "a"),          row(13, "a"),
                                          row(10, "b", "s"), row(10, "c", {}, "2"), row(12, "d")};
  const std::vector<spend_event> told = {row(10, "a"), row(12, "new")};
  const auto gone = vanished(window, known, told);
  REQUIRE(gone.size() == 2);
  CHECK((gone[0].day == 11 && gone[0].campaign_id == "a"));
  CHECK((gone[1].day == 12 && gone[1].campaign_id == "d"));
  CHECK(gone[0].cost == money{0, parse_currency("EUR").value()});
  CHECK_FALSE(gone[0].platform_conversions);
  CHECK(gone[0].clicks == 0);
}

TEST_CASE("what is nothing already is not told again", "[sources][pull]") {
  const auto once = vanished(window, std::vector{row(10, "a")}, {});
  REQUIRE(once.size() == 1);
  CHECK(vanished(window, once, {}).empty());
}
