#include <catch2/catch.hpp>

#include "identity_teller.hpp"

using namespace hub;
using namespace hub::telling;

namespace {

const auto ann = of(identifier_kind::email, "ann"), ben = of(identifier_kind::email, "ben");
const auto ann_phone = of(identifier_kind::phone, "1"), ben_phone = of(identifier_kind::phone, "2");
const auto kiosk = of(identifier_kind::anonymous_id, "kiosk"), laptop = of(identifier_kind::fbp, "laptop");
const auto click = of(identifier_kind::gclid, "click");

/// Told one after the other, as the graph keeps them.
struct told_one_by_one : teller {
  told_one_by_one(std::initializer_list<told> all, identity_policy policy = {}) : teller(policy) {
    for (const auto& r : all) tell(r);
  }
  std::uint32_t tell(const told& r) {
    const auto record = add(r);
    settle();
    return record;
  }
  contact_no of_record(std::uint32_t record) const { return graph().contact_of(record); }
  contact_no of_identifier(const identifier& id) const { return graph().find(identifier_key(id)).value_or(no_contact); }
};

}  // namespace

TEST_CASE("a device of two people is its owner's again when the two turn out to be one", "[domain][identity]") {
  told_one_by_one t({{1, "1", {ben, ben_phone, laptop}},
                     {2, "2", {kiosk, laptop}},
                     {3, "3", {ann, kiosk}},
                     {4, "4", {ann_phone, kiosk}},
                     {5, "5", {kiosk}}});
  CHECK(t.of_record(4) == t.of_identifier(ann_phone));
  t.tell({6, "6", {ann, ann_phone}});
  CHECK(t.of_record(4) == t.of_identifier(ben));
}

TEST_CASE("a device goes to who used it next when the first use is taken back", "[domain][identity]") {
  told_one_by_one t({{1, "1", {ann, kiosk}}, {2, "2", {ben, kiosk}}, {5, "3", {ann, kiosk}}});
  CHECK(t.of_identifier(kiosk) == t.of_identifier(ann));
  t.remove(0);
  t.settle();
  CHECK(t.of_identifier(kiosk) == t.of_identifier(ben));
}

TEST_CASE("a device goes to who turns out to have used it first", "[domain][identity]") {
  told_one_by_one t({{5, "1", {ann, kiosk}}, {4, "2", {ben, kiosk}}});
  CHECK(t.of_identifier(kiosk) == t.of_identifier(ben));
  t.tell({3, "3", {ann, kiosk}});
  CHECK(t.of_identifier(kiosk) == t.of_identifier(ann));
}

TEST_CASE("touches on a shared device follow a person who turns out to be somebody known", "[domain][identity]") {
  told_one_by_one t({{1, "1", {ann, kiosk}},
                     {2, "2", {ben, kiosk}},
                     {3, "3", {kiosk}},
                     {3, "4", {ben_phone, laptop, click}},
                     {4, "5", {ben, ben_phone}}});
  CHECK(t.of_record(2) == t.of_identifier(ben));
  CHECK(t.of_record(2) == t.of_record(3));
}

TEST_CASE("an identifier told again in the batch that took it back counts among those met", "[domain][identity]") {
  told_one_by_one t({{1, "1", {ann, ann_phone}}}, {1, 100});
  t.remove(0);
  t.add({2, "2", {ann, ben_phone}});
  t.add({3, "3", {ann, ann_phone}});
  t.settle();
  CHECK(t.graph().shared_count() == 1);
  CHECK(t.of_identifier(ann) == no_contact);
}

TEST_CASE("what a shared address joined falls apart, and joins again when its records are taken back",
          "[domain][identity]") {
  told_one_by_one t({{1, "1", {ann, ann_phone}}, {2, "2", {ann, ben_phone}}}, {1, 100});
  CHECK(t.of_identifier(ann_phone) != t.of_identifier(ben_phone));
  REQUIRE(t.graph().shared().size() == 1);
  const auto shared = t.graph().shared().front();
  CHECK(shared.identifier.key == identifier_key(ann));
  CHECK(shared.met == std::array<std::size_t, strong_kinds>{0, 2, 0, 0});
  CHECK(shared.records == 2);
  CHECK(shared.first_at == 1);
  CHECK(shared.last_at == 2);
  const auto further = t.tell({3, "3", {ann, laptop}});
  CHECK(t.of_record(further) == t.of_identifier(laptop));
  t.remove(1);
  t.settle();
  CHECK(t.graph().shared_count() == 0);
  CHECK(t.of_identifier(ann_phone) == t.of_record(further));
}

TEST_CASE("a device that met too many people links nobody", "[domain][identity]") {
  told_one_by_one t({{1, "1", {ann, kiosk}}, {2, "2", {ben, kiosk}}, {3, "3", {kiosk}}}, {10, 2});
  CHECK(t.of_record(2) == t.of_identifier(ben));
  t.tell({4, "4", {of(identifier_kind::email, "cleo"), kiosk}});
  CHECK(t.of_record(2) == (anonymous_contact | 2));
  CHECK(t.graph().shared_count() == 1);
}

TEST_CASE("two hundred identifiers in one record link nobody, and the next record does not either",
          "[domain][identity]") {
  told one{1, "1", {}};
  for (int i = 0; i < 200; ++i) one.identifiers.push_back(of(identifier_kind::email, std::to_string(i)));
  told_one_by_one t({one});
  CHECK(t.graph().shared_count() == 200);
  const auto after = t.tell({2, "2", {of(identifier_kind::email, "7"), ann_phone}});
  CHECK(t.of_record(after) == t.of_identifier(ann_phone));
}
