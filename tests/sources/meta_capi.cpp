#include "sources/meta/meta_capi.hpp"

#include <catch2/catch.hpp>

#include "tests/sources/describe.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

const std::string event =
    R"({"event_name":"Purchase","event_time":1770631267,"event_id":"evt-1","action_source":"website",)"
    R"("user_data":{"em":"Ann@Shop.example","fbc":"fb.1.1770600000000.IwAR1.AQQCAQMC"},)"
    R"("custom_data":{"value":99.99,"currency":"usd","order_id":"A-1"}})";

std::string escaped(const std::string& json) {
  std::string out;
  for (const char c : json) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return '"' + out + '"';
}

std::string url_encoded(std::string_view text) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0)
      out.push_back(c);
    else if (c == ' ')
      out.push_back('+');
    else
      out.append({'%', hex[byte >> 4], hex[byte & 15]});
  }
  return out;
}

std::string part(const std::string& name, const std::string& value) {
  return "--xyz\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

source_settings strict() {
  source_settings s;
  s.meta_capi.strict = true;
  return s;
}

payload request(std::string_view body, std::string_view type = "application/json") {
  return {.body = body,
          .content_type = type,
          .source = "meta_capi",
          .received_at = 1770631300 * second_us,
          .dataset = "123"};
}

std::string read(std::string_view body, std::string_view type = "application/json") {
  return describe(parse_meta_capi(request(body, type)).value());
}

std::string refusal(std::string_view body, const source_settings& settings,
                    std::string_view type = "application/json") {
  auto in = request(body, type);
  in.settings = &settings;
  const auto read = parse_meta_capi(in);
  return read ? "taken" : read.error().code + " " + read.error().pointer;
}

const error& first_error(const parsed& read) { return std::get<rejection>(read.items.at(0)).errors.at(0); }

}  // namespace

TEST_CASE("every encoding of Meta's clients says the same", "[sources][meta]") {
  const auto expected = read("{\"data\":[" + event + "]}");
  CHECK(expected.find("order_key: A-1") != std::string::npos);
  CHECK(expected.find("value: 99.99 USD") != std::string::npos);
  const std::string list = "[" + event + "]";
  const std::string texts = "[" + escaped(event) + "]";
  CHECK(read("{\"data\":" + escaped(list) + "}") == expected);
  CHECK(read("{\"data\":" + texts + "}") == expected);
  CHECK(read("{\"accessKey\":\"k\",\"data\":" + list + "}", "application/json; charset=utf-8") == expected);
  const std::string form = "application/x-www-form-urlencoded";
  CHECK(read("data=" + url_encoded(list), form) == expected);
  CHECK(read("access_token=T&data=" + url_encoded(texts), form) == expected);
  CHECK(read("data=" + url_encoded(escaped(list)), form) == expected);
  CHECK(read("access_token=T&data=" + url_encoded(list), "") == expected);
  CHECK(read("{\"data\":" + list + "}", form) == expected);
  const std::string multipart = part("data", list) + part("access_token", "T") + "--xyz--\r\n";
  CHECK(read(multipart, "multipart/form-data; boundary=xyz") == expected);
  CHECK(read(multipart, "multipart/form-data; boundary=\"xyz\"") == expected);
}

TEST_CASE("a form without data, or whose data is no JSON, is refused with its place", "[sources][meta]") {
  const std::string form = "application/x-www-form-urlencoded";
  CHECK(refusal("access_token=T", default_source_settings(), form) == "data-empty /data");
  CHECK(refusal("data=%5B%7B", default_source_settings(), form) == "json-malformed /data");
  CHECK(refusal(part("other", "1") + "--xyz--", default_source_settings(), "multipart/form-data; boundary=xyz") ==
        "data-empty /data");
}

TEST_CASE("an event sent with a test code is kept apart, however the code was given", "[sources][meta]") {
  const std::string list = "[" + event + "]";
  const std::string type = "application/x-www-form-urlencoded";
  const std::string plain = "{\"data\":" + list + "}";
  auto by_query = request(plain);
  by_query.query = "access_token=T&test_event_code=TEST9";
  for (const auto& read : {parse_meta_capi(request("{\"test_event_code\":\"TEST9\",\"data\":" + list + "}")).value(),
                           parse_meta_capi(request("{\"data\":" + list + ",\"test_event_code\":\"TEST9\"}")).value(),
                           parse_meta_capi(request("test_event_code=TEST9&data=" + url_encoded(list), type)).value(),
                           parse_meta_capi(by_query).value()}) {
    REQUIRE(read.items.size() == 1);
    CHECK(first_error(read).code == "test-event");
    CHECK(first_error(read).pointer == "/data/0");
    CHECK(first_error(read).detail.find("TEST9") != std::string::npos);
    const auto& raw = std::get<rejection>(read.items[0]).raw;
    CHECK(raw.find("shop.example") == std::string::npos);
    // What is kept is a test event still when it is sent again.
    CHECK(first_error(parse_meta_capi(request(raw)).value()).code == "test-event");
  }
  CHECK(read("{\"data\":" + list + ",\"test_event_code\":null}").starts_with("conversion\n"));
}

TEST_CASE("a test event that is wrong says both", "[sources][meta]") {
  const auto read =
      parse_meta_capi(request(R"({"test_event_code":"T1","data":[{"event_name":"Purchase","event_time":"x"}]})"))
          .value();
  const auto& errors = std::get<rejection>(read.items.at(0)).errors;
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].code == "test-event");
  CHECK(errors[1].code == "time-malformed");
}

TEST_CASE("strict refuses the whole request for what Meta would", "[sources][meta]") {
  const auto at = [](std::int64_t seconds, const std::string& more = "") {
    return "{\"data\":[{\"event_name\":\"Lead\",\"event_time\":" + std::to_string(seconds) + more + "}]}";
  };
  const std::int64_t now = 1770631300;
  const std::int64_t day = 86400;
  const auto settings = strict();
  CHECK(refusal(at(now - 7 * day), settings) == "taken");
  CHECK(refusal(at(now - 7 * day - 1), settings) == "meta-event-too-old /data/0/event_time");
  CHECK(refusal(at(now - 7 * day - 1), default_source_settings()) == "taken");
  const std::string store = ",\"action_source\":\"physical_store\"";
  CHECK(refusal(at(now - 62 * day, store), settings) == "taken");
  CHECK(refusal(at(now - 62 * day - 1, store), settings) == "meta-event-too-old /data/0/event_time");
  const std::string bad = R"({"event_name":"Purchase","event_time":1770631267,"custom_data":{"value":1}})";
  CHECK(refusal("{\"data\":[" + event + "," + bad + "]}", settings) == "currency-missing /data/1/custom_data/currency");
  CHECK(refusal("{\"data\":[" + event + "," + bad + "]}", default_source_settings()) == "taken");
  std::string many = event;
  for (int i = 1; i < 1000; ++i) many += "," + event;
  CHECK(refusal("{\"data\":[" + many + "]}", settings) == "taken");
  CHECK(refusal("{\"data\":[" + many + "," + event + "]}", settings) == "meta-too-many-events /data");
  CHECK(refusal("{\"test_event_code\":\"T\",\"data\":[" + event + "]}", settings) == "taken");
}

TEST_CASE("consent stays with the event", "[sources][meta]") {
  const auto text = read(R"({"data":[{"event_name":"Lead","event_time":1770631267,"opt_out":true,)"
                         R"("data_processing_options":["LDU"],"data_processing_options_country":0,)"
                         R"("data_processing_options_state":1000}]})");
  CHECK(text.find(R"({"data_processing_options":["LDU"],"data_processing_options_country":0,)"
                  R"("data_processing_options_state":1000,"opt_out":true})") != std::string::npos);
}

TEST_CASE("no token of the sender stays in what is kept", "[sources][meta]") {
  const auto read =
      parse_meta_capi(request(R"({"event_name":"Lead","access_token":"SECRET-1","accessKey":"SECRET-2"})"));
  CHECK(std::get<rejection>(read.value().items.at(0)).raw.find("SECRET") == std::string::npos);
}

TEST_CASE("the user agent is kept where the event brings a touch", "[sources][meta]") {
  const auto agent_of = [](const std::string& user_data) {
    const auto read = parse_meta_capi(
        request(R"({"data":[{"event_name":"Lead","event_time":1770631267,"user_data":{)" + user_data + "}}]}"));
    return std::get<conversion_event>(std::get<fact_body>(read.value().items.at(0))).user_agent;
  };
  const std::string click = R"("fbc":"fb.1.1770631200000.IwAR0",)";
  CHECK(agent_of(click + R"("client_user_agent":" Googlebot/2.1 ")") == "Googlebot/2.1");
  CHECK(agent_of(R"("client_user_agent":"Googlebot/2.1")") == "");
  CHECK(agent_of(click + R"("client_user_agent":{"name":"x"})") == "");
  CHECK(agent_of(click + "\"client_user_agent\":\"" + std::string(1025, 'x') + '"') == "");
}

TEST_CASE("names and addresses that clients hash in different ways are no identifiers", "[sources][meta]") {
  const auto text = read(R"({"data":[{"event_name":"Lead","event_time":1770631267,"user_data":{"fn":"a","ln":"b",)"
                         R"("ct":"c","client_ip_address":"203.0.113.9.AQQCAQMC","client_user_agent":"M"}}]})");
  CHECK(text == "conversion\n  source: meta_capi\n  external_id: " + text.substr(text.find("external_id: ") + 13, 64) +
                    "\n  type: generate_lead\n  original_type: Lead\n  occurred_at: 2026-02-09T10:01:07Z\n"
                    "  event_name: Lead\n  dataset: 123\n");
}
