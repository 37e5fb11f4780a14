// Pairs for people who check deduplication.
#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "tests/domain/sales.hpp"

using namespace hub;
using namespace hub::told;

namespace {

truth knowing(const std::vector<fact_body>& story) {
  truth t;
  t.apply(sealed(story), start);
  return t;
}

std::vector<duplicate_pair> all(const truth& t, pair_filter which = {}) { return t.pairs(which, {}, 1'000).first; }

/// The only pair, as `standing rule reason event/partner`.
std::string only(const truth& t) {
  const auto pairs = all(t);
  if (pairs.size() != 1) return std::to_string(pairs.size()) + " pairs";
  const auto& p = pairs[0];
  return std::string(to_string(p.standing)) + ' ' + std::string(to_string(p.rule)) + ' ' + p.reason + ' ' +
         p.event.external_id + '/' + p.partner.external_id;
}

}  // namespace

TEST_CASE("what a rule misses by little is possible, and not merged", "[domain][pairs]") {
  CHECK(only(knowing({sale("manual", "1", 4900, start), sale("hubspot", "2", 4900, start + 25 * hour_us)})) ==
        "possible fuzzy outside-window 2/1");
  CHECK(only(knowing({sale("manual", "1", 4900, start), sale("hubspot", "2", 4901, start)})) ==
        "possible fuzzy amount-differs 2/1");
  CHECK(only(knowing({sale("manual", "1", 4900, start, "#1001"), sale("hubspot", "2", 4900, start, "1001")})) ==
        "possible order_key order-ids-alike 2/1");
  CHECK(only(knowing({sale("manual", "1", 4900, start, "#1001"), sale("hubspot", "2", 8000, start, "1001")})) ==
        "possible order_key order-ids-alike 2/1");  // whatever the amounts
  auto t = knowing({sale("manual", "1", 4900, start, "1001"), sale("manual", "2", 8000, start + 99 * day_us, "#1001")});
  CHECK(only(t) == "possible order_key order-ids-alike 2/1");
  pair_filter of_one;
  of_one.conversion = event_key("manual", "1");
  CHECK(all(t, of_one).size() == 1);
  auto pixel = sale("meta_pixel", "P/1", 100, start), server = sale("meta_capi", "P/1", 200, start + 49 * hour_us);
  for (auto* e : {&pixel, &server}) e->event_name = "P", e->event_id = "1";
  CHECK(only(knowing({pixel, server})) == "possible event_key outside-window P/1/P/1");
}

TEST_CASE("what is far from any rule is no pair", "[domain][pairs]") {
  CHECK(only(knowing({sale("manual", "1", 4900, start), sale("hubspot", "2", 4900, start + 49 * hour_us)})) ==
        "0 pairs");
  CHECK(only(knowing({sale("manual", "1", 4900, start), sale("hubspot", "2", 4950, start)})) == "0 pairs");
  CHECK(only(knowing({sale("manual", "1", 4900, start), sale("manual", "2", 4900, start)})) == "0 pairs");
}

TEST_CASE("pairs that keys or people keep apart say so", "[domain][pairs]") {
  CHECK(only(knowing({sale("manual", "1", 4900, start, "A"), sale("hubspot", "2", 4900, start, "B")})) ==
        "kept_apart fuzzy order-ids-differ 2/1");
  auto t = knowing({sale("manual", "1", 4900, start, "A"), sale("hubspot", "2", 4900, start, "A")});
  CHECK(only(t) == "merged order_key  2/1");
  t.apply(sealed({*t.propose_unmerge(event_key("manual", "1"), {}, {}, start, {})}), start);
  CHECK(only(t) == "kept_apart order_key unmerged 2/1");
}

TEST_CASE("pairs are found by standing, rule, sources, amount, conversion and time", "[domain][pairs]") {
  const auto t =
      knowing({sale("manual", "1", 4900, start, "A"), sale("hubspot", "2", 4900, start, "A"),
               sale("anytrack", "3", 7700, start + 9 * day_us), sale("manual", "4", 7700, start + 9 * day_us),
               sale("hubspot", "5", 7701, start + 9 * day_us)});
  CHECK(all(t).size() == 3);  // one by order id, one by likeness, one a cent beside
  const auto count = [&](auto set) {
    pair_filter which;
    set(which);
    return all(t, which).size();
  };
  CHECK(count([](auto& w) { w.standing = pair_standing::merged; }) == 2);
  CHECK(count([](auto& w) { w.standing = pair_standing::possible; }) == 1);
  CHECK(count([](auto& w) { w.rule = merge_rule::order_key; }) == 1);
  CHECK(count([](auto& w) { w.source = "anytrack"; }) == 1);
  CHECK(count([](auto& w) { w.source = "manual", w.other_source = "hubspot"; }) == 2);
  CHECK(count([](auto& w) { w.amount = money{7701, usd}; }) == 1);
  CHECK(count([](auto& w) { w.conversion = event_key("hubspot", "2"); }) == 1);
  CHECK(count([](auto& w) { w.to = start + day_us; }) == 1);
}

TEST_CASE("pages of pairs, put together, are all pairs", "[domain][pairs]") {
  rc::prop("", [] {
    const auto t = knowing(any_story());
    const auto name = [](const duplicate_pair& p) {
      return p.event.source + p.event.external_id + '/' + p.partner.source + p.partner.external_id + p.reason;
    };
    std::vector<std::string> whole, paged;
    for (const auto& p : all(t)) whole.push_back(name(p));
    const auto size = *rc::gen::inRange<std::size_t>(1, 4);
    for (std::optional<pair_position> past;;) {
      const auto [page, next] = t.pairs({}, past, size);
      for (const auto& p : page) paged.push_back(name(p));
      if (!next) break;
      past = next;
    }
    RC_ASSERT(paged == whole);
  });
}

TEST_CASE("the pairs of a conversion are those of all pairs in which it is", "[domain][pairs]") {
  rc::prop("", [] {
    const auto t = knowing(any_story());
    const auto every = all(t);
    const auto name = [](const duplicate_pair& p) {
      return p.event.source + p.event.external_id + '/' + p.partner.source + p.partner.external_id + p.reason;
    };
    for (const auto& one : every)
      for (const auto& id : {one.event.conversion, one.partner.key}) {
        pair_filter which;
        which.conversion = id;
        const auto standing = t.conversion(id)->id;
        std::vector<std::string> told, expected;
        for (const auto& p : all(t, which)) told.push_back(name(p));
        for (const auto& p : every)
          if (p.event.conversion == standing || p.partner.conversion == standing) expected.push_back(name(p));
        RC_ASSERT(told == expected);
      }
  });
}

TEST_CASE("what would have counted twice is all that reports of a conversion say but the value that holds",
          "[domain][pairs]") {
  const auto twice = [](const std::vector<fact_body>& story) {
    std::int64_t sum = 0;
    for (const auto& part : knowing(story).duplicates(0, start + 99 * day_us))
      for (const auto& [unit, days] : part.value)
        for (const auto& [day, amount] : days) sum += amount;
    return sum;
  };
  // HubSpot is believed more than a list, and a later report of one source more than an earlier.
  CHECK(twice({sale("manual", "1", 4900, start, "A"), sale("hubspot", "2", 5000, start, "A")}) == 4900);
  CHECK(twice({sale("hubspot", "1", 5000, start, "A"), sale("manual", "2", 4900, start, "A")}) == 4900);
  CHECK(twice({sale("manual", "1", 4900, start, "A"), sale("manual", "2", 5100, start + hour_us, "A"),
               sale("manual", "3", 2000, start + 2 * hour_us, "A")}) == 10000);
}
