// What an import says of rows of spend that take each other's place.
#include <catch2/catch.hpp>

#include "app/import_repeats.hpp"
#include "told_import.hpp"

using namespace hub;
using namespace hub::app;

namespace {

const std::string two_ads =
    "date,platform,campaign_id,ad_name,cost,currency\n2026-04-01,meta_ads,k1,ad one,12.34,EUR\n"
    "2026-04-01,Meta_Ads, k1 ,ad two,7.66,EUR\n";

}  // namespace

TEST_CASE("rows of spend that take an earlier row's place are told with both lines", "[app][import]") {
  for (const auto& flags : {std::vector<std::string>{"--kind", "spend"}, {"--kind", "spend", "--dry-run"}})
    CHECK(has(told_beside(two_ads, 2, flags),
              "convhub: 1 row is about the same day of the same campaign, ad set and ad as an earlier row of this file "
              "(lines 2 and 3) and takes its place, so the earlier cost does not count; map adset_id or ad_id, or add "
              "the rows up\n"));
  const auto more = two_ads + "2026-04-02,meta_ads,k1,ad one,1,EUR\n2026-04-02,meta_ads,k1,ad two,1,EUR\n";
  CHECK(has(told_beside(more, 4, {"--kind", "spend"}),
            "convhub: 2 rows are about the same day of the same campaign, ad set and ad as earlier rows of this file "
            "(the first on lines 2 and 3) and take their place, so the earlier costs do not count; map"));
}

TEST_CASE("rows of spend that ids tell apart, or that are of other days, take nobody's place", "[app][import]") {
  const std::vector<std::string> spend = {"--kind", "spend"}, by_ad = {"--kind", "spend", "--map", "ad_name=ad_id"};
  CHECK_FALSE(has(told_beside(two_ads, 2, by_ad), "earlier row"));
  CHECK_FALSE(has(told_beside("date,platform,account,campaign,cost\n2026-04-01,m,1,k,1\n2026-04-02,m,1,k,1\n"
                              "2026-04-01,m,2,k,1\n2026-04-01,g,1,k,1\n2026-04-01,m,1,k2,1\n",
                              5, spend),
                  "earlier row"));
  CHECK(has(
      told_beside("date,platform,campaign,adset_id,ad_id,cost\n2026-04-01,m,k,s,a,1\n2026-04-01,m,k,s,a,2\n", 2, spend),
      "does not count; add the rows up\n"));
  CHECK(
      has(told_beside("{\"date\":\"2026-04-01\",\"campaign_id\":7}\n{\"date\":\"2026-04-01\",\"campaign_id\":\"7\"}\n",
                      2, spend),
          "(lines 1 and 2) and takes its place, so the earlier cost does not count; add the rows up\n"));
}

TEST_CASE("a row of spend that is refused takes nobody's place", "[app][import]") {
  const scratch_file file("spend.csv", two_ads);
  recorded_hub hub;
  hub.answers = {
      answer_of(200, R"({"accepted":1,"duplicates":0,"rejected":1,"results":[{"index":1,"status":"rejected","errors":[)"
                     R"({"pointer":"/1/cost","code":"amount-malformed","detail":"no number"}]}]})")};
  const session s(hub, {"import", file.path, "--kind", "spend"});
  CHECK(s.code == exit_code::some_rejected);
  CHECK_FALSE(has(s.err.str(), "earlier row"));
}

TEST_CASE("rows of spend in batches far apart are known again", "[app][import]") {
  std::string csv = "date,platform,campaign,cost\n";
  for (int i = 0; i < 1500; ++i) csv += "2026-04-01,m,k" + std::to_string(i % 1400) + ",1\n";
  const scratch_file file("spend.csv", csv);
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"accepted":1000,"duplicates":0,"rejected":0,"results":[]})"),
                 answer_of(200, R"({"accepted":500,"duplicates":0,"rejected":0,"results":[]})")};
  const session s(hub, {"import", file.path, "--kind", "spend"});
  CHECK(has(s.err.str(),
            "100 rows are about the same day of the same campaign, ad set and ad as earlier rows of this "
            "file (the first on lines 2 and 1402)"));
}

TEST_CASE("of a file of any size the rows of spend that came last are compared, and no more are kept",
          "[app][import]") {
  const auto lines_told = [](int others) {
    import_repeats repeats;
    const auto put = [&](int campaign, std::int64_t line) {
      repeats.note({R"({"date":"2026-04-01","campaign_id":)" + std::to_string(campaign) + "}", "", "", line});
    };
    put(0, 1);
    for (int i = 1; i <= others; ++i) {
      put(i, i + 1);
      if (i % 1000 == 0) repeats.settle({});
    }
    put(0, others + 2);
    repeats.settle({});
    const scratch_file file("spend.csv", "date,cost\n");
    return repeats.text(import_rows::open(file.path, {&import_kinds()[3], {}, {}, {}}).value());
  };
  CHECK(has(lines_told(600'000), "(lines 1 and 600002)"));
  CHECK(lines_told(1'000'000).empty());
}

TEST_CASE("what a row replaces is told by what the file holds", "[app][import]") {
  const auto told = [](const std::string& kind, bool dry_run) {
    const scratch_file file("rows.csv", "date,id\n2026-04-01,1\n");
    recorded_hub hub;
    hub.answers = {answer_of(200, R"({"accepted":0,"duplicates":1,"rejected":0,"results":[{"index":0,"status":)"
                                  R"("duplicate","rule":"redelivery","updated":true}]})")};
    std::vector<std::string> words = {"import", file.path, "--kind", kind};
    if (dry_run) words.push_back("--dry-run");
    return session(hub, words).out.str();
  };
  CHECK(has(told("conversions", false), "1 of them replaced an earlier version of the same event\n"));
  CHECK(has(told("spend", false), "1 of them replaced what was known of the same day of spend\n"));
  CHECK(has(told("fx-rates", false), "1 of them replaced what was known of the same day's rate\n"));
  CHECK(has(told("touchpoints", true), "Rows that would replace an earlier version of the same event:\n"));
  CHECK(has(told("spend", true), "Rows that would replace what is known of the same day of spend:\n"));
}
