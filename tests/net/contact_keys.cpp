#include "net/contact_key.hpp"

#include <catch2/catch.hpp>

#include "domain/identity_graph.hpp"
#include "domain/normalise.hpp"

using namespace hub;
using namespace hub::net;

namespace {

/// The key of one identifier as a fact would carry it.
key128 key_of(identifier_kind kind, std::string value) { return identifier_key({kind, std::move(value), true}); }

}  // namespace

TEST_CASE("a contact is named by id, by address or by any identifier, in the form in which it links",
          "[net][contacts]") {
  const key128 id{1, 2};
  CHECK(parse_contact_key(contact_id(id)).value() == id);
  const auto email = key_of(identifier_kind::email, normalise_email("ann@example.com"));
  CHECK(parse_contact_key(" Ann@Example.com").value() == email);
  CHECK(parse_contact_key("email:ANN@example.com").value() == email);
  CHECK(parse_contact_key("email:" + normalise_email("ann@example.com")).value() == email);
  CHECK(parse_contact_key("phone:+49 (0)170 1234567").value() ==
        key_of(identifier_kind::phone, normalise_phone("491701234567")));
  CHECK(parse_contact_key("external_id:U:7").value() ==
        key_of(identifier_kind::external_id, normalise_external_id("u:7")));
  CHECK(parse_contact_key("anonymous_id:d-1").value() == key_of(identifier_kind::anonymous_id, "d-1"));
  CHECK(parse_contact_key("gclid:Abc").value() == key_of(identifier_kind::gclid, "Abc"));
  CHECK(parse_contact_key("fbc:fb.1.1700000000000.IwAR1").value() == key_of(identifier_kind::fbclid, "IwAR1"));
}

TEST_CASE("text that names no contact is refused with what would", "[net][contacts]") {
  for (const auto* text : {"", "ct_12", "ann", "email:ann", "phone:12", "colour:red", "fbc:IwAR1", "anonymous_id:"}) {
    INFO(text);
    const auto key = parse_contact_key(text);
    REQUIRE(key.has_error());
    CHECK(key.error().code == "contact-key-malformed");
  }
}
