#include "sources/web.hpp"

#include <catch2/catch.hpp>

#include "domain/sealed_fact.hpp"
#include "tests/sources/describe.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

constexpr instant now = 1770631267 * second_us;

parsed read(std::string_view body, instant at = now, std::span<const request_header> headers = {}) {
  return parse_web({.body = body, .content_type = "text/plain", .source = "web", .received_at = at, .headers = headers})
      .value();
}

instant time_of(const std::string& members, instant at = now) {
  const auto made = read(R"({"event":"Lead","event_id":"e",)" + members + "}", at);
  return std::get<conversion_event>(std::get<fact_body>(made.items.at(0))).occurred_at;
}

}  // namespace

TEST_CASE("what stands beside the events holds for each that does not say otherwise", "[sources][web]") {
  const std::string sent = R"("sent":1770631260000)";
  const auto one = read(R"({"id":"v1","fbp":"fb.1.2.3","events":[{"event":"Lead","event_id":"a",)" + sent +
                        R"(},{"id":"v2","event":"Lead","event_id":"b",)" + sent + "}]}");
  const auto alone = read(R"([{"event":"Lead","event_id":"a","id":"v1","fbp":"fb.1.2.3",)" + sent +
                          R"(},{"event":"Lead","event_id":"b","id":"v2","fbp":"fb.1.2.3",)" + sent + "}]");
  CHECK(describe(one) == describe(alone));
  CHECK(describe(one).find("anonymous_id: v2") != std::string::npos);
}

TEST_CASE("a browser's wrong clock moves the time that it tells, and a retry still says the same", "[sources][web]") {
  CHECK(time_of(R"("sent":1770631200000)") == 1770631200 * second_us);
  CHECK(time_of(R"("time":1770000000,"sent":1770631200000)") == 1770000000 * second_us);
  CHECK(time_of(R"("time":"2026-02-09T10:00:00Z")") == 1770631200 * second_us);
  CHECK(time_of(R"("other":1)") == now);
  const std::string wrong = R"("sent":1454984467000)";
  CHECK(time_of(wrong) == now);
  CHECK(time_of(R"("time":1454984407000,)" + wrong) == now - minute_us);
  const auto content = [&](instant at) {
    return seal(std::get<fact_body>(read(R"({"event":"Lead","event_id":"e",)" + wrong + "}", at).items.at(0)), at)
        .content;
  };
  CHECK(content(now) == content(now + hour_us));
}

TEST_CASE("a touch remembers the program that made it", "[sources][web]") {
  const std::vector<request_header> headers = {{"user-agent", "Examplebot/1.0"}};
  const auto made =
      read(R"({"event":"PageView","event_id":"p","url":"https://shop.example/?utm_campaign=spring"})", now, headers);
  CHECK(std::get<touch_event>(std::get<fact_body>(made.items.at(0))).user_agent == "Examplebot/1.0");
}

TEST_CASE("a click that a cookie remembers does not happen again with every page", "[sources][web]") {
  const auto made = read(R"({"event":"PageView","event_id":"p","url":"https://shop.example/?utm_campaign=mail",)"
                         R"("fbc":"fb.1.1769900000000.IwAR0earlier"})");
  const auto& touch = std::get<touch_event>(std::get<fact_body>(made.items.at(0)));
  CHECK(touch.context.click_id.empty());
  CHECK(touch.identifiers.size() == 1);
}

TEST_CASE("an event that was refused is refused for the same reasons by itself", "[sources][web]") {
  const auto made = read(R"({"id":"v1","events":[{"event":"Purchase","event_id":"p","data":{"value":1}}]})");
  const auto& refused = std::get<rejection>(made.items.at(0));
  CHECK(refused.errors.at(0).pointer == "/events/0/data/currency");
  const auto again = read(refused.raw);
  CHECK(std::get<rejection>(again.items.at(0)).errors.at(0).pointer == "/data/currency");
  CHECK(refused.raw.find(R"("id":"v1")") != std::string::npos);
}
