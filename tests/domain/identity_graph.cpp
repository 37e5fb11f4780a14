#include "domain/identity_graph.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>

using namespace hub;

namespace {

struct told {
  instant at = 0;
  std::string id;
  std::vector<identifier> identifiers;
};

identifier of(identifier_kind kind, std::string value) { return {kind, std::move(value), true}; }

/// A record with few possible identifiers, so that records meet, conflict and share.
told any_record(std::size_t no, int pool) {
  told r;
  r.at = *rc::gen::inRange<instant>(0, 6);
  r.id = std::to_string(no);
  for (const auto kind : {identifier_kind::email, identifier_kind::phone, identifier_kind::anonymous_id,
                          identifier_kind::fbp, identifier_kind::gclid})
    if (const auto which = *rc::gen::inRange(0, 9); which < pool)
      r.identifiers.push_back(of(kind, std::to_string(which)));
  return r;
}

std::vector<told> records(std::size_t most = 14) {
  std::vector<told> out(*rc::gen::inRange<std::size_t>(0, most));
  const auto pool = *rc::gen::inRange(2, 7);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = any_record(i, pool);
  return out;
}

/// Contacts renumbered in order of appearance: equal for equal partitions.
std::vector<std::size_t> partition(const std::vector<contact_no>& contacts) {
  std::map<contact_no, std::size_t> seen;
  std::vector<std::size_t> out;
  for (const auto c : contacts) out.push_back(seen.try_emplace(c, seen.size()).first->second);
  return out;
}

/// A graph, what it was told, and what that means when it is resolved at once.
class teller {
 public:
  explicit teller(identity_policy policy) : policy_(policy), graph_(policy) {}

  std::uint32_t add(const told& r) {
    all_.push_back(r);
    removed_.push_back(false);
    return graph_.add(r.at, "manual", texts_.add(r.id), r.identifiers);
  }
  void remove(std::uint32_t record) {
    if (removed_[record]) return;
    removed_[record] = true;
    graph_.remove(record);
  }
  void part(const std::vector<identifier>& ids, bool apart) {
    graph_.part(ids, apart);
    for (std::size_t i = 0; i < ids.size(); ++i)
      for (std::size_t j = i + 1; j < ids.size(); ++j)
        said_[std::minmax(identifier_key(ids[i]), identifier_key(ids[j]))] += apart ? 1 : -1;
  }
  std::vector<std::uint32_t> settle() {
    std::vector<std::uint32_t> changed;
    graph_.settle(changed);
    return changed;
  }

  /// The contacts of all records that are there, then of all identifiers.
  std::vector<contact_no> kept() const {
    std::vector<contact_no> out;
    for (std::uint32_t i = 0; i < all_.size(); ++i)
      if (!removed_[i]) out.push_back(graph_.contact_of(i));
    for (identifier_no id = 0; id < graph_.identifier_count(); ++id)
      if (const auto found = graph_.find(graph_.key_of_identifier(id))) out.push_back(*found);
    return out;
  }
  /// What resolve_identity says over everything at once.
  std::vector<contact_no> resolved() const {
    const auto all = resolution();
    auto out = all.of_record;
    for (const auto& id : all.of_identifier)
      if (id.contact != no_contact) out.push_back(id.contact);
    return out;
  }
  identity_resolution resolution() const {
    std::vector<identifier_kind> kinds;
    std::map<key128, identifier_no> numbers;
    for (identifier_no i = 0; i < graph_.identifier_count(); ++i) {
      kinds.push_back(graph_.kind_of(i));
      numbers.emplace(graph_.key_of_identifier(i), i);
    }
    std::vector<identity_record> view;
    for (std::uint32_t i = 0; i < all_.size(); ++i)
      if (!removed_[i]) view.push_back({i, all_[i].at, "manual", all_[i].id, graph_.identifiers_of(i)});
    std::vector<apart_pair> apart;
    for (const auto& [keys, times] : said_)
      if (times > 0) apart.emplace_back(numbers.at(keys.first), numbers.at(keys.second));
    return resolve_identity(view, kinds, policy_, apart);
  }
  const identity_graph& graph() const { return graph_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(all_.size()); }

 private:
  identity_policy policy_;
  text_arena texts_;
  std::vector<told> all_;
  std::vector<bool> removed_;
  std::map<std::pair<key128, key128>, int> said_;
  identity_graph graph_;
};

identity_policy any_policy() {
  return {*rc::gen::element<std::size_t>(1, 2, 3, 10), *rc::gen::element<std::size_t>(1, 2, 3, 100)};
}

/// Two or three identifiers of the pool that records are made of.
std::vector<identifier> any_two() {
  std::vector<identifier> ids;
  while (ids.size() < 2 || (ids.size() < 3 && *rc::gen::inRange(0, 4) == 0)) {
    const auto kind = *rc::gen::element(identifier_kind::email, identifier_kind::email, identifier_kind::phone,
                                        identifier_kind::anonymous_id, identifier_kind::gclid);
    const auto id = of(kind, std::to_string(*rc::gen::inRange(0, 4)));
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

}  // namespace

TEST_CASE("contacts kept up to date record by record are those resolved over all records", "[domain][identity]") {
  rc::prop("", [] {
    teller t(any_policy());
    for (const auto& r : records(30)) {
      t.add(r);
      if (*rc::gen::arbitrary<bool>()) t.settle();
    }
    t.settle();
    RC_ASSERT(partition(t.kept()) == partition(t.resolved()));
  });
}

TEST_CASE("contacts are those resolved over what is left, whatever came, went and was decided", "[domain][identity]") {
  rc::prop("", [] {
    teller t(any_policy());
    std::vector<std::vector<identifier>> said;
    for (const auto& r : records(40)) {
      t.add(r);
      switch (*rc::gen::inRange(0, 10)) {
        case 0:
        case 1: t.remove(*rc::gen::inRange<std::uint32_t>(0, t.size())); break;
        case 2: t.part(said.emplace_back(any_two()), true); break;
        case 3:
          if (said.empty()) break;
          t.part(said.back(), false);
          said.pop_back();
          break;
        case 4: {  // an event told again, under another time
          const auto again = *rc::gen::inRange<std::uint32_t>(0, t.size());
          t.remove(again);
          auto version = r;
          version.at += *rc::gen::inRange<instant>(-3, 4);
          t.add(version);
          break;
        }
        default: t.settle();
      }
    }
    t.settle();
    RC_ASSERT(partition(t.kept()) == partition(t.resolved()));
  });
}

TEST_CASE("after each step contacts are those resolved over all records, where few people share few devices",
          "[domain][identity]") {
  rc::prop("", [] {
    teller t({*rc::gen::element<std::size_t>(2, 100), 100});
    const auto steps = *rc::gen::inRange(0, 40);
    const bool decisions = *rc::gen::inRange(0, 4) == 0;
    for (int step = 0; step < steps; ++step) {
      told r{*rc::gen::inRange<instant>(0, 20), std::to_string(step), {}};
      const auto maybe = [&](identifier_kind kind, int in, int pool) {
        if (*rc::gen::inRange(0, in) == 0)
          r.identifiers.push_back(of(kind, std::to_string(*rc::gen::inRange(0, pool))));
      };
      maybe(identifier_kind::email, 3, 2);
      maybe(identifier_kind::phone, 6, 2);
      maybe(identifier_kind::external_id, 9, 2);
      maybe(identifier_kind::anonymous_id, 2, 2);
      maybe(identifier_kind::fbp, 6, 2);
      maybe(identifier_kind::gclid, 4, 3);
      t.add(r);
      if (*rc::gen::inRange(0, 4) == 0) t.remove(*rc::gen::inRange<std::uint32_t>(0, t.size()));
      if (decisions && *rc::gen::inRange(0, 8) == 0) t.part(any_two(), true);
      t.settle();
      RC_ASSERT(partition(t.kept()) == partition(t.resolved()));
    }
  });
}

TEST_CASE("contacts do not depend on the order in which records arrive", "[domain][identity]") {
  rc::prop("", [] {
    const auto all = records();
    const auto policy = any_policy();
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
    teller in_order(policy), shuffled(policy);
    for (const auto& r : all) in_order.add(r);
    for (const auto i : order) shuffled.add(all[i]);
    in_order.settle();
    shuffled.settle();
    std::vector<contact_no> contacts(all.size()), others(all.size());
    for (std::uint32_t no = 0; no < order.size(); ++no) {
      contacts[no] = in_order.graph().contact_of(no);
      others[order[no]] = shuffled.graph().contact_of(no);
    }
    RC_ASSERT(partition(contacts) == partition(others));
  });
}

TEST_CASE("every record whose contact changed is told", "[domain][identity]") {
  rc::prop("", [] {
    teller t(any_policy());
    std::vector<contact_no> known;
    for (const auto& r : records(30)) {
      t.add(r);
      if (*rc::gen::inRange(0, 8) == 0) t.part(any_two(), true);
      known.push_back(no_contact);
      for (const auto no : t.settle()) known[no] = t.graph().contact_of(no);
      for (std::uint32_t no = 0; no < known.size(); ++no) RC_ASSERT(known[no] == t.graph().contact_of(no));
    }
  });
}

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

TEST_CASE("a contact is found by its identifiers, and by none of a record taken out", "[domain][identity]") {
  const auto mail = of(identifier_kind::email, "a"), phone = of(identifier_kind::phone, "1");
  teller t({});
  const auto both = t.add({1, "1", {mail, phone}});
  t.settle();
  CHECK(t.graph().find(identifier_key(mail)) == t.graph().contact_of(both));
  CHECK(t.graph().find(identifier_key(phone)) == t.graph().contact_of(both));
  CHECK_FALSE(t.graph().find(identifier_key(of(identifier_kind::email, "b"))).has_value());
  t.remove(both);
  t.add({1, "2", {mail}});
  t.settle();
  CHECK(t.graph().find(identifier_key(mail)).has_value());
  CHECK_FALSE(t.graph().find(identifier_key(phone)).has_value());
}

TEST_CASE("an identifier that does not link joins nobody", "[domain][identity]") {
  auto evidence = of(identifier_kind::phone, "1");
  evidence.links = false;
  teller t({});
  const auto a = t.add({1, "1", {evidence}});
  const auto b = t.add({1, "2", {evidence}});
  t.settle();
  CHECK(t.graph().contact_of(a) != t.graph().contact_of(b));
}

TEST_CASE("click ids share one name space whatever their network", "[domain][identity]") {
  CHECK(identifier_key(of(identifier_kind::gclid, "x")) == identifier_key(of(identifier_kind::click, "x")));
  CHECK_FALSE(identifier_key(of(identifier_kind::email, "x")) == identifier_key(of(identifier_kind::phone, "x")));
}

TEST_CASE("the evidence of a contact does not depend on the order in which its records came", "[domain][identity]") {
  rc::prop("", [] {
    const auto all = records(20);
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
    const auto policy = any_policy();
    teller in_order(policy), shuffled(policy);
    for (const auto& r : all) in_order.add(r);
    for (const auto i : order) shuffled.add(all[i]);
    in_order.settle();
    shuffled.settle();
    const auto told = [](const identity_graph& graph, std::uint32_t record) {
      std::vector<std::string> out;
      for (const auto& l : graph.evidence(graph.contact_of(record)))
        out.push_back(to_hex(l.a.key) + to_hex(l.b.key) + " " + std::to_string(static_cast<int>(l.rule)) +
                      std::to_string(static_cast<int>(l.refused)) + " " + l.external_id);
      std::sort(out.begin(), out.end());
      return out;
    };
    for (std::uint32_t no = 0; no < order.size(); ++no)
      RC_ASSERT(told(in_order.graph(), static_cast<std::uint32_t>(order[no])) == told(shuffled.graph(), no));
  });
}

TEST_CASE("taken links join the identifiers of a contact, each link two sides, and no others", "[domain][identity]") {
  rc::prop("", [] {
    teller t(any_policy());
    for (const auto& r : records(20)) t.add(r);
    t.settle();
    for (std::uint32_t no = 0; no < t.size(); ++no) {
      const auto contact = t.graph().contact_of(no);
      const auto ids = t.graph().identifiers_of_contact(contact);
      std::size_t taken = 0;
      for (const auto& l : t.graph().evidence(contact)) {
        if (l.refused != link_refusal::none) continue;
        ++taken;
        RC_ASSERT(t.graph().find(l.a.key) == contact);
        RC_ASSERT(t.graph().find(l.b.key) == contact);
      }
      RC_ASSERT(taken == (ids.empty() ? 0 : ids.size() - 1));
    }
  });
}
