// The state hash is one for one state, however it came about, and another for another.
#include "domain/state_hash.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>
#include <functional>

#include "crm_told.hpp"

using namespace hub;
using namespace hub::told;

namespace {

/// The hash after a story told in batches of a size.
std::string hash_of(const std::vector<sealed_fact>& facts, std::size_t batch = 1) {
  truth known;
  for (std::size_t i = 0; i < facts.size(); i += batch) {
    const auto end = std::min(facts.size(), i + batch);
    known.apply({facts.begin() + static_cast<std::ptrdiff_t>(i), facts.begin() + static_cast<std::ptrdiff_t>(end)},
                start);
  }
  return known.state().hash();
}

/// An order told by two sources after a click, refunded in part; a lead of somebody else; a page view.
struct small_shop {
  conversion_event sale, report, lead, view;
  touch_event click;
  adjustment_event refund;
  identity_event link;

  small_shop() {
    sale.source = "manual";
    sale.external_id = "o-1";
    sale.type = "purchase";
    sale.occurred_at = start;
    sale.value = money{4900, usd};
    sale.order_key = "A-1";
    sale.country = "DE";
    sale.identifiers = {{identifier_kind::email, "ann", true}, {identifier_kind::anonymous_id, "laptop", true}};
    report = sale;
    report.source = "shop";
    report.external_id = "x-1";
    report.occurred_at = start + hour_us;
    lead = sale;
    lead.external_id = "l-1";
    lead.type = "generate_lead";
    lead.value.reset();
    lead.order_key = "";
    lead.identifiers = {{identifier_kind::email, "ben", true}};
    view = lead;
    view.external_id = "v-1";
    view.type = "page_view";
    view.outcome = false;
    view.context = {"Email", "", "", "spring", "", "", "", ""};
    click.source = "touchpoints";
    click.external_id = "t-1";
    click.occurred_at = start - hour_us;
    click.identifiers = {{identifier_kind::anonymous_id, "laptop", true}};
    click.context = {"Paid Social", "facebook", "paid", "spring", "Spring", "set", "ad", "k1"};
    refund.source = "manual";
    refund.external_id = "r-1";
    refund.order_key = "A-1";
    refund.amount = 1000;
    refund.occurred_at = start + day_us;
    link.source = "manual";
    link.external_id = "i-1";
    link.identifiers = {{identifier_kind::email, "ben", true}, {identifier_kind::phone, "1", true}};
  }

  std::vector<fact_body> story() const { return {sale, report, lead, view, click, refund, link}; }
  std::string hash() const { return hash_of(sealed(story())); }
};

}  // namespace

TEST_CASE("the state hash is the same for every order, batch and redelivery of the facts", "[domain][state]") {
  rc::prop("", [] {
    const auto story = any_mixed_story();
    auto twice = sealed(story);
    for (auto& again : sealed(story)) twice.push_back(std::move(again));
    const auto hash = hash_of(sealed(story));
    RC_ASSERT(hash == hash_of(sealed(shuffled(story)), *rc::gen::inRange<std::size_t>(1, 8)));
    RC_ASSERT(hash == hash_of(shuffled(twice), *rc::gen::inRange<std::size_t>(1, 8)));
  });
}

TEST_CASE("the state hash of a hub outlives a restart", "[domain][state]") {
  rc::prop("", [] {
    truth known, again;
    std::vector<sealed_fact> log;
    for (auto& fact : sealed(any_decided_story()))
      for (auto& stored : known.apply({std::move(fact)}, start).stored) log.push_back(std::move(stored));
    again.reload(log);
    RC_ASSERT(known.state().hash() == again.state().hash());
    RC_ASSERT(known.state().data_seq == again.state().data_seq);
    again.take_everything();
    RC_ASSERT(known.state().hash() == again.state().hash());
  });
}

TEST_CASE("a log told to an empty hub, what was derived among it, is the same log again", "[domain][state]") {
  rc::prop("", [] {
    truth known, again;
    std::vector<sealed_fact> log, replayed;
    for (auto& fact : sealed(any_decided_story()))
      for (auto& stored : known.apply({std::move(fact)}, start).stored) log.push_back(std::move(stored));
    const auto batch = *rc::gen::inRange<std::size_t>(1, 6);
    for (std::size_t i = 0; i < log.size(); i += batch) {
      std::vector<sealed_fact> told;
      for (auto at = i; at < std::min(log.size(), i + batch); ++at)
        told.push_back(seal(log[at].body, log[at].received_at));
      for (auto& stored : again.apply(std::move(told), start).stored) replayed.push_back(std::move(stored));
    }
    RC_ASSERT(replayed.size() == log.size());
    for (std::size_t i = 0; i < log.size(); ++i) RC_ASSERT(replayed[i].encoded == log[i].encoded);
    RC_ASSERT(known.state().hash() == again.state().hash());
  });
}

TEST_CASE("the state hash is another when anything that it covers is", "[domain][state]") {
  const auto before = small_shop().hash();
  CHECK(before.size() == 64);
  CHECK(before == small_shop().hash());
  const std::pair<const char*, std::function<void(small_shop&)>> changes[] = {
      {"an amount", [](auto& s) { s.sale.value->minor = s.report.value->minor = 4901; }},
      {"a currency", [](auto& s) { s.sale.value->currency = s.report.value->currency = eur; }},
      {"a time", [](auto& s) { s.sale.occurred_at += 1; }},
      {"a member's time", [](auto& s) { s.report.occurred_at += 1; }},
      {"a member", [](auto& s) { s.report.external_id = "x-2"; }},
      {"a source", [](auto& s) { s.report.source = "store"; }},
      {"what is one order", [](auto& s) { s.report.order_key = "A-2"; }},
      {"a type", [](auto& s) { s.lead.type = "sign_up"; }},
      {"a country", [](auto& s) { s.lead.country = "US"; }},
      {"where it was made", [](auto& s) { s.lead.offline = true; }},
      {"a field kept as it came", [](auto& s) { s.lead.metadata = "{\"plan\":\"pro\"}"; }},
      {"what is an outcome", [](auto& s) { s.view.outcome = true; }},
      {"who it was", [](auto& s) { s.lead.identifiers[0].value = "cleo"; }},
      {"a further identifier", [](auto& s) { s.link.identifiers[1].value = "2"; }},
      {"a refund's amount", [](auto& s) { s.refund.amount = 1001; }},
      {"a refund's time", [](auto& s) { s.refund.occurred_at += 1; }},
      {"a refund's kind", [](auto& s) { s.refund.kind = adjustment_kind::chargeback; }},
      {"a refund's id", [](auto& s) { s.refund.external_id = "r-2"; }},
      {"a refund that waits", [](auto& s) { s.refund.order_key = "A-9"; }},
      {"a touch's time", [](auto& s) { s.click.occurred_at -= 1; }},
      {"a touch's id", [](auto& s) { s.click.external_id = "t-2"; }},
      {"a touch's interaction", [](auto& s) { s.click.kind = interaction::engaged_view; }},
      {"a touch's channel", [](auto& s) { s.click.context.channel = "Email"; }},
      {"a touch's source", [](auto& s) { s.click.context.source = "instagram"; }},
      {"a touch's medium", [](auto& s) { s.click.context.medium = "cpc"; }},
      {"a touch's campaign", [](auto& s) { s.click.context.campaign_id = "summer"; }},
      {"a touch's adset", [](auto& s) { s.click.context.adset_id = "other"; }},
      {"a touch's ad", [](auto& s) { s.click.context.ad_id = "other"; }},
      {"a touch's click", [](auto& s) { s.click.context.click_id = "k2"; }},
      {"whose touch it is", [](auto& s) { s.click.identifiers[0].value = "tablet"; }},
      {"an event's campaign", [](auto& s) { s.view.context.campaign_id = "summer"; }},
  };
  std::set<std::string> seen = {before};
  for (const auto& [what, change] : changes) {
    small_shop shop;
    change(shop);
    INFO(what);
    CHECK(seen.insert(shop.hash()).second);
  }
}

TEST_CASE("the state hash tells whether two clicks are one", "[domain][state]") {
  small_shop apart, one;
  for (auto* shop : {&apart, &one}) {
    shop->sale.context = shop->click.context;
    shop->sale.context.click_id = "";
    shop->sale.clicked_at = shop->click.occurred_at + 61 * second_us;
  }
  *one.sale.clicked_at -= second_us;
  const auto count = [](const small_shop& shop) {
    truth known;
    known.apply(sealed(shop.story()), start);
    return known.state().touches.count();
  };
  CHECK(apart.hash() != one.hash());
  CHECK(count(apart) == 3);
  CHECK(count(one) == 3);
}

TEST_CASE("an empty hub has a state hash", "[domain][state]") {
  CHECK(truth().state().hash() == truth().state().hash());
  CHECK(truth().state().hash() != small_shop().hash());
}
