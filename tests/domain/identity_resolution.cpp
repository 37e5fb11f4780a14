#include "domain/identity_resolution.hpp"

#include <catch2/catch.hpp>
#include <deque>

using namespace hub;

namespace {

/// The identifiers of these tests, one number each, in the order of their kinds.
enum name : identifier_no { ann, ben, cleo, ann_phone, ben_phone, tablet, laptop, kiosk, first_click, last_click };
const std::vector<identifier_kind> kinds = {
    identifier_kind::email,  identifier_kind::email,        identifier_kind::email, identifier_kind::phone,
    identifier_kind::phone,  identifier_kind::anonymous_id, identifier_kind::fbp,   identifier_kind::anonymous_id,
    identifier_kind::fbclid, identifier_kind::gclid};

/// Records in the order they are told; each knows its time and identifiers.
class story {
 public:
  story& tell(instant at, std::vector<identifier_no> ids) {
    ids_.push_back(std::move(ids));
    const auto no = static_cast<std::uint32_t>(records_.size());
    records_.push_back({no, at, "manual", texts_.emplace_back(std::to_string(no)), ids_.back()});
    return *this;
  }
  identity_resolution resolve(std::size_t max_per_identifier = 10) const {
    return resolve_identity(records_, kinds, {max_per_identifier, 100});
  }
  std::vector<contact_no> contacts() const { return resolve().of_record; }

 private:
  std::deque<std::vector<identifier_no>> ids_;
  std::deque<std::string> texts_;
  std::vector<identity_record> records_;
};

}  // namespace

TEST_CASE("identifiers of one event are one person", "[domain][identity]") {
  const auto who = story().tell(1, {ann, ann_phone}).tell(2, {ann_phone}).tell(3, {ann}).contacts();
  CHECK(who[0] == who[1]);
  CHECK(who[0] == who[2]);
}

TEST_CASE("strong links hold even where they join two addresses", "[domain][identity]") {
  const auto who = story().tell(1, {ann, ann_phone}).tell(2, {ben, ann_phone}).tell(3, {ann}).tell(4, {ben}).contacts();
  CHECK(who[2] == who[3]);
}

TEST_CASE("an event without identifiers is a person of its own", "[domain][identity]") {
  const auto who = story().tell(1, {}).tell(1, {}).contacts();
  CHECK(who[0] != who[1]);
  CHECK((who[0] & anonymous_contact) != 0);
}

TEST_CASE("touches before the person was known are stitched on", "[domain][identity]") {
  const auto who = story().tell(1, {tablet}).tell(2, {tablet, first_click}).tell(3, {ann, tablet}).contacts();
  CHECK(who[0] == who[2]);
  CHECK(who[1] == who[2]);
}

TEST_CASE("a kiosk with three logins joins nobody", "[domain][identity]") {
  const auto who = story().tell(1, {ann, kiosk}).tell(2, {ben, kiosk}).tell(3, {cleo, kiosk}).contacts();
  CHECK(who[0] != who[1]);
  CHECK(who[1] != who[2]);
  CHECK(who[0] != who[2]);
}

TEST_CASE("a touch on a shared device belongs to the last person seen there, before anyone to the first",
          "[domain][identity]") {
  const auto who = story()
                       .tell(10, {ann, kiosk})
                       .tell(20, {ben, kiosk})
                       .tell(5, {kiosk})
                       .tell(10, {kiosk})
                       .tell(15, {kiosk})
                       .tell(20, {kiosk})
                       .tell(99, {kiosk})
                       .contacts();
  const auto first = who[0], second = who[1];
  CHECK(who[2] == first);
  CHECK(who[3] == first);
  CHECK(who[4] == first);
  CHECK(who[5] == second);
  CHECK(who[6] == second);
}

TEST_CASE("an identifier of one person goes before a shared one", "[domain][identity]") {
  const auto who = story()
                       .tell(10, {ann, kiosk})
                       .tell(20, {ben, kiosk})
                       .tell(30, {ann, first_click})
                       .tell(40, {kiosk, first_click})
                       .contacts();
  CHECK(who[3] == who[0]);
}

TEST_CASE("click ids link like devices", "[domain][identity]") {
  const auto who = story().tell(1, {tablet, last_click}).tell(2, {ann, last_click}).tell(3, {tablet}).contacts();
  CHECK(who[0] == who[1]);
  CHECK(who[2] == who[1]);
}

TEST_CASE("two click ids of one event do not link each other", "[domain][identity]") {
  const auto who = story().tell(1, {first_click, last_click}).tell(2, {first_click}).tell(3, {last_click}).contacts();
  CHECK(who[1] != who[2]);
}

TEST_CASE("the earlier device link stands when two of them conflict", "[domain][identity]") {
  // The tablet was Ann's before it became Ben's: what only the tablet was seen with stays Ann's.
  const auto who =
      story().tell(2, {ben, tablet}).tell(1, {ann, tablet}).tell(3, {tablet, laptop}).tell(0, {laptop}).contacts();
  CHECK(who[3] == who[1]);
}

TEST_CASE("an address that came with too many phones links nothing any more, and is reported", "[domain][identity]") {
  story told;
  told.tell(1, {ann, ann_phone}).tell(2, {ann, ben_phone}).tell(3, {ann_phone}).tell(4, {ben_phone}).tell(5, {ann});
  const auto lenient = told.resolve(2);
  CHECK(lenient.of_record[2] == lenient.of_record[3]);
  CHECK(lenient.shared.empty());
  const auto strict = told.resolve(1);
  CHECK(strict.shared == std::vector<identifier_no>{ann});
  CHECK(strict.of_record[2] != strict.of_record[3]);
  CHECK(strict.of_record[0] == strict.of_record[2]);  // the phone it came with still names it
  CHECK((strict.of_record[4] & anonymous_contact) != 0);
}
