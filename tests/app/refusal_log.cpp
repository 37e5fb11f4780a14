#include "app/refusal_log.hpp"

#include <catch2/catch.hpp>

using namespace hub;
using namespace hub::app;

namespace {

net::http_answer answer(int status, std::string body) {
  net::http_answer a{status, "application/problem+json", std::move(body), {}, nullptr, {}};
  a.route = "/webhooks/hubspot";
  return a;
}

}  // namespace

TEST_CASE("who was not let in, and what could not be answered, is a line of the log", "[app][log]") {
  CHECK(refusal_line("POST", "rq_1", answer(401, R"({"errors":[{"pointer":"","code":"signature-wrong"}]})")) ==
        "POST /webhooks/hubspot was answered 401 (signature-wrong), request rq_1");
  CHECK(refusal_line("POST", "rq_1", answer(503, "")) ==
        "POST /webhooks/hubspot was answered 503 (no code), request rq_1");
  for (const int fine : {200, 202, 204, 400, 404, 413}) CHECK_FALSE(refusal_line("GET", "rq_1", answer(fine, "")));
}

TEST_CASE("no client fills the log", "[app][log]") {
  refusal_log log;
  const refusal_log::time begin{std::chrono::hours(5)};
  int written = 0;
  for (int i = 0; i < 100; ++i) written += log.admit("no", begin + std::chrono::seconds(i % 60)).empty() ? 0 : 1;
  CHECK(written == 20);
  CHECK(log.admit("no", begin + std::chrono::minutes(2)) == "80 more refusals were not written; no");
  CHECK(log.admit("no", begin + std::chrono::minutes(2)) == "no");
}
