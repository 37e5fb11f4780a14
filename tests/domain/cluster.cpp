#include "domain/cluster.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "domain/time.hpp"

using namespace hub;

namespace {

const currency usd = parse_currency("USD").value();
const currency eur = parse_currency("EUR").value();

/// A purchase of 49.00 USD by contact 1, told by *source* at *hours*; tests change what they are about.
block_event told(std::string_view source, std::string_view id, double hours) {
  static constexpr std::string_view by_authority[] = {"hubspot", "manual", "meta_capi", "anytrack", "meta_pixel"};
  block_event e;
  e.at = static_cast<instant>(hours * static_cast<double>(hour_us));
  e.source = source;
  e.external_id = id;
  const auto* at = std::find(std::begin(by_authority), std::end(by_authority), source);
  e.authority = static_cast<std::uint32_t>(at - std::begin(by_authority));
  e.family = 1;
  e.from_meta = source.starts_with("meta");
  e.contact = 1;
  e.amount = 4900;
  e.currency = usd;
  return e;
}

block_event with_order(block_event e, std::uint64_t order) {
  e.order_key = order;
  return e;
}

block_event with_event_key(block_event e, std::uint64_t key, name_id dataset = 0) {
  e.event_key = key;
  e.dataset = dataset;
  e.contact = no_contact;  // so that only the key can join it
  return e;
}

/// The clusters as sets of external ids.
std::set<std::set<std::string>> clusters(std::vector<block_event> events, const dedup_policy& policy = {},
                                         const std::vector<decided_pair>& decided = {}) {
  std::set<std::set<std::string>> out;
  for (const auto& c : cluster_block(events, policy, decided)) {
    std::set<std::string> ids;
    for (const auto m : c.members) ids.emplace(events[m].external_id);
    out.insert(ids);
  }
  return out;
}

using sets = std::set<std::set<std::string>>;

/// Clusters of two events: one when they are one conversion.
std::size_t count(const block_event& a, const block_event& b, const dedup_policy& policy = {}) {
  return clusters({a, b}, policy).size();
}

const instant a_moment = 1;

}  // namespace

// T1: order keys

TEST_CASE("one order id is one conversion whatever else differs", "[domain][dedup]") {
  auto other = with_order(told("manual", "m", 24.0 * 400), 7);
  other.contact = 2;
  other.amount = 100;
  other.currency = eur;
  CHECK(count(with_order(told("hubspot", "h", 0), 7), other) == 1);
}

TEST_CASE("one order id joins two events of one source too", "[domain][dedup]") {
  CHECK(count(with_order(told("manual", "a", 0), 7), with_order(told("manual", "b", 1), 7)) == 1);
}

TEST_CASE("one order id in two families is two conversions", "[domain][dedup]") {
  auto lead = with_order(told("hubspot", "h", 0), 7);
  lead.family = 2;
  CHECK(count(lead, with_order(told("manual", "m", 0), 7)) == 2);
}

// T2: Meta's event keys

TEST_CASE("one Meta event key joins pixel and server within 48 hours, the edge included", "[domain][dedup]") {
  const auto server = with_event_key(told("meta_capi", "s", 0), 5);
  CHECK(count(server, with_event_key(told("meta_pixel", "p", 48), 5)) == 1);
  auto late = with_event_key(told("meta_pixel", "p", 48), 5);
  late.at += a_moment;
  CHECK(count(server, late) == 2);
}

TEST_CASE("an event key joins only events of Meta", "[domain][dedup]") {
  CHECK(count(with_event_key(told("meta_capi", "s", 0), 5), with_event_key(told("anytrack", "a", 0), 5)) == 2);
  CHECK(count(with_event_key(told("meta_capi", "s", 0), 5), with_event_key(told("meta_pixel", "p", 0), 6)) == 2);
}

TEST_CASE("an unknown dataset equals any, two known ones must be equal", "[domain][dedup]") {
  const auto known = with_event_key(told("meta_capi", "s", 0), 5, 1);
  CHECK(count(known, with_event_key(told("meta_pixel", "p", 0), 5, 0)) == 1);
  CHECK(count(known, with_event_key(told("meta_pixel", "p", 0), 5, 1)) == 1);
  CHECK(count(known, with_event_key(told("meta_pixel", "p", 0), 5, 2)) == 2);
}

TEST_CASE("an event key is refused where order ids conflict", "[domain][dedup]") {
  const auto server = with_order(with_event_key(told("meta_capi", "s", 0), 5), 1);
  CHECK(count(server, with_order(with_event_key(told("meta_pixel", "p", 0), 5), 2)) == 2);
  CHECK(count(server, with_event_key(told("meta_pixel", "p", 0), 5)) == 1);
}

// T3: contact, amount and time

TEST_CASE("two sources that tell the same amount of one contact within 24 hours are one", "[domain][dedup]") {
  CHECK(count(told("manual", "m", 0), told("hubspot", "h", 24)) == 1);
  auto late = told("hubspot", "h", 24);
  late.at += a_moment;
  CHECK(count(told("manual", "m", 0), late) == 2);
}

TEST_CASE("the window is a setting", "[domain][dedup]") {
  dedup_policy narrow;
  narrow.window_us = hour_us;
  CHECK(count(told("manual", "m", 0), told("hubspot", "h", 1), narrow) == 1);
  CHECK(count(told("manual", "m", 0), told("hubspot", "h", 1.01), narrow) == 2);
}

TEST_CASE("two equal orders from one source are two", "[domain][dedup]") {
  CHECK(count(told("manual", "a", 0), told("manual", "b", 0.5)) == 2);
}

TEST_CASE("another contact, or none, is another conversion", "[domain][dedup]") {
  auto other = told("hubspot", "h", 0);
  other.contact = 2;
  CHECK(count(told("manual", "m", 0), other) == 2);
  auto nobody = told("manual", "m", 0), nobody_either = told("hubspot", "h", 0);
  nobody.contact = nobody_either.contact = no_contact;
  CHECK(count(nobody, nobody_either) == 2);
}

TEST_CASE("another family, currency or amount is another conversion", "[domain][dedup]") {
  auto lead = told("hubspot", "h", 0), euros = lead, more = lead;
  lead.family = 2;
  euros.currency = eur;
  more.amount = 4901;
  for (const auto& other : {lead, euros, more}) CHECK(count(told("manual", "m", 0), other) == 2);
}

TEST_CASE("no amount matches no amount, never zero", "[domain][dedup]") {
  auto none = told("manual", "m", 0), none_either = told("hubspot", "h", 0), zero = none_either;
  none.amount = none_either.amount = std::nullopt;
  none.currency = none_either.currency = {};
  zero.amount = 0;
  CHECK(count(none, none_either) == 1);
  CHECK(count(none, zero) == 2);
}

TEST_CASE("a tolerance lets amounts differ by so many minor units and no more", "[domain][dedup]") {
  dedup_policy lenient;
  lenient.amount_tolerance = 2;
  auto more = told("hubspot", "h", 0);
  more.amount = 4902;
  CHECK(count(told("manual", "m", 0), more, lenient) == 1);
  more.amount = 4903;
  CHECK(count(told("manual", "m", 0), more, lenient) == 2);
}

TEST_CASE("two order ids conflict, an order id and none do not", "[domain][dedup]") {
  const auto first = with_order(told("manual", "m", 0), 1);
  CHECK(count(first, with_order(told("hubspot", "h", 0), 2)) == 2);
  CHECK(count(first, told("hubspot", "h", 0)) == 1);
}

TEST_CASE("two event keys conflict, an event key and none do not", "[domain][dedup]") {
  auto server = told("meta_capi", "s", 0), pixel = told("meta_pixel", "p", 0);
  server.event_key = 1;
  CHECK(count(server, pixel) == 1);
  pixel.event_key = 2;
  CHECK(count(server, pixel) == 2);
}

TEST_CASE("what somebody declared different is never joined by any rule", "[domain][dedup]") {
  const std::vector<decided_pair> never{{0, 1, false}};
  CHECK(clusters({told("manual", "m", 0), told("hubspot", "h", 0)}, {}, never).size() == 2);
  CHECK(clusters({with_order(told("manual", "m", 0), 7), with_order(told("hubspot", "h", 0), 7)}, {}, never).size() ==
        2);
  CHECK(
      clusters({with_event_key(told("meta_capi", "s", 0), 5), with_event_key(told("meta_pixel", "p", 0), 5)}, {}, never)
          .size() == 2);
}

// How T3 chooses

TEST_CASE("crossing orders of one person are paired so that none is left over", "[domain][dedup]") {
  // The nearest pair is m2 with h1; taking it would leave m1 and h2, 40 hours apart, unmatched.
  CHECK(clusters({told("manual", "m1", 0), told("manual", "m2", 21), told("hubspot", "h1", 20),
                  told("hubspot", "h2", 40)}) == sets{{"m1", "h1"}, {"m2", "h2"}});
}

TEST_CASE("of equally many pairs the nearer ones are joined", "[domain][dedup]") {
  CHECK(clusters({told("manual", "m1", 0), told("hubspot", "h1", 3), told("hubspot", "h2", -1)}) ==
        sets{{"m1", "h2"}, {"h1"}});
}

TEST_CASE("of equally near events the earlier one is joined", "[domain][dedup]") {
  CHECK(clusters({told("manual", "m1", 0), told("hubspot", "h1", 1), told("hubspot", "h2", -1)}) ==
        sets{{"m1", "h2"}, {"h1"}});
}

TEST_CASE("three sources of one order are one conversion", "[domain][dedup]") {
  CHECK(clusters({told("manual", "m", 0), told("hubspot", "h", 1), told("anytrack", "a", 2)}).size() == 1);
}

TEST_CASE("a chain of sources may reach beyond the window, for the window slides", "[domain][dedup]") {
  CHECK(clusters({told("hubspot", "h", 0), told("manual", "m", 20), told("anytrack", "a", 40)}).size() == 1);
}

TEST_CASE("a cluster that already holds a source takes no second event of it by likeness", "[domain][dedup]") {
  const auto found = clusters(
      {with_order(told("hubspot", "h1", 0), 7), with_order(told("manual", "m1", 0), 7), told("manual", "m2", 0.5)});
  CHECK(found == sets{{"h1", "m1"}, {"m2"}});
}

TEST_CASE("a cluster stands at its earliest event when equally good pairs are ordered", "[domain][dedup]") {
  // m1 (8:00) may only join h1 (10:00), because m1 and h2 name different orders. That cluster then stands before h2
  // (9:00), so that a, half an hour from h1 and from h2, joins it.
  const auto found = clusters({told("hubspot", "h1", 10), with_order(told("hubspot", "h2", 9), 2),
                               with_order(told("manual", "m1", 8), 1), told("anytrack", "a", 9.5)});
  CHECK(found == sets{{"h1", "m1", "a"}, {"h2"}});
}

TEST_CASE("a setting lets likeness join keyless events of one source", "[domain][dedup]") {
  dedup_policy within;
  within.same_source_fuzzy = true;
  CHECK(count(told("manual", "a", 0), told("manual", "b", 1), within) == 1);
  CHECK(count(with_order(told("manual", "a", 0), 1), told("manual", "b", 1), within) == 2);
}

TEST_CASE("every merged event can say by which rule and with whom it came", "[domain][dedup]") {
  const std::vector<block_event> events{with_order(told("hubspot", "h", 0), 7), with_order(told("manual", "m", 50), 7),
                                        told("anytrack", "a", 51)};
  const auto found = cluster_block(events, {});
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].links.size() == 2);
  std::set<merge_rule> rules;
  for (const auto& link : found[0].links) rules.insert(link.rule);
  CHECK(rules == std::set{merge_rule::order_key, merge_rule::fuzzy});
}
