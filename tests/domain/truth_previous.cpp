// What a contact had converted before is known of every conversion: in its journey, in the journey that several contacts
// share, and in an explanation.
#include <catch2/catch.hpp>

#include "domain/explanation.hpp"
#include "domain/truth.hpp"

using namespace hub;

namespace {

constexpr instant hour_at(int hour) { return hour * hour_us; }

conversion_event order(const std::string& source, const std::string& id, int hour, std::vector<std::string> people,
                       const std::string& order_key = {}, const std::string& type = "purchase") {
  conversion_event e;
  e.source = source;
  e.external_id = id;
  e.type = type;
  e.outcome = true;
  e.occurred_at = hour_at(hour);
  e.value = money{1000, parse_currency("EUR").value()};
  e.order_key = order_key;
  for (const auto& name : people) e.identifiers.push_back({identifier_kind::external_id, name, true});
  return e;
}

touch_event click_of(const std::string& who, const std::string& id, int hour) {
  touch_event t;
  t.source = "touchpoints";
  t.external_id = id;
  t.occurred_at = hour_at(hour);
  t.identifiers = {{identifier_kind::external_id, who, true}};
  t.context.channel = "Email";
  t.context.campaign_id = id;
  return t;
}

/// Ann clicks, buys, clicks, and buys together with Bob, who had bought between her clicks.
std::vector<sealed_fact> facts() {
  return {seal(click_of("ann", "t1", 1), 0),
          seal(order("shop", "a1", 2, {"ann"}), 0),
          seal(click_of("ann", "t3", 3), 0),
          seal(order("shop", "b1", 4, {"bob"}), 0),
          seal(click_of("bob", "t5", 5), 0),
          seal(order("shop", "s1", 6, {"ann"}, "O-1"), 0),
          seal(order("crm", "s2", 7, {"bob"}, "O-1"), 0),
          seal(order("shop", "l1", 5, {"bob"}, {}, "generate_lead"), 0)};
}

touch_rules since() {
  touch_rules r;
  r.since_previous = true;
  return r;
}

std::vector<std::pair<std::string, exclusion>> excluded_of(const truth& t, const char* id) {
  const auto d = t.conversion(event_key("shop", id));
  std::vector<std::pair<std::string, exclusion>> out;
  for (const auto& e : explain(*d, model::linear, {}, since()).excluded)
    out.emplace_back(d->touches[e.touch].id, e.reason);
  return out;
}
using reasons = std::vector<std::pair<std::string, exclusion>>;

/// How many touches count for all conversions, and what they credit, as a shard sees it.
std::int64_t attributed(const std::vector<journey_update>& journeys) {
  journey_columns columns;
  for (const auto& j : journeys) columns.apply(j);
  credit_query q;
  q.models = {model::linear};
  q.group_by = {dimension::campaign};
  q.currency = parse_currency("EUR").value();
  q.rules = since();
  const auto got = credit(columns, q);
  return got.attributed[0].revenue;
}

}  // namespace

TEST_CASE("an explanation knows the conversion before, of any of the contacts", "[domain][policy]") {
  truth t;
  (void)t.apply(facts(), 0);
  CHECK(excluded_of(t, "a1") == reasons{{"t3", exclusion::after_conversion}});
  CHECK(excluded_of(t, "s1") == reasons{{"t1", exclusion::before_previous}, {"t3", exclusion::before_previous}});
  const auto d = t.conversion(event_key("shop", "s1"));
  CHECK(explain(*d, model::linear, {}, since()).previous == hour_at(4));
  CHECK_FALSE(explain(*d, model::linear, {}, {}).previous.has_value());
  CHECK_FALSE(explain(*t.conversion(event_key("shop", "l1")), model::linear, {}, since()).previous.has_value());
}

TEST_CASE("the contact's own page knows the conversion before too", "[domain][policy]") {
  truth t;
  (void)t.apply(facts(), 0);
  const auto contact = t.contact(event_key("shop", "a1"));
  REQUIRE((contact && contact->conversions.size() == 2));
  CHECK(count_touches(contact->conversions[0], since(), {}).eligible == 1);
  const auto shared = count_touches(contact->conversions[1], since(), {});
  CHECK(shared.eligible == 1);
  CHECK(shared.excluded == std::map<exclusion, std::size_t>{{exclusion::before_previous, 2}});
  CHECK(count_touches(contact->conversions[1], {}, {}).eligible == 3);
}

TEST_CASE("a shared journey knows what each of its contacts did before, in whatever order it was told",
          "[domain][policy]") {
  const auto all = facts();
  for (std::size_t first = 0; first < all.size(); ++first) {
    truth t;
    std::map<std::uint64_t, journey_update> standing;
    auto order = all;
    std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(first), order.end());
    for (auto& fact : order)
      for (auto& update : t.apply({std::move(fact)}, 0).journeys) standing[update.journey] = std::move(update);
    std::vector<journey_update> journeys;
    for (auto& [number, update] : standing) journeys.push_back(std::move(update));
    INFO(first);
    // a1 by t1, b1 by nothing, the lead by t5, and the shared order by t5 alone
    CHECK(attributed(journeys) == 3 * 1000);
    for (const auto& j : journeys)
      if ((j.journey & shared_journey) != 0 && !j.conversions.empty()) CHECK(j.conversions.size() == 2);
  }
}
