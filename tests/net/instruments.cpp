#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "net/answer_head.hpp"
#include "net/metrics.hpp"

using namespace hub::net;

TEST_CASE("metrics render as Prometheus text, sorted, labels escaped", "[net][metrics]") {
  metrics_registry all;
  all.count("z_total", "Last.").add(3);
  all.level("a_level", "First.", {{"who", "a\"b\\c\nd"}}).set(-2);
  all.watch("m_watch", "Asked for.", [] { return 0.5; });
  CHECK(all.render() ==
        "# HELP a_level First.\n# TYPE a_level gauge\na_level{who=\"a\\\"b\\\\c\\nd\"} -2\n"
        "# HELP m_watch Asked for.\n# TYPE m_watch gauge\nm_watch 0.5\n"
        "# HELP z_total Last.\n# TYPE z_total counter\nz_total 3\n");
}

TEST_CASE("a histogram counts each value in its bucket and all above", "[net][metrics]") {
  metrics_registry all;
  auto& times = all.timing("t_seconds", "Times.", {{"route", "/"}});
  for (const double each : {0.0001, 0.001, 0.0011, 100.0}) times.observe(each);
  const auto text = all.render();
  CHECK(times.count() == 4);
  CHECK(text.find("t_seconds_bucket{route=\"/\",le=\"0.0005\"} 1\n") != text.npos);
  CHECK(text.find("t_seconds_bucket{route=\"/\",le=\"0.001\"} 2\n") != text.npos);
  CHECK(text.find("t_seconds_bucket{route=\"/\",le=\"10\"} 3\n") != text.npos);
  CHECK(text.find("t_seconds_bucket{route=\"/\",le=\"+Inf\"} 4\n") != text.npos);
  CHECK(text.find("t_seconds_sum{route=\"/\"} 100.0022\n") != text.npos);
  CHECK(text.find("t_seconds_count{route=\"/\"} 4\n") != text.npos);
}

TEST_CASE("no count is lost between threads", "[net][metrics]") {
  metrics_registry all;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 1000; ++k) all.count("n_total", "N.", {{"k", std::to_string(k % 3)}}).add();
    });
  for (auto& each : threads) each.join();
  std::uint64_t total = 0;
  for (const auto* k : {"0", "1", "2"}) total += all.count("n_total", "N.", {{"k", k}}).value();
  CHECK(total == 4000);
}

TEST_CASE("dates are written as HTTP writes them", "[net]") {
  CHECK(http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_CASE("an answer without content has no length", "[net]") {
  http_answer answer;
  answer.status = 204;
  const auto head = answer_head(answer, {0, false, true, "rq_1", 0});
  CHECK(head == "HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nX-Request-Id: rq_1\r\n\r\n");
}
