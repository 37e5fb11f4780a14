#include "sources/hubspot/hubspot_signature.hpp"

#include <catch2/catch.hpp>

using namespace hub;
using namespace hub::sources;

namespace {

// Made with the Signature class of HubSpot's own client.
constexpr std::string_view body =
    R"([{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"deal.propertyChange","attemptNumber":0,"objectId":123,"propertyName":"dealstage","propertyValue":"closedwon","changeSource":"CRM_UI","appId":54321}])";
constexpr std::string_view v1 = "2ab73054a1cebc7ecffe2589029d7f3e25babb0d55d2b25a921b8283bed72706";
constexpr std::string_view v2 = "5093215e01fb1c5730072617f640385bbc9aefcb1d80aabd1db23149bff4433d";
constexpr std::string_view v3 = "ydu6pOSfnxDiYluDvJmHosbJE5g6fRro00SYMqwum7A=";
constexpr std::string_view v3_with_query = "H2Z3TrCCjGmwkrVAfHAgxV8MEv3CrYxonxpfBANjhoA=";
constexpr instant signed_at = 1701475200 * second_us;
const std::vector<std::string> secrets = {"another-secret", "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"};

signed_request of_version_3() {
  return {.method = "POST",
          .uri = "https://hub.example/v1/hubspot/webhook",
          .body = body,
          .v3 = v3,
          .timestamp = "1701475200000"};
}
signed_request older(std::string_view signature, std::string_view version) {
  return {.method = "POST",
          .uri = "https://hub.example/v1/hubspot/webhook",
          .body = body,
          .signature = signature,
          .version = version};
}
std::string refusal(const signed_request& request, instant now = signed_at) {
  const auto checked = check_signature(request, secrets, now);
  return checked ? "" : checked.error().code;
}

}  // namespace

TEST_CASE("signatures of all three versions by HubSpot's own client are believed", "[sources][hubspot]") {
  CHECK(refusal(of_version_3()).empty());
  CHECK(refusal(older(v2, "v2")).empty());
  CHECK(refusal(older(v1, "v1")).empty());
  CHECK(refusal(older(v1, "")).empty());
}

TEST_CASE("version 3 signs the URI with some of its escapes undone", "[sources][hubspot]") {
  auto request = of_version_3();
  request.uri = "https://hub.example/v1/hubspot/webhook?src=hs%3Aapp%2Fv3&x=%28a%29";
  request.v3 = v3_with_query;
  CHECK(refusal(request).empty());
  CHECK(signed_uri("/a%3a%2F%3F%40%21%24%27%28%29%2A%2C%3B") == "/a:/?@!$'()*,;");
  CHECK(signed_uri("/a%20%26%3D%23%25+%") == "/a%20%26%3D%23%25+%");
}

TEST_CASE("a signature over anything else is wrong", "[sources][hubspot]") {
  auto request = of_version_3();
  request.body = body.substr(1);
  CHECK(refusal(request) == "signature-wrong");
  request = of_version_3();
  request.uri = "http://hub.example/v1/hubspot/webhook";
  CHECK(refusal(request) == "signature-wrong");
  request = of_version_3();
  request.method = "GET";
  CHECK(refusal(request) == "signature-wrong");
  request = of_version_3();
  request.v3 = v3.substr(1);
  CHECK(refusal(request) == "signature-wrong");
  CHECK(refusal(older(v1, "v2")) == "signature-wrong");
  CHECK(refusal(older(v2, "v1")) == "signature-wrong");
}

TEST_CASE("a valid older signature does not help a wrong newer one", "[sources][hubspot]") {
  auto request = older(v1, "v1");
  request.v3 = "AAAA";
  request.timestamp = "1701475200000";
  CHECK(refusal(request) == "signature-wrong");
}

TEST_CASE("a secret that is not configured is not believed", "[sources][hubspot]") {
  const std::vector<std::string> other = {"another-secret"};
  CHECK(check_signature(of_version_3(), other, signed_at).error().code == "signature-wrong");
}

TEST_CASE("version 3 holds for five minutes before and after it was signed", "[sources][hubspot]") {
  for (const auto side : {-1, 1}) {
    CHECK(refusal(of_version_3(), signed_at + side * 5 * minute_us).empty());
    CHECK(refusal(of_version_3(), signed_at + side * (5 * minute_us + 1)) == "signature-late");
  }
}

TEST_CASE("a signature without its parts is refused by name", "[sources][hubspot]") {
  auto request = of_version_3();
  request.timestamp = "";
  CHECK(refusal(request) == "signature-missing");
  request.timestamp = "170147520000x";
  CHECK(refusal(request) == "signature-missing");
  request.timestamp = "99999999999999999999";
  CHECK(refusal(request) == "signature-missing");
  CHECK(refusal(older("", "v1")) == "signature-missing");
  CHECK(refusal(older(v1, "v9")) == "signature-version-unknown");
}
