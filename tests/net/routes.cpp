#include "net/routes.hpp"

#include <catch2/catch.hpp>

#include "net/path_pattern.hpp"
#include "net/query.hpp"

using namespace hub::net;

namespace {

/// Answers with the route's name and the values of *names*.
handler named(std::string name, std::vector<std::string> names = {}) {
  return [=](const http_request&, const path_values& values, answer_handler done) {
    http_answer answer;
    answer.body = name;
    for (const auto& each : names) answer.body += ' ' + std::string(values[each]);
    done(std::move(answer));
  };
}

router table() {
  static key_ring keys;
  static key_gate gate(keys);
  return router(
      {
          {"GET", "/", access::open, named("home")},
          {"GET", "/v1/conversions", access::open, named("list")},
          {"POST", "/v1/conversions", access::open, named("ingest")},
          {"GET", "/v1/conversions/{id}", access::open, named("one", {"id"})},
          {"GET", "/v1/conversions/recent", access::open, named("recent")},
          {"GET", "/v1/reports/roas", access::open, named("roas")},
          {"GET", "/v1/reports/roas.csv", access::open, named("roas csv")},
          {"GET", "/v1/export/{what}.{format}", access::open, named("export", {"what", "format"})},
          {"GET", "/v1/contacts/{key}/journey", access::open, named("journey", {"key"})},
          {"POST", "/v{version:digits}.{minor:digits}/{dataset_id}/events", access::open,
           named("capi", {"version", "dataset_id"})},
      },
      gate);
}

http_answer ask(std::string method, std::string target) {
  auto routes = table();
  http_answer got;
  http_request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.request_id = "rq_1";
  routes.handle(std::move(request), [&](http_answer answer) { got = std::move(answer); });
  return got;
}

}  // namespace

TEST_CASE("a route is found by method and path, its values decoded", "[net][routes]") {
  CHECK(ask("GET", "/").body == "home");
  CHECK(ask("GET", "/v1/conversions?limit=5").body == "list");
  CHECK(ask("POST", "/v1/conversions").body == "ingest");
  CHECK(ask("GET", "/v1/conversions/cv_1").body == "one cv_1");
  CHECK(ask("GET", "/v1/contacts/email%3Aa%2Fb%40x/journey").body == "journey email:a/b@x");
  CHECK(ask("POST", "/v24.0/1234/events").body == "capi 24 1234");
}

TEST_CASE("the more literal of two patterns is meant", "[net][routes]") {
  CHECK(ask("GET", "/v1/conversions/recent").body == "recent");
  CHECK(ask("GET", "/v1/reports/roas").body == "roas");
  CHECK(ask("GET", "/v1/reports/roas.csv").body == "roas csv");
}

TEST_CASE("a pattern may capture parts of a segment", "[net][routes]") {
  CHECK(ask("GET", "/v1/export/source-events.ndjson").body == "export source-events ndjson");
  CHECK(ask("GET", "/v1/export/.csv").status == 404);
  CHECK(ask("POST", "/vx.0/1234/events").status == 404);
  CHECK(ask("POST", "/v24/1234/events").status == 404);
}

TEST_CASE("a capture never spans or misses a segment", "[net][routes]") {
  CHECK(ask("GET", "/v1/conversions/").status == 404);
  CHECK(ask("GET", "/v1/conversions/a/b").status == 404);
  CHECK(ask("GET", "/v1/contacts//journey").status == 404);
}

TEST_CASE("HEAD is answered by GET's handler", "[net][routes]") {
  CHECK(ask("HEAD", "/v1/conversions").body == "list");
  CHECK(ask("HEAD", "/v24.0/1/events").status == 405);
}

TEST_CASE("an unknown path gives 404 and names the nearest known one", "[net][routes]") {
  const auto answer = ask("GET", "/v1/conversion");
  CHECK(answer.status == 404);
  CHECK(answer.content_type == "application/problem+json");
  CHECK(answer.body.find("Did you mean '/v1/conversions'?") != answer.body.npos);
  CHECK(ask("GET", "/v1/contacts/a@b/jurney").body.find("Did you mean '/v1/contacts/a@b/journey'?") !=
        answer.body.npos);
  CHECK(ask("GET", "/wp-login.php").body.find("Did you mean") == answer.body.npos);
}

TEST_CASE("a known path with another method gives 405 and what is allowed", "[net][routes]") {
  const auto answer = ask("DELETE", "/v1/conversions");
  CHECK(answer.status == 405);
  REQUIRE(answer.headers.size() == 1);
  CHECK(answer.headers[0] == std::pair<std::string, std::string>("Allow", "GET, HEAD, POST"));
}

TEST_CASE("a path with a bad escape is refused", "[net][routes]") {
  CHECK(ask("GET", "/v1/conversions/%zz").status == 400);
  CHECK(ask("GET", "/v1/conversions/%00").status == 400);
  CHECK(ask("GET", "/v1/conversions/%ff").status == 400);
}

TEST_CASE("the answer names the pattern it came from", "[net][routes]") {
  CHECK(ask("GET", "/v1/conversions/cv_1").route == "/v1/conversions/{id}");
  CHECK(ask("GET", "/nothing").route.empty());
}
