// The lookout on the stage: what it posts when a source begins to be wrong, once, and that a webhook that fails hears it later.
#include "actors/lookout.hpp"

#include <catch2/catch.hpp>

#include "sync_on_stage.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

constexpr auto refused_token = R"({"message":"the token is not known"})";

struct watched_sources : sync_on_stage {
  std::deque<asked_request> posted;  // each waits for the webhook's answer
  std::vector<intake_figures> intake;
  lookout_actor lookout;

  void watch(alert_limits limits = {}, bool pulls = true, const std::string& url = "https://alerts.example/hook") {
    lookout_config config;
    config.url = url;
    config.limits = limits;
    if (pulls) config.syncs = syncs;
    config.intake = [this] { return intake; };
    config.world = world();
    config.world.fetch = [this](sources::fetch_request request, sources::take_outcome take) {
      posted.push_back({std::move(request), std::move(take)});
    };
    lookout = spawn_lookout(system, std::move(config));
    caf::anon_send(lookout, actors());
    settle();
  }
  ~watched_sources() {
    caf::anon_send_exit(lookout, caf::exit_reason::user_shutdown);
    settle();
  }

  /// The webhook answers the oldest delivery; gives what it was.
  std::string hear(int status = 204) {
    REQUIRE(!posted.empty());
    auto oldest = std::move(posted.front());
    posted.pop_front();
    CHECK(oldest.request.method == "POST");
    CHECK(oldest.request.url == "https://alerts.example/hook");
    oldest.take(sources::fetch_answer{status, {}, "", began + passed()});
    settle();
    return oldest.request.body;
  }

  /// Sales of one source, received now.
  void sell(int count, const std::string& source = "manual") {
    std::vector<sealed_fact> sales;
    for (int i = 0; i < count; ++i) {
      const auto name = "o" + std::to_string(++sold);
      sales.push_back(purchase(name, name, {}, source));
    }
    auto batch = batch_of(std::move(sales));
    batch.received_at = began + passed();
    for (auto& item : batch.items) item.fact->received_at = batch.received_at;
    REQUIRE(ask<ingest_receipt>(dedup, std::move(batch)));
  }
  int sold = 0;
};

}  // namespace

TEST_CASE("a source that stops is told to the webhook once, and once more when it goes on", "[alerts]") {
  watched_sources on;
  on.pull({list_plan()});
  on.watch();
  on.answer(401, refused_token);
  on.pass(minute_us);
  const auto begun = on.hear();
  CHECK_THAT(begun, Catch::Contains(R"("alert":"stopped","state":"begun","source":"shop")"));
  CHECK_THAT(begun,
             Catch::Contains(R"("since":"2026-02-02T)") && Catch::Contains(R"("request_id":"alert-stopped-shop-)"));
  on.pass(10 * minute_us);
  CHECK(on.posted.empty());
  CHECK(on.order(sync_action::run) == order_outcome::taken);
  on.answer(200, list_page({"1"}));
  on.pass(minute_us);
  CHECK_THAT(on.hear(), Catch::Contains(R"("alert":"stopped","state":"over","source":"shop")"));
  on.pass(10 * minute_us);
  CHECK(on.posted.empty());
}

TEST_CASE("a webhook that fails is told again with the same request id, and what ended meanwhile behind it",
          "[alerts]") {
  watched_sources on;
  on.pull({list_plan()});
  on.watch();
  on.answer(401, refused_token);
  on.pass(minute_us);
  const auto first = on.hear(500);
  CHECK(on.posted.empty());
  on.pass(second_us);
  CHECK(on.hear(302) == first);
  CHECK(on.order(sync_action::run) == order_outcome::taken);
  on.answer(200, list_page({"1"}));
  on.pass(5 * minute_us);
  REQUIRE(on.posted.size() == 1);
  CHECK(on.hear() == first);
  CHECK_THAT(on.hear(), Catch::Contains(R"("state":"over")"));
}

TEST_CASE("what no webhook takes for a day is given up", "[alerts]") {
  watched_sources on;
  on.pull({list_plan()});
  on.watch();
  on.answer(401, refused_token);
  on.pass(minute_us);
  int tries = 0;
  for (int i = 0; i < 400; ++i, on.pass(5 * minute_us))
    for (; !on.posted.empty(); ++tries) on.hear(500);
  CHECK(tries > 200);
  CHECK(on.posted.empty());
  CHECK_THAT(on.notices.back(), Catch::Contains("given up"));
}

TEST_CASE("a pulled source that is not read up for longer than the limit lags", "[alerts]") {
  watched_sources on;
  on.pull({list_plan()});
  on.watch();
  for (int i = 0; i < 6 * 60; ++i) on.pass(minute_us);  // its first page never comes
  CHECK(on.posted.empty());
  for (int i = 0; i < 3; ++i) on.pass(minute_us);
  CHECK_THAT(on.hear(), Catch::Contains(R"("alert":"lag")") && Catch::Contains("shop has not been read up for 6 h"));
  on.answer(200, list_page({"1"}));
  on.pass(minute_us);
  CHECK_THAT(on.hear(), Catch::Contains(R"("alert":"lag","state":"over")"));
}

TEST_CASE("too large a share of bad items within an hour is told", "[alerts]") {
  watched_sources on;
  on.intake = {{"anytrack", 1000, 1000}};
  on.watch({}, false);
  on.pass(minute_us);
  CHECK(on.posted.empty());  // that was before
  on.intake = {{"anytrack", 1100, 1004}};
  on.pass(minute_us);
  CHECK(on.posted.empty());
  on.intake = {{"anytrack", 1200, 1020}};
  on.pass(minute_us);
  const auto told = on.hear();
  CHECK_THAT(told, Catch::Contains("10.0 % of what anytrack sent") && Catch::Contains(R"("value":0.1,)"));
  on.intake = {{"anytrack", 1500, 1020}};
  on.pass(minute_us);
  CHECK(on.posted.empty());  // 4 %: below the limit, and not below half of it
  on.intake = {{"anytrack", 2500, 1020}};
  on.pass(minute_us);
  CHECK_THAT(on.hear(), Catch::Contains(R"("state":"over")"));
}

TEST_CASE("a source is silent against its own weeks, which are read from the log", "[alerts]") {
  watched_sources on;
  on.settle();
  for (int hour = 0; hour < 6 * 7 * 24; ++hour, on.pass(hour_us)) on.sell(10);  // more than is remembered
  on.watch({}, false);
  on.pass(minute_us);
  CHECK(on.posted.empty());
  on.sell(1);
  for (int i = 0; i < 2 * 60 - 5; ++i) on.pass(minute_us);
  CHECK(on.posted.empty());
  for (int i = 0; i < 70; ++i) on.pass(minute_us);
  CHECK_THAT(on.hear(), Catch::Contains(R"("alert":"silent","state":"begun","source":"manual")"));
  on.sell(1);
  on.pass(minute_us);
  CHECK_THAT(on.hear(), Catch::Contains(R"("alert":"silent","state":"over")"));

  alert_limits quiet;
  quiet.silent = false;
  caf::anon_send_exit(on.lookout, caf::exit_reason::user_shutdown);
  on.watch(quiet, false);
  on.pass(10 * hour_us);
  CHECK(on.posted.empty());
}

TEST_CASE("a pulled source that is well but silent says so until something new comes, with and without a webhook",
          "[alerts][sync]") {
  for (const std::string url : {"https://alerts.example/hook", ""}) {
    watched_sources on;
    on.settle();
    for (int hour = 0; hour < 3 * 7 * 24; ++hour, on.pass(hour_us)) on.sell(10, "shop");
    on.pull({list_plan()});
    on.answer(200, list_page({}));
    on.watch({}, true, url);
    on.pass(minute_us);
    CHECK(on.state().phase == sync_phase::ok);
    for (int i = 0; i < 4 * 60; ++i) {
      on.pass(minute_us);
      while (!on.asked.empty()) on.answer(200, list_page({}));
    }
    CHECK(on.state().phase == sync_phase::silent);
    const auto told = on.ask<rhythms_answer>(on.lookout, rhythms_request{3});
    REQUIRE(told);
    CHECK(told->ready);
    REQUIRE(told->sources.size() == 1);
    CHECK(told->sources[0].source == "shop");
    CHECK(told->sources[0].silent);
    REQUIRE(told->sources[0].hours.size() == 3);
    CHECK(told->sources[0].hours[1].events == 0);
    CHECK(told->sources[0].hours[1].usual == 10u);
    REQUIRE(on.state().why);
    CHECK_THAT(on.state().why->detail, Catch::Contains("nothing new has come from shop since 2026-"));
    CHECK(on.posted.empty() == url.empty());
    CHECK_THAT(on.notices.back(), Catch::Contains("shop: alert, silent"));
    on.sell(1, "shop");
    on.pass(minute_us);
    CHECK(on.state().phase == sync_phase::ok);
  }
}
