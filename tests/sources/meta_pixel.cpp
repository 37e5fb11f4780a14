#include "sources/meta/meta_pixel.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/codec.hpp"
#include "domain/sealed_fact.hpp"
#include "tests/sources/describe.hpp"

namespace fs = std::filesystem;
using namespace hub;
using namespace hub::sources;

namespace {

constexpr instant now = 1770631267 * second_us;

std::string contents(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// A golden beacon in the transport that its file's name says.
parsed read_file(const std::string& name) {
  const auto text = contents(fs::path(TEST_DATA) / "meta_pixel" / name);
  payload in{.body = {}, .content_type = {}, .source = "meta_pixel", .received_at = now};
  std::string type;
  if (name.ends_with(".query")) {
    in.query = text;
  } else {
    in.body = text;
    type = name.ends_with(".form") ? "application/x-www-form-urlencoded"
                                   : "multipart/form-data; boundary=" + text.substr(2, text.find("\r\n") - 2);
    in.content_type = type;
  }
  return parse_meta_pixel(in).value();
}

parsed read_query(std::string_view query, instant at = now, std::span<const request_header> headers = {},
                  const source_settings& settings = default_source_settings()) {
  return parse_meta_pixel({.body = {},
                           .content_type = {},
                           .source = "meta_pixel",
                           .received_at = at,
                           .query = query,
                           .headers = headers,
                           .settings = &settings})
      .value();
}

conversion_event event_of(const parsed& read) {
  return std::get<conversion_event>(std::get<fact_body>(read.items.at(0)));
}

std::string bytes_of(const parsed& read) { return encode(std::get<fact_body>(read.items.at(0))); }

/// What a redelivery is told by.
key128 content_of(const parsed& read) { return seal(std::get<fact_body>(read.items.at(0)), now).content; }

}  // namespace

TEST_CASE("one event is the same fact by image, form and beacon", "[sources][pixel]") {
  const auto image = read_file("image_purchase.query");
  CHECK(bytes_of(read_file("form_purchase.form")) == bytes_of(image));
  CHECK(bytes_of(read_file("beacon_purchase.multipart")) == bytes_of(image));
  CHECK(event_of(image).external_id == "Purchase/evt_123");
  CHECK(event_of(image).metadata.find(R"("contents":[{"id":"p1","quantity":1}])") != std::string::npos);
}

TEST_CASE("a phone of the pixel is kept and links nobody", "[sources][pixel]") {
  std::size_t phones = 0;
  for (const auto& id : event_of(read_file("image_purchase.query")).identifiers) {
    if (id.kind == identifier_kind::phone) ++phones;
    CHECK(id.links == (id.kind != identifier_kind::phone));
  }
  CHECK(phones == 1);
}

TEST_CASE("the other groups of hashed fields speak only where the first is silent", "[sources][pixel]") {
  const auto email = [](const std::string& query) {
    const auto ids = event_of(read_query("ev=Lead&ts=1770631267000&" + query)).identifiers;
    return ids.size() == 1 ? ids[0].value.substr(0, 2) : std::to_string(ids.size());
  };
  const std::string a(64, 'a');
  const std::string b(64, 'b');
  CHECK(email("aud[em]=" + b + "&ud[em]=" + a) == "aa");
  CHECK(email("aud[em]=" + b + "&udff[em]=" + a) == "aa");
  CHECK(email("audff[em]=" + b) == "bb");
  CHECK(email("cud[em]=" + b + "&ncud[em]=" + b) == "0");
}

TEST_CASE("a beacon sent again is the same fact, with an id or without", "[sources][pixel]") {
  const std::string by_id = "id=1&ev=Purchase&eid=e-1&ts=1770631260538&cd[value]=1&cd[currency]=EUR";
  CHECK(bytes_of(read_query(by_id)) == bytes_of(read_query(by_id, now + 5 * second_us)));
  const std::string by_browser = "id=1&ev=Lead&ts=1770631260538&fbp=fb.1.1770500000506.85";
  CHECK(event_of(read_query(by_browser + "&rqm=GET")).external_id ==
        event_of(read_query(by_browser + "&rqm=SB", now + second_us)).external_id);
  for (const std::string other : {"id=2&ev=Lead&ts=1770631260538&fbp=fb.1.1770500000506.85",
                                  "id=1&ev=Contact&ts=1770631260538&fbp=fb.1.1770500000506.85",
                                  "id=1&ev=Lead&ts=1770631260539&fbp=fb.1.1770500000506.85",
                                  "id=1&ev=Lead&ts=1770631260538&fbp=fb.1.1770500000506.86"})
    CHECK(event_of(read_query(other)).external_id != event_of(read_query(by_browser)).external_id);
}

TEST_CASE("two images without time or browser are two", "[sources][pixel]") {
  const std::string image = "id=1&ev=PageView&noscript=1";
  CHECK(event_of(read_query(image)).external_id != event_of(read_query(image, now + 1)).external_id);
  CHECK(event_of(read_query(image, now + 1)).occurred_at == now);
}

TEST_CASE("a clock that is wrong by more than ten minutes is set right, and a retry still says the same",
          "[sources][pixel]") {
  CHECK(event_of(read_query("ev=Lead&ts=1454984460123")).external_id !=
        event_of(read_query("ev=Lead&ts=1454984460124")).external_id);
  const auto at = [](instant sent, instant received) {
    return event_of(read_query("ev=Lead&eid=1&ts=" + std::to_string(sent / 1000), received)).occurred_at;
  };
  CHECK(at(now - 10 * minute_us, now) == now - 10 * minute_us);
  CHECK(at(now + 10 * minute_us, now) == now + 10 * minute_us);
  for (const instant wrong : {now - 11 * minute_us, now + 11 * minute_us, instant{0}, now + 400 * day_us})
    CHECK(at(wrong, now) == now);
  for (const std::string beacon :
       {"ev=Lead&fbp=fb.1.2.3&ts=1454984460123", "ev=Lead&ts=1454984460123", "ev=Lead&eid=1&noscript=1"})
    CHECK(content_of(read_query(beacon)) == content_of(read_query(beacon, now + hour_us)));
  CHECK_FALSE(event_of(read_query("ev=Lead&eid=1&ts=1770631267000")).timed_by_receipt);
}

TEST_CASE("an image without script is of the page that shows it", "[sources][pixel]") {
  const std::vector<request_header> headers = {{"referer", "https://shop.example/?utm_source=x&utm_campaign=spring"}};
  CHECK(event_of(read_query("ev=PageView&noscript=1", now, headers)).context.campaign_name == "spring");
  CHECK(event_of(read_query("ev=PageView&dl=https%3A%2F%2Fa.example%2F", now, headers)).url == "https://a.example/");
  const std::vector<request_header> broken = {{"referer", "https://shop.example/\xff"}};
  CHECK(event_of(read_query("ev=PageView", now, broken)).url.empty());
}

TEST_CASE("which events are left out is a setting", "[sources][pixel]") {
  const auto left_out = [](std::string_view query, const source_settings& settings) {
    return std::holds_alternative<ignored>(read_query(query, now, {}, settings).items.at(0));
  };
  source_settings own;
  own.meta_pixel.ignored_events = {"Scroll"};
  CHECK(left_out("ev=Microdata&ts=1770631267000", default_source_settings()));
  CHECK(left_out("ev=SubscribedButtonClick&ts=1770631267000", default_source_settings()));
  CHECK_FALSE(left_out("ev=Microdata&ts=1770631267000", own));
  CHECK(left_out("ev=Scroll&ts=1770631267000", own));
}

TEST_CASE("earlier clicks are touches at their own time, the same ones whichever event tells of them",
          "[sources][pixel]") {
  const std::string clicks =
      "&ts=1770631267000&fbp=fb.1.2.3&fbc=fb.1.9000.C&fbcs=fb.1.9000.C,fb.1.8000.B.AQ,x,fb.1.7000.A";
  const auto first = read_query("ev=PageView" + clicks);
  const auto second = read_query("ev=Lead&eid=1&ud[em]=" + std::string(64, 'a') + clicks);
  REQUIRE(first.companions.size() == 2);
  REQUIRE(second.companions.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) CHECK(encode(first.companions[i].fact) == encode(second.companions[i].fact));
  const auto& touch = std::get<touch_event>(first.companions[0].fact);
  CHECK(touch.occurred_at == 8 * second_us);
  CHECK(touch.context.click_id == "B");
  CHECK(touch.external_id == "fbcs/B/fb.1.2.3");
}

TEST_CASE("a request without any parameter is refused as a whole", "[sources][pixel]") {
  const auto read = parse_meta_pixel({.body = {}, .content_type = {}, .source = "meta_pixel", .received_at = now});
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().code == "body-empty");
}
