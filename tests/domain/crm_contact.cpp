#include "domain/crm_contact.hpp"

#include <catch2/catch.hpp>

#include "crm_told.hpp"

using namespace hub;
using namespace hub::told;

namespace {

crm_record record_of(const std::vector<crm_change>& told) {
  crm_record record("hubspot", crm_object::contact, "c1");
  for (const auto& c : told) record.tell(c);
  return record;
}
crm_change word(instant at, std::string_view name, std::string value) {
  return contact("c1", at, {said(name, std::move(value))});
}
std::string landing(const char* campaign, const char* channel) {
  crm_landing l{"https://shop.example/?x", "shop.example", {}, {{identifier_kind::fbclid, "IwAR1", true}}};
  l.context.campaign_id = campaign;
  l.context.channel = channel;
  return pack(l);
}

}  // namespace

TEST_CASE("a packed landing page and referrer read back", "[domain][crm]") {
  crm_landing l{"https://a.example/?b=c", "a.example", {"Email", "s", "m", "1", "n", "2", "3", "k"}, {}};
  l.clicks = {{identifier_kind::fbclid, "IwAR1", true}, {identifier_kind::click, "x", true}};
  CHECK(unpack_landing(pack(l)) == l);
  CHECK(unpack_landing("") == crm_landing{});
  const crm_referrer r{"google.com", "Organic Search"};
  CHECK(unpack_referrer(pack(r)) == r);
}

TEST_CASE("the first and the latest visit of a contact are two touches", "[domain][crm]") {
  const auto touches = contact_touches(record_of(
      {word(1, "first_landing", landing("spring", "Paid Social")), word(2, "first_at", "2026-01-01T00:00:00Z"),
       word(3, "latest_channel", "Email"), word(4, "latest_at", "2026-02-01T00:00:00Z")}));
  REQUIRE(touches.size() == 2);
  CHECK(touches[0].external_id == "contact/c1/first");
  CHECK(format_instant(touches[0].occurred_at) == "2026-01-01T00:00:00Z");
  CHECK(touches[0].context.campaign_id == "spring");
  REQUIRE(touches[0].identifiers.size() == 2);
  CHECK(touches[0].identifiers[1].value == "IwAR1");
  CHECK(touches[1].external_id == "contact/c1/latest");
  CHECK(touches[1].context.channel == "Email");
}

TEST_CASE("a latest visit that is the first one is one touch", "[domain][crm]") {
  const auto record = record_of({word(1, "first_channel", "Email"), word(1, "first_at", "2026-01-01T00:00:00Z"),
                                 word(1, "latest_channel", "Email"), word(1, "latest_at", "2026-01-01T00:00:30Z")});
  CHECK(contact_touches(record).size() == 1);
}

TEST_CASE("a visit without a time waits for it", "[domain][crm]") {
  const auto record = record_of({word(1, crm::email, "ann"), word(1, "latest_channel", "Email")});
  CHECK(contact_touches(record).empty());
  CHECK(contact_gaps(record) == std::vector<std::string>{"visit"});
}

TEST_CASE("the URL's channel goes before the CRM's, and that before the referrer's", "[domain][crm]") {
  std::vector<crm_change> told{word(1, "first_at", "2026-01-01T00:00:00Z"), word(1, "first_landing", landing("", "")),
                               word(1, "first_referrer", pack(crm_referrer{"google.com", "Organic Search"}))};
  const auto context = [&] { return contact_touches(record_of(told)).at(0).context; };
  CHECK(context().channel == "Organic Search");
  CHECK(context().source == "google.com");
  told.push_back(word(2, "first_channel", "Paid Search"));
  CHECK(context().channel == "Paid Search");
  CHECK(context().source.empty());
  told.push_back(word(3, "first_landing", landing("spring", "Paid Social")));
  CHECK(context().channel == "Paid Social");
}

TEST_CASE("a contact is named by its addresses, phones, own id and the ids merged into it", "[domain][crm]") {
  const auto ids = contact_identifiers(record_of({word(1, crm::email, "ann"), word(2, crm::emails, "ann2 ann"),
                                                  word(3, crm::phone, "1"), word(4, "absorbed:c0", "true")}));
  std::vector<std::string> values;
  for (const auto& id : ids) values.push_back(id.value);
  CHECK(values == std::vector<std::string>{"ann", "ann2", "1", "c1", "c0"});
}

TEST_CASE("a contact that only its deals named is looked up", "[domain][crm]") {
  CHECK(contact_gaps(record_of({word(1, "deal:d1", "true")})) == std::vector<std::string>{"identity"});
  CHECK(contact_gaps(record_of({word(1, "deal:d1", "true"), word(1, crm::whole, "true")})).empty());
}

TEST_CASE("a corrected address of a contact lets go of the other person", "[domain][crm]") {
  truth known;
  conversion_event sale;
  sale.source = "manual";
  sale.external_id = "s";
  sale.type = "purchase";
  sale.identifiers = {{identifier_kind::email, "ben", true}};
  const auto contact_of = [&](const char* id) { return known.contact(event_key("manual", id))->id; };
  auto other = sale;
  other.external_id = "t";
  other.identifiers = {{identifier_kind::crm_contact_id, "c1", true}};
  known.apply(sealed({sale, other, word(1, crm::email, "ben")}), start);
  CHECK(contact_of("s") == contact_of("t"));
  known.apply(sealed({word(2, crm::email, "ann")}), start);
  CHECK(contact_of("s") != contact_of("t"));
}

TEST_CASE("a person is shown with the identifiers that only the CRM knows", "[domain][crm]") {
  truth known;
  known.apply(sealed({deal("d1", start, {said(crm::stage, "won"), said("contact:c1", "true")}),
                      contact("c2", start, {said(crm::email, "ann"), said("absorbed:c1", "true")}),
                      contact("c1", start, {said(crm::merged_into, "c2"), said(crm::phone, "1")})}),
              start);
  const auto person = known.contact(identifier_key({identifier_kind::email, "ann", true}));
  REQUIRE(person);
  std::vector<identifier_kind> kinds;
  for (const auto& [kind, key] : person->identifiers) kinds.push_back(kind);
  std::sort(kinds.begin(), kinds.end());
  CHECK(kinds == std::vector<identifier_kind>{identifier_kind::email, identifier_kind::phone,
                                              identifier_kind::crm_contact_id, identifier_kind::crm_contact_id});
}

TEST_CASE("a record of two accounts is refused until the settings say whose it is", "[domain][crm]") {
  truth known;
  auto mine = word(1, crm::email, "ann"), theirs = word(2, crm::email, "ben");
  mine.account = "1";
  theirs.account = "2";
  CHECK(known.apply(sealed({mine}), start).results[0].status == item_status::accepted);
  const auto delta = known.apply(sealed({theirs}), start);
  REQUIRE(delta.results[0].status == item_status::rejected);
  CHECK(delta.results[0].errors[0].code == "account-ambiguous");
  CHECK(delta.stored.empty());
}
