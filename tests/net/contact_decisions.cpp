#include "net/contact_decision.hpp"

#include <catch2/catch.hpp>

#include "domain/identity_graph.hpp"
#include "domain/normalise.hpp"
#include "net/contact_json.hpp"

using namespace hub;
using namespace hub::net;

namespace {

const std::string contact = "ct_0123456789abcdef0123456789abcdef";

/// What is wrong with the body: every code and place.
std::string refused(std::string_view body, std::string_view of = contact) {
  body_reader in(body);
  read_unmerge(in, of);
  std::string out;
  for (const auto& e : in.finish()) out += (out.empty() ? "" : ", ") + e.code + " " + e.pointer;
  return out;
}

}  // namespace

TEST_CASE("a decision names identifiers as callers write them", "[net][contacts]") {
  body_reader in(R"({"identifiers":["Ann@Example.com","phone:+491701234567"],"note":"two people"})");
  const auto read = read_unmerge(in, contact);
  REQUIRE(in.finish().empty());
  REQUIRE(read.identifiers.size() == 2);
  CHECK(read.identifiers[0] == identifier{identifier_kind::email, normalise_email("ann@example.com"), true});
  CHECK(read.identifiers[1] == identifier{identifier_kind::phone, normalise_phone("+491701234567"), true});
  CHECK(read.note == "two people");
}

TEST_CASE("one identifier is parted from the one that the path names", "[net][contacts]") {
  body_reader in(R"({"identifiers":["gclid:g1"]})");
  const auto read = read_unmerge(in, "ann@example.com");
  REQUIRE(in.finish().empty());
  REQUIRE(read.identifiers.size() == 2);
  CHECK(read.identifiers[1].kind == identifier_kind::email);
  CHECK(refused(R"({"identifiers":["gclid:g1"]})") == "identifiers-too-few /identifiers");
  CHECK(refused(R"({"identifiers":["ann@example.com"]})", "email:ANN@example.com") == "identifier-repeated key");
}

TEST_CASE("a decision that is not understood is refused with every place", "[net][contacts]") {
  CHECK(refused(R"({"identifiers":["ann@example.com","somebody"]})") == "identifier-malformed /identifiers/1");
  CHECK(refused(R"({"identifiers":["gclid:a","click:a"]})") == "identifier-repeated /identifiers/1");
  CHECK(refused(R"({"identifiers":["gclid:a","gclid:b"],"reason":"x","note":1})") ==
        "member-type /note, member-unknown /reason");
  CHECK(refused(R"({"identifiers":["gclid:a","gclid:b"],"note":")" + std::string(1'001, 'x') + "\"}") ==
        "text-too-long /note");
  CHECK(refused("{}") == "identifiers-too-few /identifiers");
  CHECK(refused("") == "identifiers-too-few /identifiers");
}

TEST_CASE("an answer names identifiers by kind and key, and says which records linked them", "[net][contacts]") {
  const told_identifier ann{identifier_kind::email, {1, 2}}, tablet{identifier_kind::anonymous_id, {3, 4}};
  contact_dossier who;
  who.id = contact;
  who.identifiers = {ann, tablet};
  who.links = {{ann, tablet, link_rule::stitched, link_refusal::none, 0, "manual", "s1"},
               {ann, tablet, link_rule::device, link_refusal::conflict, 0, "manual", "s2"}};
  const std::string pair = R"([{"kind":"email","key":"00000000000000010000000000000002"},)"
                           R"({"kind":"anonymous_id","key":"00000000000000030000000000000004"}])";
  CHECK(contact_json(who) ==
        R"({"contact_id":")" + contact +
            R"(","identifiers":[{"kind":"email","key":"00000000000000010000000000000002","is":"person"},)"
            R"({"kind":"anonymous_id","key":"00000000000000030000000000000004","is":"device"}],)"
            R"("links":[{"identifiers":)" +
            pair +
            R"(,"rule":"stitched","source":"manual","external_id":"s1","occurred_at":"1970-01-01T00:00:00Z"}],)"
            R"("refused_links":[{"identifiers":)" +
            pair +
            R"(,"rule":"device","reason":"kiosk","source":"manual","external_id":"s2",)"
            R"("occurred_at":"1970-01-01T00:00:00Z"}],"touchpoints":[],"conversions":[]})"
            "\n");
}

TEST_CASE("a shared identifier is listed with what it met", "[net][contacts]") {
  shared_identifiers_answer answer;
  answer.identifiers = {{{identifier_kind::phone, {1, 2}}, {11, 0, 3, 0}, 14, 0, second_us}};
  answer.data_seq = 9;
  CHECK(shared_identifiers_json(answer) ==
        R"({"data":[{"kind":"phone","key":"00000000000000010000000000000002","met":{"email":11,"external_id":3},)"
        R"("records":14,"first_seen_at":"1970-01-01T00:00:00Z","last_seen_at":"1970-01-01T00:00:01Z"}],"data_seq":9})"
        "\n");
}
