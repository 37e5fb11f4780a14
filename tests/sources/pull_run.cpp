#include "sources/pull/pull_run.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "sources/native/native.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

constexpr instant begun = hour_us;

/// A list of one window with a page cursor.
json_pull list(std::string_view token = {}) {
  json_pull_settings settings;
  settings.secret = fetch_secret::bearer(token);
  settings.source = "manual";
  settings.parse = parse_conversions;
  settings.url = "https://api.example/list?cursor={cursor}";
  settings.items = "/rows";
  settings.next_cursor = "/next";
  return {settings, {}};
}
pull_pace pace() { return {token_bucket(10, 5)}; }

fetch_outcome page(const std::string& number, const std::string& next) {
  return fetch_answer{200,
                      {},
                      R"({"rows":[{"external_id":")" + number +
                          R"(","type":"purchase","occurred_at":"2026-01-01T00:00:00Z"}],"next":)" + next + "}",
                      0};
}
fetch_outcome status(int code, std::vector<request_header> headers = {}) {
  return fetch_answer{code, std::move(headers), {}, 0};
}
fetch_outcome none() { return fail("fetch-timeout", "api.example does not answer in time"); }

}  // namespace

TEST_CASE("a run commits each page before the next is fetched, and its cursor with the last", "[sources][pull]") {
  auto p = pace();
  pull_run run(list(), p);
  auto turn = run.begin(begun, begun);
  CHECK_FALSE(turn.commit.has_value());
  REQUIRE(turn.fetch.has_value());
  CHECK(turn.fetch->at == begun);
  turn = run.take(page("1", "\"a\""), begun, 0);
  CHECK(turn.commit->page.items.size() == 1);
  CHECK_FALSE(turn.commit->cursor.has_value());
  CHECK(turn.fetch->request.url.ends_with("cursor=a"));
  turn = run.take(page("2", "null"), begun, 0);
  CHECK(turn.state == pull_state::done);
  CHECK(turn.commit->cursor.has_value());
  CHECK_FALSE(turn.fetch.has_value());
}

TEST_CASE("a request is tried three times with delays, then its run is given up and the source is not",
          "[sources][pull]") {
  auto p = pace();
  pull_run run(list(), p);
  const auto request = run.begin(begun, begun).fetch->request;
  auto turn = run.take(none(), begun, 0.5);
  CHECK((turn.state == pull_state::retrying && turn.tries == 1));
  CHECK(turn.fetch->request == request);
  CHECK(turn.fetch->at == begun + second_us / 2);
  turn = run.take(status(503, {{"retry-after", "20"}}), begun, 0.5);
  CHECK((turn.state == pull_state::retrying && turn.tries == 2));
  CHECK(turn.fetch->at == begun + 20 * second_us);
  turn = run.take(status(500), begun, 0.5);
  CHECK((turn.state == pull_state::failed && turn.tries == 3));
  CHECK(turn.why->code == "platform-failed");
  CHECK_FALSE(turn.fetch.has_value());
  CHECK_FALSE(turn.again.has_value());
  pull_run next(list(), p);
  CHECK(next.begin(begun, begun).fetch.has_value());
}

TEST_CASE("success forgets the failures of the request before", "[sources][pull]") {
  auto p = pace();
  pull_run run(list(), p);
  run.begin(begun, begun);
  char letter = 'a';
  for (int i = 0; i < 20; ++i) {
    CHECK(run.take(none(), begun, 0).state == pull_state::retrying);
    CHECK(run.take(page(std::to_string(i), std::string("\"") + letter++ + "\""), begun, 0).state ==
          pull_state::syncing);
    for (int rest = 0; rest < 5; ++rest) p.budget.asked();  // as other requests would
  }
}

TEST_CASE("patience that the platform asks for is no failure", "[sources][pull]") {
  auto p = pace();
  pull_run run(list(), p);
  run.begin(begun, begun);
  for (int i = 0; i < 50; ++i) {
    const auto turn = run.take(status(429, {{"retry-after", "7"}}), begun, 0.5);
    REQUIRE(turn.state == pull_state::waiting);
    REQUIRE(turn.fetch->at >= begun + 7 * second_us);
  }
  CHECK(p.breaker.current(begun) == circuit_breaker::state::closed);
}

TEST_CASE("what will never work stops the source with what to do", "[sources][pull]") {
  auto p = pace();
  const auto stopped = [&](std::string_view token) {
    pull_run run(list(token), p);
    run.begin(begun, begun);
    const auto turn = run.take(status(401), begun, 0.5);
    CHECK(turn.state == pull_state::stopped);
    CHECK_FALSE(turn.fetch.has_value());
    return turn.why->detail;
  };
  CHECK(stopped("secret").find("give a valid one") != std::string::npos);
  CHECK(stopped("").find("check its URL") != std::string::npos);
}

TEST_CASE("a platform that fails run after run is left alone, then asked once", "[sources][pull]") {
  auto p = pace();
  instant now = begun;
  const auto failing_run = [&] {
    pull_run run(list(), p);
    int asked = 0;
    auto turn = run.begin(now, now);
    while (turn.fetch) {
      now = turn.fetch->at;
      ++asked;
      turn = run.take(none(), now, 0);
    }
    CHECK(turn.state == pull_state::failed);
    now = turn.again.value_or(now);
    return asked;
  };
  CHECK(failing_run() == 3);
  CHECK(failing_run() == 2);  // with the fifth failure the breaker opens
  for (int i = 0; i < 3; ++i) CHECK(failing_run() == 1);
  pull_run early(list(), p);
  const auto refused = early.begin(now - 1, now - 1);
  CHECK(refused.why->code == "breaker-open");
  CHECK(refused.again == now);
  pull_run probe(list(), p);
  CHECK(probe.begin(now, now).fetch.has_value());
  CHECK(probe.take(page("1", "\"a\""), now, 0).state == pull_state::syncing);
  CHECK(p.breaker.current(now) == circuit_breaker::state::closed);
}

TEST_CASE("whatever comes back, a run ends or fetches, never sooner than allowed, and never tries more than thrice",
          "[sources][pull]") {
  rc::check([] {
    auto p = pace();
    pull_run run(list(), p);
    instant now = begun;
    auto turn = run.begin(now, now);
    int failures = 0;
    for (int i = 0; turn.fetch && i < 60; ++i) {
      RC_ASSERT(turn.fetch->at >= now);
      now = turn.fetch->at;
      const auto what = *rc::gen::inRange(0, 6);
      const auto answer = what == 0   ? none()
                          : what == 1 ? status(*rc::gen::element(200, 204, 302, 429, 500, 503))
                          : what == 2 ? page(std::to_string(i), "\"x\"")
                                      : page(std::to_string(i), "\"" + std::to_string(i) + "\"");
      turn = run.take(answer, now, *rc::gen::inRange(0, 100) / 100.0);
      failures = turn.state == pull_state::retrying ? failures + 1 : turn.state == pull_state::syncing ? 0 : failures;
      RC_ASSERT(failures < most_tries);
      RC_ASSERT(turn.fetch.has_value() == (turn.state < pull_state::done));
    }
  });
}
