#include "domain/identity_verdicts.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "stories.hpp"

using namespace hub;
using namespace hub::told;

namespace {

/// Everything that people can ask: conversions, who is one person, and credits; and the state hash.
struct hub_state {
  std::string hash;
  std::set<std::string> done;
  std::map<std::string, std::string> who;
  std::map<std::string, std::vector<std::int64_t>> credited;

  friend bool operator==(const hub_state&, const hub_state&) = default;
};

class told_hub {
 public:
  explicit told_hub(std::vector<fact_body> story) : story_(std::move(story)) {
    for (const auto& fact : sealed(story_)) hear({fact});
  }
  void tell(const fact_body& fact) { hear({seal(fact, start)}); }
  hub_state state() const {
    return {known_.state().hash(), conversions(known_, story_), people(known_, story_), heard_.credits()};
  }
  const truth& known() const { return known_; }

 private:
  void hear(std::vector<sealed_fact> facts) { heard_.hear(known_.apply(std::move(facts), start)); }

  std::vector<fact_body> story_;
  truth known_;
  listener heard_;
};

identifier any_identifier() {
  return {pick({identifier_kind::email, identifier_kind::phone, identifier_kind::anonymous_id, identifier_kind::gclid}),
          text_of({"ann", "ben", "1", "2", "tablet", "laptop", "g1"}), true};
}

identity_verdict apart(std::vector<identifier> ids, std::string id = "vd_1", instant at = start) {
  return {"manual", std::move(id), at, verdict::apart, std::move(ids), ""};
}
identity_verdict withdrawn(std::string id = "vd_1") {
  return {"manual", std::move(id), start + day_us, verdict::withdrawn, {}, ""};
}

const identifier ann{identifier_kind::email, "ann", true}, ben{identifier_kind::email, "ben", true};

conversion_event sale_of(const identifier& who, std::string id) {
  conversion_event e;
  e.source = "manual";
  e.external_id = std::move(id);
  e.type = "purchase";
  e.occurred_at = start;
  e.identifiers = {who};
  return e;
}

/// Whether an item of the story names both: then it tells of them too, and a decision is about it as well.
bool told_together(const std::vector<fact_body>& story, const identifier& a, const identifier& b) {
  return std::any_of(story.begin(), story.end(), [&](const fact_body& fact) {
    return std::visit(
        [&](const auto& body) {
          if constexpr (requires { body.identifiers; }) {
            const auto& ids = body.identifiers;
            return std::count(ids.begin(), ids.end(), a) > 0 && std::count(ids.begin(), ids.end(), b) > 0;
          } else {
            return false;
          }
        },
        fact);
  });
}

/// Pairs of known identifiers that are not of one contact and were never told together, the stronger first.
std::vector<std::pair<identifier, identifier>> of_two_contacts(const truth& t, const std::vector<fact_body>& story) {
  const std::vector<identifier> all = {ann,
                                       ben,
                                       {identifier_kind::email, "cleo", true},
                                       {identifier_kind::phone, "1", true},
                                       {identifier_kind::phone, "2", true},
                                       {identifier_kind::anonymous_id, "tablet", true},
                                       {identifier_kind::anonymous_id, "laptop", true},
                                       {identifier_kind::gclid, "g1", true}};
  std::vector<std::pair<identifier, identifier>> out;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      const auto one = t.contact_id_of(identifier_key(all[i])), other = t.contact_id_of(identifier_key(all[j]));
      if (one && other && one != other && !told_together(story, all[i], all[j])) out.emplace_back(all[i], all[j]);
    }
  return out;
}

bool one_contact(const truth& t) {
  return t.contact_id_of(identifier_key(ann)) == t.contact_id_of(identifier_key(ben));
}

}  // namespace

TEST_CASE("parting what a link joined restores people, conversions and credits, and withdrawing joins them again",
          "[domain][identity][truth]") {
  rc::prop("", [] {
    auto story = any_story();
    story.push_back(sale_of({identifier_kind::email, "cleo", true}, "cleo's"));
    told_hub hub(story);
    const auto pairs = of_two_contacts(hub.known(), story);
    const auto [a, b] = pairs[*rc::gen::inRange<std::size_t>(0, pairs.size())];
    const auto before = hub.state();
    hub.tell(identity_event{"manual", "joins", any_time(), {a, b}});
    const auto joined = hub.state();
    hub.tell(apart({a, b}));
    RC_ASSERT(hub.state() == before);
    hub.tell(withdrawn());
    RC_ASSERT(hub.state() == joined);
  });
}

TEST_CASE("decisions about contacts count the same in whatever order they and the facts come",
          "[domain][identity][truth]") {
  rc::prop("", [] {
    auto story = any_story();
    for (int no = *rc::gen::inRange(1, 4); no > 0; --no) {
      const auto id = "vd_" + std::to_string(no);
      story.push_back(apart({any_identifier(), any_identifier(), any_identifier()}, id, any_time()));
      if (*rc::gen::inRange(0, 3) == 0) story.push_back(apart({any_identifier(), any_identifier()}, id, any_time()));
      if (*rc::gen::arbitrary<bool>()) story.push_back(withdrawn(id));
    }
    RC_ASSERT(told_hub(story).state() == told_hub(shuffled(story)).state());
  });
}

TEST_CASE("a decision about identifiers that nobody has seen waits for them", "[domain][identity][truth]") {
  told_hub hub({apart({ann, ben}), sale_of(ann, "1"), sale_of(ben, "2")});
  hub.tell(identity_event{"manual", "i", start, {ann, ben}});
  CHECK_FALSE(one_contact(hub.known()));
}

TEST_CASE("a decision that was withdrawn before it came says nothing", "[domain][identity][truth]") {
  told_hub hub({withdrawn(), sale_of(ann, "1"), sale_of(ben, "2"), identity_event{"manual", "i", start, {ann, ben}}});
  hub.tell(apart({ann, ben}));
  CHECK(one_contact(hub.known()));
  REQUIRE(hub.known().contact_verdicts().list().size() == 1);
  const auto& listed = *hub.known().contact_verdicts().list().front();
  CHECK(listed.withdrawn);
  CHECK(listed.told.identifiers == std::vector{ann, ben});
}

TEST_CASE("what an item names together stays one person where only the first of it is parted from the rest",
          "[domain][identity][truth]") {
  const identifier phone{identifier_kind::phone, "1", true};
  auto all = sale_of(ann, "1");
  all.identifiers = {ann, ben, phone};
  const told_hub hub({all, apart({ann, ben}, "vd_1"), apart({ann, phone}, "vd_2")});
  const auto who = [&](const identifier& id) { return hub.known().contact_id_of(identifier_key(id)); };
  CHECK(who(ben) == who(phone));
  CHECK(who(ann) != who(ben));
  REQUIRE(hub.known().contact(identifier_key(ann)));
  CHECK(hub.known().contact(identifier_key(ann))->conversions.size() == 1);  // it is that of its first identifier
}

TEST_CASE("the log brings decisions about contacts back", "[domain][identity][truth]") {
  truth known, again;
  std::vector<sealed_fact> log;
  for (const fact_body& body :
       std::vector<fact_body>{sale_of(ann, "1"), sale_of(ben, "2"), identity_event{"manual", "i", start, {ann, ben}},
                              apart({ann, ben}), apart({ann, ben})})
    for (auto& stored : known.apply({seal(body, start)}, start).stored) log.push_back(std::move(stored));
  CHECK(log.size() == 4);  // told twice, it is one decision
  again.reload(log);
  CHECK_FALSE(one_contact(known));
  CHECK_FALSE(one_contact(again));
}

TEST_CASE("a contact tells which records joined its identifiers and which links were refused",
          "[domain][identity][truth]") {
  const identifier phone{identifier_kind::phone, "1", true}, tablet{identifier_kind::anonymous_id, "tablet", true};
  auto both = sale_of(ann, "1"), tablets = sale_of(ann, "2"), bens = sale_of(ben, "3");
  both.identifiers = {ann, phone};
  tablets.identifiers = {ann, tablet};
  tablets.occurred_at = start + 2;
  bens.identifiers = {ben, tablet};
  bens.occurred_at = start + 3;
  touch_event early;
  early.source = "touchpoints";
  early.external_id = "t";
  early.occurred_at = start + 1;
  early.identifiers = {tablet};
  const told_hub hub({both, tablets, bens, early});
  const auto contact = hub.known().contact(identifier_key(ann));
  REQUIRE(contact);
  REQUIRE(contact->identifiers.size() == 3);
  REQUIRE(contact->links.size() == 3);
  CHECK(contact->links[0].rule == link_rule::strong);
  CHECK(contact->links[0].external_id == "1");
  CHECK(contact->links[1].rule == link_rule::stitched);
  CHECK(contact->links[1].external_id == "2");
  CHECK(contact->links[2].refused == link_refusal::conflict);
  CHECK(contact->links[2].external_id == "3");
  CHECK(contact->links[2].a.key == identifier_key(ben));
}
