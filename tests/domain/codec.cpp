#include "domain/codec.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "domain/sealed_fact.hpp"
#include "tests/domain/facts_gen.hpp"

using namespace hub;

namespace {

std::string refusal(std::string_view bytes) { return decode(bytes).error().code; }

fact_body sample() {
  conversion_event e;
  e.source = "manual";
  e.external_id = "o-1";
  e.type = "purchase";
  e.occurred_at = 1;
  e.value = money{-300, parse_currency("EUR").value()};
  e.identifiers = {{identifier_kind::email, sha256_hex("a@b.c"), true}, {identifier_kind::fbp, "fb.1.2.3", false}};
  return e;
}

}  // namespace

TEST_CASE("the bytes of a fact are what the stored format says", "[domain][codec]") {
  const fact_body rate = fx_rate_event{-1, parse_currency("USD").value(), currency{}, "0.9"};
  const std::string expected = {4, 1, 1, static_cast<char>(0xa7), 0x6d, 0, 3, '0', '.', '9'};
  CHECK(encode(rate) == expected);
}

TEST_CASE("a fact reads back from its bytes", "[domain][codec]") {
  CHECK(decode(encode(sample())).value() == sample());
  for (const fact_body& empty : {fact_body(conversion_event{}), fact_body(touch_event{}), fact_body(adjustment_event{}),
                                 fact_body(spend_event{}), fact_body(fx_rate_event{}), fact_body(identity_event{}),
                                 fact_body(crm_change{}), fact_body(campaign_alias{}), fact_body(person_erasure{})})
    CHECK(decode(encode(empty)).value() == empty);
}

TEST_CASE("every fact reads back from its bytes and no other bytes mean it", "[domain][codec]") {
  rc::prop("", [] {
    const auto fact = arbitrary::fact();
    const auto bytes = encode(fact);
    const auto back = decode(bytes);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == fact);
    RC_ASSERT(encode(*back) == bytes);
  });
}

TEST_CASE("a fact that comes back from the log is sealed as it went there", "[domain][codec]") {
  rc::prop("", [] {
    const auto fact = seal(arbitrary::fact(), 7);
    const auto back = unseal(fact.encoded, 7);
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->body == fact.body && back->key == fact.key && back->content == fact.content);
    RC_ASSERT(back->identifiers == fact.identifiers && back->encoded == fact.encoded && back->received_at == 7);
  });
  CHECK(unseal("no fact", 7).error().code == "fact-corrupt");
}

TEST_CASE("the key of an event is the digest of its source and id, apart", "[domain][codec]") {
  CHECK("cv_" + sha256_hex(std::string_view("shop\0A-1", 8)).substr(0, 32) == conversion_id(event_key("shop", "A-1")));
  CHECK(event_key("ab", "c") != event_key("a", "bc"));
}

TEST_CASE("truncated and lengthened bytes are refused", "[domain][codec]") {
  const auto bytes = encode(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK(refusal(bytes.substr(0, size)) == "fact-corrupt");
  CHECK(refusal(bytes + '\0') == "fact-corrupt");
}

TEST_CASE("bytes of an unknown kind or version are refused", "[domain][codec]") {
  auto bytes = encode(sample());
  bytes[0] = 7;
  CHECK(refusal(bytes) == "fact-corrupt");
  bytes[0] = static_cast<char>(0x80 | 3);  // a day's spend states its own day
  CHECK(refusal(bytes) == "fact-corrupt");
  bytes[0] = 0;
  bytes[1] = 2;
  CHECK(refusal(bytes) == "fact-corrupt");
}

TEST_CASE("a second spelling of a number or a hash is refused", "[domain][codec]") {
  const auto hash = sha256_hex("x");
  const std::string identity = std::string({5, 1, 0, 0, 0, 1, static_cast<char>(0x80), 64}) + hash;
  CHECK(refusal(identity) == "fact-corrupt");
  CHECK(refusal({"\5\1\0\0\x80\0\0", 7}) == "fact-corrupt");
  CHECK(decode(std::string_view("\5\1\0\0\0\0", 6)).has_value());
  CHECK(refusal({"\5\1\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02\0", 15}) == "fact-corrupt");
}

TEST_CASE("whatever bytes decode are the canonical bytes of what they decode to", "[domain][codec]") {
  rc::prop("", [] {
    auto bytes = encode(arbitrary::fact());
    const auto edits = *rc::gen::inRange(1, 4);
    for (int i = 0; i < edits; ++i)
      bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
    const auto back = decode(bytes);
    if (back) RC_ASSERT(encode(*back) == bytes);
  });
}

TEST_CASE("spend and rates are never timed by their receipt", "[domain][codec]") {
  for (const fact_body& dated : {fact_body(spend_event{}), fact_body(fx_rate_event{})}) {
    auto bytes = encode(dated);
    bytes[0] = static_cast<char>(static_cast<unsigned char>(bytes[0]) | 0x80);
    CHECK(refusal(bytes) == "fact-corrupt");
  }
}
