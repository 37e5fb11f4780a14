#include "sources/segment/segment.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "domain/truth.hpp"
#include "tests/sources/describe.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

constexpr instant noon = 1770638400 * second_us;  // 2026-02-09T12:00:00Z

payload request(std::string_view body, instant received_at = noon) {
  return {.body = body, .content_type = "application/json", .source = "segment", .received_at = received_at};
}

std::string read(std::string_view body, instant received_at = noon) {
  return describe(parse_segment(request(body, received_at)).value());
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// A hub that is told one body after another.
struct told {
  truth known;
  truth_delta last;

  void tell(std::string_view body, instant received_at = noon) {
    std::vector<sealed_fact> facts;
    const auto items = parse_segment(request(body, received_at)).value();
    for (const auto& item : items.items) facts.push_back(seal(std::get<fact_body>(item), received_at));
    last = known.apply(std::move(facts), received_at);
  }
  /// The one conversion there is.
  conversion_dossier only() const {
    const auto found = known.find("A-1");
    REQUIRE(found.size() == 1);
    return known.conversion(found.front()).value();
  }
};

std::string call(const std::string& event, const std::string& id, const std::string& minute, const std::string& more) {
  return R"({"type":"track","event":")" + event + R"(","messageId":")" + id + R"(","userId":"u-1","timestamp":)" +
         R"("2026-02-09T11:)" + minute + R"(:00Z","properties":{"order_id":"A-1")" + more + "}}";
}

const std::string completed = call("Order Completed", "m-1", "00", R"(,"revenue":49,"total":55,"currency":"EUR")");
const std::string updated = call("Order Updated", "m-2", "10", R"(,"revenue":40,"currency":"EUR")");
const std::string updated_again = call("Order Updated", "m-3", "20", R"(,"revenue":44,"currency":"EUR")");
const std::string refunded = call("Order Refunded", "m-4", "30", R"(,"total":10,"currency":"EUR")");

}  // namespace

TEST_CASE("the value of the latest update stands, whatever came first", "[sources][segment]") {
  std::vector<std::string> calls = {completed, updated, updated_again, refunded};
  std::sort(calls.begin(), calls.end());
  do {
    told hub;
    for (const auto& one : calls) hub.tell(one);
    const auto order = hub.only();
    CHECK(order.gross == 4400);
    CHECK(order.net == 3400);
    CHECK(order.type == "purchase");
    CHECK(order.conversion.at == noon - hour_us);
    CHECK(hub.known.conversion_count() == 1);
  } while (std::next_permutation(calls.begin(), calls.end()));
}

TEST_CASE("an update that states no value changes none", "[sources][segment]") {
  told hub;
  hub.tell(completed);
  hub.tell(call("Order Updated", "m-2", "10", R"(,"coupon":"X")"));
  CHECK(hub.only().net == 4900);
}

TEST_CASE("a cancelled order is worth nothing, also when it was refunded in part", "[sources][segment]") {
  for (const auto* amount : {"", R"(,"revenue":49,"currency":"EUR")"}) {
    told hub;
    hub.tell(call("Order Cancelled", "m-5", "40", amount));
    hub.tell(refunded);
    hub.tell(completed);
    CHECK(hub.only().net == 0);
  }
}

TEST_CASE("the configured property says what an order is worth", "[sources][segment]") {
  source_settings settings;
  settings.segment = {{"subtotal", "total"}, "CHF", {}};
  auto in = request(R"({"type":"track","event":"Order Completed","userId":"u","properties":{"revenue":1,"total":2}})");
  in.settings = &settings;
  CHECK(holds(describe(parse_segment(in).value()), "value: 2.00 CHF\n"));
  in.body = R"({"type":"track","event":"Order Completed","userId":"u","properties":{"subtotal":3,"currency":"usd"}})";
  CHECK(holds(describe(parse_segment(in).value()), "value: 3.00 USD\n"));
}

TEST_CASE("a configured name is an outcome of the type it is given", "[sources][segment]") {
  source_settings settings;
  settings.segment.outcomes = {{"Demo Booked", "qualify_lead"}, {"Checkout Finished", "Purchase"}};
  const auto type_of = [&](const std::string& name) {
    const auto body = R"({"type":"track","event":")" + name + R"(","userId":"u"})";
    auto in = request(body);
    in.settings = &settings;
    const auto event = parse_segment(in).value();
    const auto& told = std::get<conversion_event>(std::get<fact_body>(event.items.at(0)));
    return told.outcome ? told.type : "none";
  };
  CHECK(type_of("demo_booked") == "qualify_lead");
  CHECK(type_of("Checkout Finished") == "purchase");
  CHECK(type_of("Demo Cancelled") == "none");
  CHECK(type_of("Signed Up") == "sign_up");
}

TEST_CASE("a retry by a wrong clock is a redelivery", "[sources][segment]") {
  const auto sent = [](const std::string& at) {
    return R"({"batch":[{"type":"track","event":"Order Completed","messageId":"m-1","userId":"u","properties":)"
           R"({"order_id":"A-1"},"originalTimestamp":"2026-02-09T08:00:00Z"}],"sentAt":"2026-02-09T08:0)" +
           at + "Z\"}";
  };
  told hub;
  hub.tell(sent("0:05.100"), noon);
  const auto first = hub.only().conversion.at;
  CHECK(first == noon - 5'100'000);
  hub.tell(sent("1:05.900"), noon + 61 * second_us);
  CHECK(hub.last.results.at(0).status == item_status::duplicate);
  CHECK_FALSE(hub.last.results.at(0).updated);
  CHECK(hub.only().conversion.at == first);
  CHECK(hub.known.last_seq() == 1);
}

TEST_CASE("a retry on either side of the tolerated minute is a redelivery", "[sources][segment]") {
  const auto body = R"({"type":"page","messageId":"m-1","anonymousId":"a","originalTimestamp":"2026-02-09T11:58:00Z",)"
                    R"("sentAt":"2026-02-09T11:59:00Z","context":{"page":{"url":"https://a.example/?gclid=G"}}})";
  told hub;
  hub.tell(body, noon);
  hub.tell(body, noon + 1);
  CHECK(hub.last.results.at(0).status == item_status::duplicate);
  CHECK(hub.known.last_seq() == 1);
  CHECK(hub.known.touch_count() == 1);
}

TEST_CASE("a call without id or time is told once", "[sources][segment]") {
  told hub;
  const auto sent = [](const std::string& at) {
    return R"({"type":"track","event":"Lead","userId":"u","sentAt":")" + at + R"(","writeKey":"K"})";
  };
  hub.tell(sent("2026-02-09T12:00:00Z"), noon);
  hub.tell(sent("2026-02-09T12:01:00Z"), noon + minute_us);
  CHECK(hub.last.results.at(0).status == item_status::duplicate);
  CHECK(hub.known.last_seq() == 1);
}

TEST_CASE("a route's type stands in where a call has none, and stays with what is kept", "[sources][segment]") {
  const auto track = parse_segment_as<"track">;
  CHECK(describe(track(request(R"({"event":"Lead","userId":"u"})")).value()).starts_with("conversion\n"));
  CHECK(describe(track(request(R"({"type":null,"event":"Lead","userId":"u"})")).value()).starts_with("conversion\n"));
  CHECK(
      describe(track(request(R"({"type":"identify","event":"Lead","userId":"u"})")).value()).starts_with("identity\n"));
  const auto refused = track(request(R"({"event":"Order Completed","userId":"u","properties":{"revenue":1}})")).value();
  auto again = request(std::get<rejection>(refused.items.at(0)).raw);
  source_settings settings;
  settings.segment.currency = "EUR";
  again.settings = &settings;
  CHECK(holds(describe(parse_segment(again).value()), "value: 1.00 EUR\n"));
}

TEST_CASE("a write key is found in the body and kept nowhere", "[sources][segment]") {
  CHECK(segment_write_key(R"({"batch":[{"writeKey":"inner"}],"writeKey":"WK"})") == "WK");
  CHECK(segment_write_key(R"([{"writeKey":"WK"}])") == "WK");
  CHECK(segment_write_key("{\"event\":\"a\"}\n{\"writeKey\":\"WK\"}").empty());
  CHECK(segment_write_key(R"({"writeKey":7})").empty());
  CHECK(segment_write_key("no JSON").empty());
  CHECK(segment_write_key("").empty());
  CHECK_FALSE(holds(read(R"({"type":"track","event":"Lead","writeKey":"SECRET","userId":"u"})"), "SECRET"));
  CHECK_FALSE(holds(read(R"({"type":"track","writeKey":"SECRET","userId":"u"})"), "SECRET"));
}

TEST_CASE("events of a user interface are no outcomes, whatever they carry", "[sources][segment]") {
  for (const auto* name : {"Button Clicked", "Video Played", "Application Opened", "Experiment Viewed"}) {
    INFO(name);
    const auto text =
        read(R"({"type":"track","event":")" + std::string(name) +
             R"(","userId":"u","properties":{"value":5,"email":true,"phone":[1],"fbc":{},"revenue":"n/a"}})");
    CHECK(text.starts_with("event\n"));
  }
}
