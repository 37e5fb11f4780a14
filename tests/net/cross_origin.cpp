#include "net/cross_origin.hpp"

#include <catch2/catch.hpp>

using namespace hub::net;

namespace {

http_request from(std::vector<std::pair<std::string, std::string>> headers) {
  http_request request;
  request.headers = std::move(headers);
  return request;
}

std::string header(const http_answer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return "absent";
}

}  // namespace

TEST_CASE("a page is allowed by its own origin, as credentials ask", "[net][cross_origin]") {
  http_answer answer;
  allow_origin(from({{"origin", "https://shop.example"}}), answer);
  CHECK(header(answer, "Access-Control-Allow-Origin") == "https://shop.example");
  CHECK(header(answer, "Access-Control-Allow-Credentials") == "true");
  CHECK(header(answer, "Vary") == "Origin");
}

TEST_CASE("who has no origin gets no permission", "[net][cross_origin]") {
  http_answer answer;
  allow_origin(from({}), answer);
  CHECK(header(answer, "Access-Control-Allow-Origin") == "absent");
  CHECK(header(answer, "Access-Control-Allow-Credentials") == "absent");
  CHECK(header(answer, "Cross-Origin-Resource-Policy") == "cross-origin");
}

TEST_CASE("a browser that asks first hears what it may send", "[net][cross_origin]") {
  const auto answer =
      preflight(from({{"origin", "null"}, {"access-control-request-headers", "x-page"}}), "POST, OPTIONS");
  CHECK(answer.status == 204);
  CHECK(header(answer, "Access-Control-Allow-Origin") == "null");
  CHECK(header(answer, "Access-Control-Allow-Methods") == "POST, OPTIONS");
  CHECK(header(answer, "Access-Control-Allow-Headers") == "x-page");
  CHECK(header(preflight(from({}), "POST"), "Access-Control-Allow-Headers") == "Content-Type");
}
