#include "sources/pull/pacing.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <vector>

using namespace hub;
using namespace hub::sources;

TEST_CASE("delays are random between nothing and a second that doubles up to five minutes", "[sources][pull]") {
  CHECK(backoff_delay(1, 0) == 0);
  CHECK(backoff_delay(1, 0.5) == second_us / 2);
  CHECK(backoff_delay(2, 0.5) == second_us);
  CHECK(backoff_delay(5, 1) == 16 * second_us);
  CHECK(backoff_delay(9, 1) == 256 * second_us);
  CHECK(backoff_delay(10, 1) == 5 * minute_us);
  CHECK(backoff_delay(1'000'000, 1) == 5 * minute_us);
  rc::check([] {
    const int failures = *rc::gen::inRange(1, 100);
    const double chance = *rc::gen::inRange(0, 1000) / 1000.0;
    const auto delay = backoff_delay(failures, chance);
    RC_ASSERT(delay >= 0);
    RC_ASSERT(delay <= longest_backoff_us);
    RC_ASSERT(delay <= backoff_delay(failures + 1, chance));
  });
}

TEST_CASE("a bucket never lets more through in any stretch of time than its rate and its burst", "[sources][pull]") {
  rc::check([] {
    const double rate = *rc::gen::inRange(1, 50);
    const double burst = *rc::gen::inRange(1, 20);
    token_bucket bucket(rate, burst);
    std::vector<instant> sent;
    instant now = 0;
    for (int i = 0; i < 200; ++i) {
      now = std::max(now + *rc::gen::inRange<instant>(0, second_us / 5), sent.empty() ? 0 : sent.back());
      sent.push_back(bucket.take(now));
      RC_ASSERT(sent.back() >= now);
    }
    for (std::size_t i = 0; i < sent.size(); ++i)
      for (std::size_t j = i; j < sent.size(); ++j) {
        const auto seconds = static_cast<double>(sent[j] - sent[i]) / second_us;
        RC_ASSERT(static_cast<double>(j - i + 1) <= burst + seconds * rate + 1e-3 + 1);
      }
  });
}

TEST_CASE("a bucket takes less from what the platform says is left, and nothing before the time it names",
          "[sources][pull]") {
  token_bucket bucket(10, 5);
  CHECK(bucket.take(0) == 0);
  bucket.learn(0, 0);
  CHECK(bucket.take(0) == second_us / 10);
  bucket.learn(1000, second_us);
  for (int i = 0; i < 5; ++i) CHECK(bucket.take(2 * second_us) == 2 * second_us);
  CHECK(bucket.take(2 * second_us) > 2 * second_us);
  bucket.hold(minute_us);
  CHECK(bucket.take(3 * second_us) == minute_us);
  CHECK(bucket.take(2 * minute_us) == 2 * minute_us);
}

TEST_CASE("retries stay a fifth of all requests once a reserve of ten is used up", "[sources][pull]") {
  retry_budget budget;
  for (int i = 0; i < 10; ++i) CHECK(budget.spend());
  CHECK_FALSE(budget.spend());
  int retries = 0;
  for (int i = 0; i < 1000; ++i) {
    budget.asked();
    retries += budget.spend() ? 1 : 0;
  }
  CHECK(retries >= 199);
  CHECK(retries <= 200);
}

TEST_CASE("a breaker opens after five failures in a row, lets one probe through, and closes when it succeeds",
          "[sources][pull]") {
  using state = circuit_breaker::state;
  circuit_breaker breaker;
  for (int i = 0; i < 4; ++i) breaker.failed(0, 0);
  CHECK(breaker.allows(0));
  breaker.succeeded();
  for (int i = 0; i < 4; ++i) breaker.failed(0, 0);
  CHECK(breaker.current(0) == state::closed);
  breaker.failed(0, 0);
  CHECK(breaker.current(0) == state::open);
  CHECK_FALSE(breaker.allows(30 * second_us - 1));
  CHECK(breaker.current(30 * second_us) == state::half_open);
  CHECK(breaker.allows(30 * second_us));
  CHECK_FALSE(breaker.allows(31 * second_us));  // the probe is on its way
  breaker.failed(31 * second_us, 0);
  CHECK(breaker.next_probe_at() == 91 * second_us);  // twice as long
  CHECK(breaker.allows(91 * second_us));
  breaker.succeeded();
  CHECK(breaker.current(91 * second_us) == state::closed);
  CHECK(breaker.allows(91 * second_us));
  CHECK_FALSE(breaker.next_probe_at());
}

TEST_CASE("a breaker's pauses grow to a quarter of an hour and half of it at random", "[sources][pull]") {
  circuit_breaker breaker;
  instant now = 0;
  for (int i = 0; i < 5; ++i) breaker.failed(now, 0);
  for (int i = 0; i < 40; ++i) {
    now = *breaker.next_probe_at();
    REQUIRE(breaker.allows(now));
    breaker.failed(now, 0.999);
  }
  CHECK(*breaker.next_probe_at() - now > 22 * minute_us);
  CHECK(*breaker.next_probe_at() - now <= 22 * minute_us + 30 * second_us);
}
