#include "sources/anytrack/anytrack.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/sources/describe.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

payload request(std::string_view body, std::string_view type = "application/json", std::string_view query = {}) {
  return {
      .body = body, .content_type = type, .source = "anytrack", .received_at = 1770631267 * second_us, .query = query};
}

std::string read(const payload& in) {
  const auto items = parse_anytrack(in);
  return items ? describe(*items) : items.error().code;
}

/// What *body* becomes under a field map or a standing currency.
std::string read_with(std::string_view body, std::vector<field_mapping> map, std::string currency = {}) {
  source_settings settings;
  settings.anytrack = {std::move(map), std::move(currency)};
  auto in = request(body);
  in.settings = &settings;
  return read(in);
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a conversion means the same as JSON, form, multipart and query", "[sources][anytrack]") {
  const auto expected = read(request(
      R"({"click_id":"AT1","commission":"99.9","currency":"USD","transaction_id":"ord-1","email":"ann@shop.example"})"));
  CHECK(holds(expected, "external_id: purchase/ord-1\n"));
  CHECK(holds(expected, "value: 99.90 USD\n"));
  const std::string pairs =
      "click_id=AT1&commission=99.9&currency=USD&transaction_id=ord-1&email=ann%40shop.example&token=T";
  CHECK(read(request(pairs, "application/x-www-form-urlencoded")) == expected);
  CHECK(read(request(pairs, "")) == expected);
  CHECK(read(request("", "", pairs)) == expected);
  CHECK(read(request(" \r\n", "text/plain", pairs)) == expected);
  const auto part = [](const std::string& name, const std::string& value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  };
  CHECK(read(request(part("click_id", "AT1") + part("commission", "99.9") + part("currency", "USD") +
                         part("transaction_id", "ord-1") + part("email", "ann@shop.example") + "--b--\r\n",
                     "multipart/form-data; boundary=b")) == expected);
}

TEST_CASE("names match whatever their case, underscores and hyphens", "[sources][anytrack]") {
  const auto expected = read(request(R"({"clickId":"AT1","transactionId":"T","eventValue":5,"currency":"EUR"})"));
  for (const auto* body : {R"({"click_id":"AT1","transaction_id":"T","event_value":5,"CURRENCY":"EUR"})",
                           R"({"CLICKID":"AT1","Transaction-Id":"T","Event-Value":5,"Currency":"EUR"})",
                           R"({"Click":"AT1","trans_id":"T","amount":5,"currency":"EUR"})"})
    CHECK(read(request(body)) == expected);
}

TEST_CASE("the first name that says something counts", "[sources][anytrack]") {
  CHECK(holds(
      read(request(R"({"transaction_id":"T","eventTime":"2021-09-09T14:08:10.499Z","eventTimestamp":1631196490})")),
      "occurred_at: 2021-09-09T14:08:10.499Z\n"));
  CHECK(holds(read(request(R"({"transaction_id":"T","eventTime":null,"eventTimestamp":1631196490})")),
              "occurred_at: 2021-09-09T14:08:10Z\n"));
  CHECK(holds(read(request(R"({"transaction_id":" ","order_id":"O","value":"","payout":1,"currency":"EUR"})")),
              "external_id: purchase/O\n"));
}

TEST_CASE("a field map goes before the usual names", "[sources][anytrack]") {
  const auto body = R"({"transaction_id":"T","value":5,"Net Total":"4.20","currency":"EUR",)"
                    R"("mainAttribution":{"campaign_ref":"c-9"},"when":1770631267,"note":"n"})";
  const auto text = read_with(body, {{"value", "net_total"},
                                     {"campaign_id", "mainAttribution.campaign_ref"},
                                     {"time", "when"},
                                     {"Click-Id", "missing"}});
  CHECK(holds(text, "value: 4.20 EUR\n"));
  CHECK(holds(text, "campaign_id: c-9\n"));
  CHECK(holds(text, "occurred_at: 2026-02-09T10:01:07Z\n"));
  CHECK_FALSE(holds(text, "timed_by_receipt"));
  CHECK(holds(read_with(body, {}), "value: 5.00 EUR\n"));
}

TEST_CASE("a value without currency is refused until a currency is configured", "[sources][anytrack]") {
  const auto body = R"({"transaction_id":"T","click_id":"AT1","value":5})";
  CHECK(holds(read(request(body)), "/currency currency-missing"));
  CHECK(holds(read_with(body, {}, "EUR"), "value: 5.00 EUR\n"));
  CHECK(holds(read_with(R"({"transaction_id":"T","value":5,"currency":"USD"})", {}, "EUR"), "value: 5.00 USD\n"));
  CHECK(read(request(R"({"transaction_id":"T","value":0})")).find("value:") == std::string::npos);
}

TEST_CASE("a conversion of nobody is kept for its transaction and refused without one", "[sources][anytrack]") {
  CHECK(holds(read(request(R"({"transaction_id":"T"})")), "external_id: generate_lead/T\n"));
  for (const auto* who : {R"("click_id":"AT1")", R"("ref_id":"R")", R"("email":"ann@shop.example")",
                          R"("phone":"+49 170 1234567")", R"("customerId":"c")", R"("clientId":"d")"})
    CHECK(read(request("{" + std::string(who) + "}")).starts_with("conversion\n"));
  CHECK(holds(read(request(R"({"event_name":"Lead"})")), "identifier-missing: Missing click_id, ref_id and email"));
}

TEST_CASE("a rebill shares neither id nor order with the sale whose transaction id it repeats", "[sources][anytrack]") {
  const auto sale = read(request(R"({"transaction_id":"T","conversion_type":"sale","value":5,"currency":"EUR"})"));
  const auto rebill = read(request(R"({"transaction_id":"T","conversion_type":"rebill","value":5,"currency":"EUR"})"));
  CHECK(holds(sale, "external_id: purchase/T\n"));
  CHECK(holds(sale, "order_key: T\n"));
  CHECK(holds(rebill, "external_id: rebill/T/2026-02-09\n"));  // the day on which it came
  const auto dated = read(request(
      R"({"transaction_id":"T","conversion_type":"rebill","value":5,"currency":"EUR","time":"2026-03-09T10:00:00Z"})"));
  CHECK(holds(dated, "external_id: rebill/T/2026-03-09T10:00:00Z\n"));
  CHECK(holds(rebill, "type: purchase\n  original_type: rebill\n"));
  CHECK_FALSE(holds(rebill, "order_key"));
}

TEST_CASE("a status without an amount is a report of its own", "[sources][anytrack]") {
  const auto told = read(request(R"({"transaction_id":"T","event_name":"Purchase","status":"Approved"})"));
  CHECK(holds(told, "external_id: purchase/T/approved\n"));
  CHECK(holds(told, "order_key: T\n"));
  CHECK(holds(
      read(request(R"({"transaction_id":"T","event_name":"Purchase","status":"approved","value":5,"currency":"EUR"})")),
      "external_id: purchase/T\n"));
}

TEST_CASE("a macro that nobody filled in is nothing", "[sources][anytrack]") {
  CHECK_FALSE(holds(read(request(R"({"transaction_id":"{transaction_id}","event_name":"Purchase","click_id":"c1"})")),
                    "order_key"));
  CHECK(holds(read(request(R"({"transaction_id":"{transaction_id}","event_name":"Purchase","click_id":"{{click}}"})")),
              "identifier-missing"));
}

TEST_CASE("what lets the sender in is in nothing that is kept", "[sources][anytrack]") {
  const std::string query = "token=SECRET&key=SECRET&event_name=Lead&xat_note=n";
  CHECK_FALSE(holds(read(request("", "", query)), "SECRET"));
  CHECK_FALSE(holds(read(request("", "", query + "&click_id=AT1")), "SECRET"));
  CHECK_FALSE(holds(read(request(query, "application/x-www-form-urlencoded")), "SECRET"));
  const std::string json = R"({"Token":"SECRET","key":"SECRET","transaction_id":"T"})";
  CHECK_FALSE(holds(read(request(json)), "SECRET"));
}

TEST_CASE("the same postback without a transaction has the same id whatever the token", "[sources][anytrack]") {
  CHECK(read(request("", "", "click_id=AT1&event_name=Lead&token=A")) ==
        read(request("", "", "token=B&click_id=AT1&event_name=Lead")));
}

TEST_CASE("a request that says nothing is refused as a whole", "[sources][anytrack]") {
  CHECK(read(request("", "", "token=SECRET")) == "body-empty");
  CHECK(read(request("", "", "")) == "body-empty");
  CHECK(read(request("hello")) == "json-malformed");
}
