// Erasing a person from facts: nothing names them afterwards, and everything else is as it was.
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "crm_told.hpp"
#include "domain/codec.hpp"
#include "domain/erased_people.hpp"
#include "domain/identifier_key.hpp"
#include "domain/person_mask.hpp"
#include "domain/sha256.hpp"

using namespace hub;
using namespace hub::told;

namespace {

const identifier anna{identifier_kind::email, sha256_hex("anna@shop.example"), true};
const identifier her_browser{identifier_kind::fbp, "fb.1.1700000000000.1234567890", true};
const identifier her_click{identifier_kind::fbclid, "IwAR0anna", true};
const identifier her_record{identifier_kind::crm_contact_id, "123:51", true};
const identifier ben{identifier_kind::email, sha256_hex("ben@shop.example"), true};

person_mask mask_of_anna(std::string secret = "secret") {
  std::vector<key128> keys;
  for (const auto& id : {anna, her_browser, her_click, her_record}) keys.push_back(identifier_key(id));
  return {keys, std::move(secret)};
}

bool tells_of_anna(const fact_body& fact) {
  const auto bytes = encode(fact);
  std::string hash;
  for (std::size_t i = 0; i < anna.value.size(); i += 2)
    hash.push_back(static_cast<char>(std::stoi(anna.value.substr(i, 2), nullptr, 16)));
  for (const auto& trace :
       {hash, her_browser.value, her_click.value, std::string("Anna"), std::string("/51"), anna.value})
    if (bytes.find(trace) != bytes.npos) return true;
  return false;
}

conversion_event order_of(const identifier& who) {
  conversion_event e;
  e.source = "manual";
  e.external_id = "o-1";
  e.type = "purchase";
  e.occurred_at = start;
  e.value = money{4900, eur};
  e.order_key = "A-1";
  e.identifiers = {who, her_browser, {identifier_kind::phone, sha256_hex("4915112345678"), false}};
  e.context.campaign_id = "spring";
  e.context.click_id = her_click.value;
  e.url = "https://shop.example/thanks?name=Anna";
  e.metadata = R"({"greeting":"Dear Anna"})";
  e.country = "DE";
  return e;
}

/// As a hub that reads it from its log has it: what it made of a story, masked.
truth read_again(std::vector<sealed_fact> log, person_mask& mask) {
  for (int pass = 0; pass < 2; ++pass)
    for (auto& fact : log)
      if (auto masked = mask.masked(fact.body)) {
        const auto seq = fact.seq;
        fact = seal(std::move(*masked), fact.received_at);
        fact.seq = seq;
      }
  truth known;
  known.reload(std::move(log));
  return known;
}

}  // namespace

TEST_CASE("a masked order keeps its worth, its order and its campaign, and names nobody", "[domain][erasure]") {
  auto mask = mask_of_anna();
  const auto order = order_of(anna);
  REQUIRE(tells_of_anna(order));
  const auto masked = mask.masked(order);
  REQUIRE(masked.has_value());
  CHECK_FALSE(tells_of_anna(*masked));
  const auto& kept = std::get<conversion_event>(*masked);
  CHECK(kept.value == order.value);
  CHECK(kept.external_id == order.external_id);
  CHECK(kept.order_key == order.order_key);
  CHECK(kept.context.campaign_id == "spring");
  CHECK(kept.country == "DE");
  REQUIRE(kept.identifiers.size() == 3);
  CHECK(kept.identifiers[2].value != order.identifiers[2].value);  // it links nobody, but it is hers
  CHECK_FALSE(mask.masked(*masked).has_value());
}

TEST_CASE("a person has one new name in all facts, and another one with another secret", "[domain][erasure]") {
  auto mask = mask_of_anna(), other = mask_of_anna("another");
  touch_event touch;
  touch.source = "meta_pixel";
  touch.external_id = "fbcs/" + her_click.value + "/" + her_browser.value;
  touch.identifiers = {her_browser, her_click};
  touch.context.click_id = her_click.value;
  touch.user_agent = "Googlebot";
  const auto order = std::get<conversion_event>(*mask.masked(order_of(anna)));
  const auto masked = std::get<touch_event>(*mask.masked(touch));
  CHECK_FALSE(tells_of_anna(masked));
  CHECK(masked.identifiers[0] == order.identifiers[1]);
  CHECK(masked.context.click_id == order.context.click_id);
  CHECK(masked.context.click_id == masked.identifiers[1].value);
  CHECK(masked.external_id == "fbcs/" + masked.identifiers[1].value + "/" + masked.identifiers[0].value);
  CHECK(masked.user_agent == "Googlebot");
  CHECK(std::get<conversion_event>(*other.masked(order_of(anna))).identifiers[0] != order.identifiers[0]);
}

TEST_CASE("facts of other people are left as they are", "[domain][erasure]") {
  auto mask = mask_of_anna();
  auto order = order_of(ben);
  order.identifiers.erase(order.identifiers.begin() + 1);  // not from her browser
  CHECK_FALSE(mask.masked(order).has_value());
  CHECK_FALSE(mask.masked(spend_event{}).has_value());
  CHECK_FALSE(mask.masked(identity_event{"manual", "i1", start, {ben}}).has_value());
  CHECK(mask.masked(identity_event{"manual", "i1", start, {ben, anna}}).has_value());
}

TEST_CASE("a CRM's record of a person and the deals that name it tell of them no more", "[domain][erasure]") {
  auto mask = mask_of_anna();
  crm_landing landing;
  landing.url = "https://shop.example/?fbclid=" + her_click.value;
  landing.context.campaign_id = "spring";
  landing.context.click_id = her_click.value;
  landing.clicks = {her_click};
  auto record = contact("123:51", start,
                        {said(crm::email, anna.value), said(crm::emails, anna.value + " " + sha256_hex("a@b.example")),
                         said(crm::visits[0].landing, pack(landing)), said(crm::word(crm::deal, "77"), "true")});
  record.external_id = "contact51/history/2026";
  auto association = deal("78", start, {said(crm::word(crm::contact, "123:51"), "true"), said(crm::amount, "49.00")});
  association.external_id = "ev-9/51";
  auto free =
      deal("77", start, {said(crm::word(crm::meta, "dealname"), R"("Anna's chair")"), said(crm::amount, "49.00")});
  free.external_id = "77/1";

  CHECK_FALSE(mask.masked(free).has_value());  // nothing says yet that the deal is hers
  const auto masked = std::get<crm_change>(*mask.masked(record));
  CHECK_FALSE(tells_of_anna(masked));
  CHECK(masked.record.starts_with("123:erased-"));
  CHECK(unpack_landing(masked.properties[2].value).context.campaign_id == "spring");
  const auto parted = std::get<crm_change>(*mask.masked(association));
  CHECK_FALSE(tells_of_anna(parted));
  CHECK(parted.record == "78");
  CHECK(parted.properties[0].name == crm::word(crm::contact, masked.record));
  CHECK(parted.properties[1] == said(crm::amount, "49.00"));
  REQUIRE(mask.looks_twice());
  const auto bare = std::get<crm_change>(*mask.masked(free));
  CHECK_FALSE(tells_of_anna(bare));
  CHECK(bare.properties == std::vector{said(crm::amount, "49.00")});
}

TEST_CASE("erasing anybody leaves conversions, money and credit as they were", "[domain][erasure]") {
  rc::prop("", [] {
    const auto story = any_story();
    truth known;
    listener heard;
    auto told = known.apply(sealed(story), start);
    auto log = told.stored;
    heard.hear(std::move(told));
    std::vector<key128> people;
    for (const auto& fact : log) people.insert(people.end(), fact.identifiers.begin(), fact.identifiers.end());
    if (people.empty()) return;
    const auto found = known.contact(people[*rc::gen::inRange<std::size_t>(0, people.size())]);
    if (!found) return;
    std::vector<key128> theirs;
    for (const auto& id : found->identifiers) theirs.push_back(id.key);
    person_mask mask(theirs, "secret");
    auto again = read_again(log, mask);
    listener late;
    late.hear(again.take_everything());
    RC_ASSERT(conversions(again, story) == conversions(known, story));
    RC_ASSERT(late.credits() == heard.credits());
    for (const auto& id : theirs) RC_ASSERT(!again.contact_id_of(id).has_value());
  });
}

namespace {

person_erasure erasure_of(std::initializer_list<identifier> who, instant at) {
  person_erasure told{"manual", "er_1", at, {}};
  for (const auto& id : who) told.digests.push_back(erasure_digest(identifier_key(id)));
  return told;
}

item_result apply_one(truth& to, fact_body fact) { return to.apply(sealed({std::move(fact)}), start).results.front(); }

}  // namespace

TEST_CASE("what happened to somebody before they were erased is not taken in again", "[domain][erasure]") {
  truth known;
  CHECK(apply_one(known, erasure_of({anna, her_browser}, start)).status == item_status::accepted);
  CHECK(apply_one(known, erasure_of({anna, her_browser}, start)).status == item_status::duplicate);
  const auto seq = known.last_seq();

  auto delta = known.apply(sealed({order_of(anna)}), start);
  REQUIRE(delta.results.size() == 1);
  CHECK(delta.results[0].status == item_status::rejected);
  CHECK(delta.results[0].forgotten);
  CHECK(delta.results[0].errors.at(0).code == "contact-erased");
  CHECK(delta.refused.empty());
  CHECK(known.last_seq() == seq);

  auto later = order_of(anna);
  later.occurred_at = start + 1;
  CHECK(apply_one(known, later).status == item_status::accepted);
  auto other = order_of(ben);
  other.external_id = "o-2";
  other.order_key = "A-2";
  other.identifiers = {ben};
  CHECK(apply_one(known, other).status == item_status::accepted);
}

TEST_CASE("a CRM's record of somebody who was erased stays away, and its deals come without them",
          "[domain][erasure]") {
  truth known;
  CHECK(apply_one(known, erasure_of({her_record}, start)).status == item_status::accepted);
  CHECK(apply_one(known, contact("123:51", start + day_us, {said(crm::email, anna.value)})).forgotten);
  auto delta = known.apply(
      sealed(
          {deal("77", start + day_us, {said(crm::word(crm::contact, "123:51"), "true"), said(crm::amount, "49.00")})}),
      start);
  REQUIRE(delta.stored.size() == 1);
  CHECK(std::get<crm_change>(delta.stored[0].body).properties == std::vector{said(crm::amount, "49.00")});
}

TEST_CASE("a hub that reads its log again remembers who was erased", "[domain][erasure]") {
  truth known;
  auto told = known.apply(sealed({erasure_of({anna}, start)}), start);
  truth again;
  again.reload(std::move(told.stored));
  CHECK(apply_one(again, order_of(anna)).forgotten);
}
