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
told any_record(std::size_t no) {
  told r;
  r.at = *rc::gen::inRange<instant>(0, 6);
  r.id = std::to_string(no);
  for (const auto kind : {identifier_kind::email, identifier_kind::phone, identifier_kind::anonymous_id,
                          identifier_kind::fbp, identifier_kind::gclid})
    if (const auto which = *rc::gen::inRange(0, 9); which < 3) r.identifiers.push_back(of(kind, std::to_string(which)));
  return r;
}

std::vector<told> records() {
  std::vector<told> out(*rc::gen::inRange<std::size_t>(0, 14));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = any_record(i);
  return out;
}

/// Contacts renumbered in order of appearance: equal for equal partitions.
std::vector<std::size_t> partition(const std::vector<contact_no>& contacts) {
  std::map<contact_no, std::size_t> seen;
  std::vector<std::size_t> out;
  for (const auto c : contacts) out.push_back(seen.try_emplace(c, seen.size()).first->second);
  return out;
}

std::vector<contact_no> contacts_of(const identity_graph& graph, std::size_t n) {
  std::vector<contact_no> out;
  for (std::uint32_t i = 0; i < n; ++i) out.push_back(graph.contact_of(i));
  return out;
}

/// What resolve_identity says over everything at once.
std::vector<contact_no> resolve_all(const identity_graph& graph, const std::vector<told>& all,
                                    const identity_policy& policy) {
  std::vector<identifier_kind> kinds;
  for (identifier_no i = 0; i < graph.identifier_count(); ++i) kinds.push_back(graph.kind_of(i));
  std::vector<identity_record> view;
  for (std::uint32_t i = 0; i < all.size(); ++i)
    view.push_back({i, all[i].at, "manual", all[i].id, graph.identifiers_of(i)});
  return resolve_identity(view, kinds, policy).of_record;
}

std::uint32_t add(identity_graph& graph, const told& r, std::vector<std::uint32_t>& changed) {
  return graph.add(r.at, "manual", r.id, r.identifiers, changed);
}

identity_policy any_policy() { return {*rc::gen::element<std::size_t>(1, 2, 10)}; }

}  // namespace

TEST_CASE("contacts kept up to date record by record are those resolved over all records", "[domain][identity]") {
  rc::prop("", [] {
    const auto all = records();
    const auto policy = any_policy();
    identity_graph graph(policy);
    std::vector<std::uint32_t> changed;
    for (const auto& r : all) add(graph, r, changed);
    RC_ASSERT(partition(contacts_of(graph, all.size())) == partition(resolve_all(graph, all, policy)));
  });
}

TEST_CASE("contacts do not depend on the order in which records arrive", "[domain][identity]") {
  rc::prop("", [] {
    const auto all = records();
    const auto policy = any_policy();
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
    identity_graph in_order(policy), shuffled(policy);
    std::vector<std::uint32_t> changed;
    for (const auto& r : all) add(in_order, r, changed);
    std::vector<contact_no> contacts(all.size());
    for (const auto i : order) add(shuffled, all[i], changed);
    for (std::uint32_t no = 0; no < order.size(); ++no) contacts[order[no]] = shuffled.contact_of(no);
    RC_ASSERT(partition(contacts_of(in_order, all.size())) == partition(contacts));
  });
}

TEST_CASE("every record whose contact changed is told", "[domain][identity]") {
  rc::prop("", [] {
    identity_graph graph(any_policy());
    std::vector<contact_no> known;
    for (const auto& r : records()) {
      std::vector<std::uint32_t> changed;
      add(graph, r, changed);
      known.push_back(no_contact);
      for (const auto no : changed) known[no] = graph.contact_of(no);
      RC_ASSERT(known == contacts_of(graph, known.size()));
    }
  });
}

TEST_CASE("a record taken out leaves the contacts as if it had never been", "[domain][identity]") {
  rc::prop("", [] {
    auto all = records();
    RC_PRE(!all.empty());
    const auto out = *rc::gen::inRange<std::size_t>(0, all.size());
    const auto policy = any_policy();
    identity_graph graph(policy), without(policy);
    std::vector<std::uint32_t> changed;
    for (const auto& r : all) add(graph, r, changed);
    graph.remove(static_cast<std::uint32_t>(out), changed);
    auto left = contacts_of(graph, all.size());
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(out));
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(out));
    for (const auto& r : all) add(without, r, changed);
    RC_ASSERT(partition(left) == partition(contacts_of(without, all.size())));
  });
}

TEST_CASE("a contact is found by its identifiers, and by none of a record taken out", "[domain][identity]") {
  const auto mail = of(identifier_kind::email, "a"), phone = of(identifier_kind::phone, "1");
  identity_graph graph;
  std::vector<std::uint32_t> changed;
  const auto both = graph.add(1, "manual", "1", std::vector{mail, phone}, changed);
  CHECK(graph.find(identifier_key(mail)) == graph.contact_of(both));
  CHECK(graph.find(identifier_key(phone)) == graph.contact_of(both));
  CHECK_FALSE(graph.find(identifier_key(of(identifier_kind::email, "b"))).has_value());
  graph.remove(both, changed);
  graph.add(1, "manual", "2", std::vector{mail}, changed);
  CHECK(graph.find(identifier_key(mail)).has_value());
  CHECK_FALSE(graph.find(identifier_key(phone)).has_value());
}

TEST_CASE("an identifier that does not link joins nobody", "[domain][identity]") {
  auto evidence = of(identifier_kind::phone, "1");
  evidence.links = false;
  identity_graph graph;
  std::vector<std::uint32_t> changed;
  const auto a = graph.add(1, "meta_pixel", "1", std::vector{evidence}, changed);
  const auto b = graph.add(1, "meta_pixel", "2", std::vector{evidence}, changed);
  CHECK(graph.contact_of(a) != graph.contact_of(b));
}

TEST_CASE("click ids share one name space whatever their network", "[domain][identity]") {
  CHECK(identifier_key(of(identifier_kind::gclid, "x")) == identifier_key(of(identifier_kind::click, "x")));
  CHECK_FALSE(identifier_key(of(identifier_kind::email, "x")) == identifier_key(of(identifier_kind::phone, "x")));
}
