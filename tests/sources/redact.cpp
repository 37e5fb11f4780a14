#include "sources/redact.hpp"

#include <catch2/catch.hpp>

#include "domain/normalise.hpp"
#include "sources/json_write.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

const std::string ann = normalise_email("ann@example.com");
const std::string number = normalise_phone("+1 650 555 1212");
std::string canonical(std::string text) {
  json_document document;
  return canonical_json(document.parse(text).value());
}

}  // namespace

TEST_CASE("an e-mail address in any text is replaced by its hash", "[sources][privacy]") {
  CHECK(without_emails("Ann@Example.com") == ann);
  CHECK(without_emails("write to <ann@example.com>, please.") == "write to <" + ann + ">, please.");
  CHECK(without_emails("https://s.example/?email=ann%40example.com&x=1") == "https://s.example/?email=" + ann + "&x=1");
  CHECK(without_emails("ann@example.com,ann@example.com") == ann + "," + ann);
  CHECK(without_emails("ann\\u0040example.com") == ann);
}

TEST_CASE("text without an address stays as it is", "[sources][privacy]") {
  for (const char* text : {"", "@", "a@", "@b.c", "50% off @ Berlin", "handle@work", "x %40 y"})
    CHECK(without_emails(text) == text);
}

TEST_CASE("numbers and secrets in URLs and in running text are not kept", "[sources][privacy]") {
  const auto phone = normalise_phone("491709990030");
  CHECK(fit_to_keep("https://s.example/?a=1&phone=%2B491709990030&b=2") ==
        "https://s.example/?a=1&phone=" + phone + "&b=2");
  CHECK(fit_to_keep("https://s.example/?phone=%252B49%2520170%25209990030") == "https://s.example/?phone=" + phone);
  CHECK(fit_to_keep("https://s.example/?tel=01709990030#top").find("9990030") == std::string::npos);
  CHECK(fit_to_keep("call +49 170 999-00 30, please") == "call " + phone + ", please");
  CHECK(fit_to_keep("https://s.example/?access_token=hush&x=1") == "https://s.example/?access_token=redacted&x=1");
  CHECK(fit_to_keep("https://s.example/?email=ann%40example.com&token=hush") ==
        "https://s.example/?email=" + ann + "&token=redacted");
  CHECK(redact(R"({"url":"https://s.example/?phone=%2B491709990030&token=hush","note":"+49 170 9990030"})") ==
        R"({"url":"https://s.example/?phone=)" + phone + R"(&token=redacted","note":")" + phone + "\"}");
}

TEST_CASE("what only looks like a number stays, and what was replaced is not replaced again", "[sources][privacy]") {
  for (const char* text : {"2026-02-09T10:01:07+01:00", "Tue Feb 09 2026 10:00:00 GMT+0100", "a+12345678", "1+12345678",
                           "C++ 20", "+1 234", "https://s.example/?utm_source=a+b&utm_id=120200000000000000&mobile=1",
                           "price=12", "?phone=", "x=1&phone=none", "fb.1.1554763741205.AbCd+12345678901"}) {
    INFO(text);
    CHECK(fit_to_keep(text) == text);
  }
  for (const char* text : {"+49 170 9990030 +49 170 9990031", "?phone=+49 170 9990030", "?tel=12345&phone=abc12345",
                           "mail +491709990030@example.com", "?token=&token=x&token=redacted"}) {
    INFO(text);
    const auto once = fit_to_keep(text);
    CHECK(fit_to_keep(once) == once);
  }
}

TEST_CASE("JSON in strings in strings is kept for some levels, and costs no more than it is long",
          "[sources][privacy]") {
  std::string text = "[]";
  for (int level = 0; level < 200; ++level) {
    std::string wrapped;
    for (const char c : text) wrapped += c == '"' ? std::string("\\u0022") : c == '\\' ? "\\u005c" : std::string(1, c);
    text = "[\"" + wrapped + "\"]";
    if (text.size() > 200'000) break;
  }
  CHECK(redact(text).size() < 4'000);
}

TEST_CASE("a text of nothing but at signs is redacted in no time", "[sources][privacy]") {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "a%40";
  CHECK(without_emails(text) == text);
  CHECK(without_emails("?email=joe%2540eg.com") == "?email=" + normalise_email("joe@eg.com"));
}

TEST_CASE("secrets of a line that is no JSON are not kept", "[sources][privacy]") {
  CHECK(redact(R"({"writeKey":"WKSECRET","event":)").find("WKSECRET") == std::string::npos);
  CHECK(redact(R"({"access_token": ["one","two"], x)").find("one") == std::string::npos);
  CHECK(redact(R"({"note":"writeKey", x)") == R"({"note":"writeKey", x)");
  CHECK(redact(R"({"customer_phone":"+1 650 555 1212"})") == R"({"customer_phone":")" + number + "\"}");
}

TEST_CASE("redacted JSON keeps everything but raw addresses and numbers", "[sources][privacy]") {
  CHECK(redact(R"({"email":"ann@example.com","n":1.50,"x":[null,true,"a\"b\n"]})") ==
        R"({"email":")" + ann + R"(","n":1.50,"x":[null,true,"a\"b\n"]})");
  CHECK(redact(R"({"ud":{"ph":["+1 650 555 1212",16505551212,"n/a"]}})") ==
        R"({"ud":{"ph":[")" + number + "\",\"" + number + R"(","n/a"]}})");
  CHECK(redact(R"({"Phone Number":"650-555-CALL 12"})") == R"({"Phone Number":"redacted"})");
  CHECK(redact(R"({"email":"ann@localhost"})").find("ann@") == std::string::npos);
  CHECK(redact(R"({"ann@example.com":1})") == "{\"" + ann + "\":1}");
  CHECK(names_phone("_Phone"));
  CHECK_FALSE(names_phone("photo"));
  CHECK(redact("{}") == "{}");
  CHECK(redact(R"({"data":"{\"ph\":\"+1 650 555 1212\"}"})") == R"({"data":"{\"ph\":\")" + number + R"(\"}"})");
}

TEST_CASE("what is redacted once stays the same and keeps its canonical text", "[sources][privacy]") {
  const std::string text = R"({"b":{"z":1,"a":null},"a":"ann@example.com","phone":"0016505551212","t":"x\u0001"})";
  CHECK(redact(redact(text)) == redact(text));
  CHECK(canonical(redact(text)) == canonical(text));
  CHECK(canonical(text) == R"({"a":")" + ann + R"(","b":{"z":1},"phone":")" + number + R"(","t":"x\u0001"})");
}

TEST_CASE("text that is no JSON stays the same when it is redacted again", "[sources][privacy]") {
  const std::string address = R"({"ph": Ann@Example.com ",)";  // its hash begins like a number
  CHECK(redact(redact(address)) == redact(address));
  CHECK(redact("{\"ph\": [\"+1 (\x01"
               "650) 555-1212\"]}") == R"({"ph":["redacted"]})");
}

TEST_CASE("a line that is no JSON is redacted too", "[sources][privacy]") {
  CHECK(redact(R"({"email":"ann@example.com","phone":"+1 650 555 1212",)") ==
        R"({"email":")" + ann + R"(","phone":")" + number + R"(",)");
  CHECK(redact(R"({"ph": [ "+16505551212", 16505551212 ], "x": 12345678901)") ==
        R"({"ph": [ ")" + number + R"(", ")" + number + R"(" ], "x": 12345678901)");
  CHECK(redact(R"({"phone":"+1 650 555)").find("650") == std::string::npos);
  CHECK(redact("just ann@example.com") == "just " + ann);
}
