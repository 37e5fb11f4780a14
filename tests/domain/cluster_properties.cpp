#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <numeric>
#include <set>

#include "domain/cluster.hpp"

using namespace hub;

namespace {

constexpr std::string_view source_names[] = {"hubspot", "manual", "meta_capi", "anytrack", "meta_pixel"};
constexpr std::string_view id_names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};

/// Events crowded together in time, contacts and keys, so that the rules meet and conflict.
std::vector<block_event> crowd(std::size_t at_least = 1) {
  std::vector<block_event> events(*rc::gen::inRange<std::size_t>(at_least, std::size(id_names) + 1));
  for (std::size_t i = 0; i < events.size(); ++i) {
    auto& e = events[i];
    e.authority = *rc::gen::inRange(0U, 5U);
    e.source = source_names[e.authority];
    e.external_id = id_names[i];
    e.at = *rc::gen::inRange<instant>(0, 9) * 6 * hour_us;
    e.family = *rc::gen::inRange(1U, 3U);
    e.order_key = *rc::gen::element<std::uint64_t>(0, 0, 0, 1, 2);
    e.from_meta = e.authority == 2 || e.authority == 4;
    e.event_key = e.from_meta ? *rc::gen::element<std::uint64_t>(0, 0, 1, 2) : 0;
    e.dataset = *rc::gen::inRange(0U, 3U);
    e.contact = *rc::gen::element<contact_no>(1, 1, 1, 2, no_contact);
    e.amount = *rc::gen::element<std::optional<std::int64_t>>(std::nullopt, 100, 100, 101);
  }
  return events;
}

dedup_policy any_policy() {
  dedup_policy p;
  p.amount_tolerance = *rc::gen::element(0, 0, 1);
  p.same_source_fuzzy = *rc::gen::element(false, false, true);
  return p;
}

using named = std::set<std::set<std::string>>;

named by_name(const std::vector<block_event>& events, const std::vector<event_cluster>& clusters) {
  named out;
  for (const auto& c : clusters) {
    std::set<std::string> ids;
    for (const auto m : c.members) ids.emplace(events[m].external_id);
    out.insert(std::move(ids));
  }
  return out;
}

}  // namespace

TEST_CASE("clusters do not depend on the order in which events are given", "[domain][dedup]") {
  rc::prop("", [] {
    const auto events = crowd();
    const auto policy = any_policy();
    auto shuffled = events;
    for (std::size_t i = shuffled.size(); i > 1; --i)
      std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
    RC_ASSERT(by_name(events, cluster_block(events, policy)) == by_name(shuffled, cluster_block(shuffled, policy)));
  });
}

TEST_CASE("every event stands in exactly one cluster, joined to it by one tree of links", "[domain][dedup]") {
  rc::prop("", [] {
    const auto events = crowd();
    std::vector<int> seen(events.size(), 0);
    for (const auto& c : cluster_block(events, any_policy())) {
      RC_ASSERT(c.links.size() + 1 == c.members.size());
      std::set<std::uint32_t> reached{c.members.front()};
      for (std::size_t round = 0; round < c.links.size(); ++round)
        for (const auto& l : c.links)
          if (reached.contains(l.event) || reached.contains(l.partner)) reached.insert({l.event, l.partner});
      RC_ASSERT(reached == std::set(c.members.begin(), c.members.end()));
      for (const auto m : c.members) ++seen[m];
    }
    RC_ASSERT(std::all_of(seen.begin(), seen.end(), [](int n) { return n == 1; }));
  });
}

TEST_CASE("every link is a pair that its rule allows", "[domain][dedup]") {
  rc::prop("", [] {
    const auto events = crowd();
    const auto policy = any_policy();
    for (const auto& c : cluster_block(events, policy))
      for (const auto& l : c.links) {
        const auto &a = events[l.event], &b = events[l.partner];
        if (l.rule == merge_rule::order_key) {
          RC_ASSERT(a.order_key == b.order_key && a.order_key != 0 && a.family == b.family);
        } else if (l.rule == merge_rule::event_key) {
          RC_ASSERT(a.event_key == b.event_key && a.event_key != 0);
          RC_ASSERT(std::llabs(a.at - b.at) <= policy.event_key_window_us);
        } else {
          RC_ASSERT(l.rule == merge_rule::fuzzy);
          RC_ASSERT(a.contact == b.contact && a.contact != no_contact && a.family == b.family);
          RC_ASSERT(a.amount.has_value() == b.amount.has_value());
          RC_ASSERT(std::llabs(a.at - b.at) <= policy.window_us);
        }
        RC_ASSERT(pair_rule(a, b, policy) != merge_rule::none);
      }
  });
}

TEST_CASE("equal order ids of one family always stand together", "[domain][dedup]") {
  rc::prop("", [] {
    const auto events = crowd();
    std::vector<std::size_t> home(events.size());
    const auto clusters = cluster_block(events, any_policy());
    for (std::size_t c = 0; c < clusters.size(); ++c)
      for (const auto m : clusters[c].members) home[m] = c;
    for (std::size_t i = 0; i < events.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (events[i].order_key != 0 && events[i].order_key == events[j].order_key &&
            events[i].family == events[j].family)
          RC_ASSERT(home[i] == home[j]);
  });
}

TEST_CASE("a pair kept apart by decision never stands in one cluster, a joined one always does", "[domain][dedup]") {
  rc::prop("", [] {
    const auto events = crowd(2);
    const auto any = rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(events.size()));
    const auto a = *any, b = *rc::gen::distinctFrom(any, a);
    const auto policy = any_policy();
    for (const bool together : {true, false}) {
      const std::vector<decided_pair> decided{{a, b, together}};
      for (const auto& c : cluster_block(events, policy, decided)) {
        const auto holds = [&](std::uint32_t e) {
          return std::find(c.members.begin(), c.members.end(), e) != c.members.end();
        };
        RC_ASSERT((holds(a) && holds(b)) == (together && holds(a)));
      }
    }
  });
}

TEST_CASE("of contradicting decisions the latest wins", "[domain][dedup]") {
  rc::prop("", [] {
    auto events = crowd(3);
    for (auto& e : events) e.contact = no_contact;
    for (auto& e : events) e.order_key = e.event_key = 0;
    // 0 and 1 are one, 1 and 2 are one, but 0 and 2 are not: what was decided first cannot hold.
    const std::vector<decided_pair> decided{{0, 2, false}, {1, 2, true}, {0, 1, true}};
    const auto clusters = cluster_block(events, {}, decided);
    const auto with = [&](std::uint32_t e) {
      return *std::find_if(clusters.begin(), clusters.end(), [&](const auto& c) {
        return std::find(c.members.begin(), c.members.end(), e) != c.members.end();
      });
    };
    RC_ASSERT(with(1).members.size() == 2U);
    RC_ASSERT(with(0).members.size() == 1U);
    RC_ASSERT(with(1).links.front().rule == merge_rule::manual);
  });
}

TEST_CASE("without order and event keys no source stands twice in a cluster", "[domain][dedup]") {
  rc::prop("", [] {
    auto events = crowd();
    for (auto& e : events) e.order_key = e.event_key = 0;
    for (const auto& c : cluster_block(events, {})) {
      std::set<std::string_view> sources;
      for (const auto m : c.members) RC_ASSERT(sources.insert(events[m].source).second);
    }
  });
}
