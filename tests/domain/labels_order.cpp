#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "labels_told.hpp"

using namespace hub;
using namespace hub::told;

namespace {

/// Limits so low that small stories meet them, and everything left out.
label_policy strict() {
  label_policy p;
  p.max_contacts_per_click = 1;
  p.flood_touches = 1;
  p.min_click_to_order_us = 12 * hour_us;
  p.outlier_factor = 2;
  p.outlier_min_conversions = 2;
  p.leave_out = {label::bot_agent, label::duplicate_click_id, label::one_hit_flood, label::fast_order,
                 label::outlier_value};
  return p;
}

/// A story with user agents, shared clicks and values far apart.
std::vector<fact_body> any_suspicious_story() {
  auto story = any_story();
  for (auto& fact : story) {
    const auto agent = text_of({"", "x", "x", "Googlebot/2.1"});
    if (auto* t = std::get_if<touch_event>(&fact)) t->user_agent = agent;
    if (auto* e = std::get_if<conversion_event>(&fact)) {
      if (e->context != campaign_context{}) e->user_agent = agent;
      if (e->value && *rc::gen::inRange(0, 3) == 0) e->value->minor *= pick<std::int64_t>({1, 3, 100});
    }
  }
  for (int no = *rc::gen::inRange(0, 5); no > 0; --no) {
    auto t = any_touch(100 + no);
    t.user_agent = "x";
    t.context.campaign_id = "spring";
    t.context.click_id = text_of({"", "k1"});
    t.identifiers = {{identifier_kind::email, "only" + std::to_string(*rc::gen::inRange(0, 6)), true}};
    story.push_back(t);
  }
  return story;
}

/// What reports say under the whole policy.
std::map<std::string, std::vector<std::int64_t>> reported(const labelled_hub& hub) {
  const auto got = hub.credits(strict().leave_out);
  auto usd_left = got.left_out.net;
  return {{"attributed", {got.attributed[0].revenue, got.attributed[0].conversions.whole}},
          {"unattributed", {got.unattributed[0].revenue, got.unattributed[0].conversions.whole}},
          {"booked", got.booked},
          {"left out", {got.left_out.conversions, usd_left[usd], usd_left[eur]}}};
}

}  // namespace

TEST_CASE("labels do not depend on the order of facts", "[domain][labels]") {
  rc::prop("", [] {
    const auto story = any_suspicious_story();
    labelled_hub first(strict()), other(strict());
    first.tell(story);
    other.tell(shuffled(story), *rc::gen::inRange<std::size_t>(1, 8));
    RC_ASSERT(labels_said(first.known) == labels_said(other.known));
    RC_ASSERT(reported(first) == reported(other));
  });
}

TEST_CASE("labels kept up to date are those of everything read again", "[domain][labels]") {
  rc::prop("", [] {
    const auto story = any_suspicious_story();
    labelled_hub hub(strict()), again(strict()), late(strict());
    std::vector<sealed_fact> log;
    for (auto& fact : sealed(story)) {
      auto delta = hub.known.apply({std::move(fact)}, start);
      log.insert(log.end(), delta.stored.begin(), delta.stored.end());
      hub.hear(std::move(delta));
    }
    again.known.reload(log);
    again.hear(again.known.take_everything());
    RC_ASSERT(labels_said(hub.known) == labels_said(again.known));
    RC_ASSERT(reported(hub) == reported(again));
    late.hear(hub.known.take_everything());
    RC_ASSERT(reported(hub) == reported(late));
  });
}

TEST_CASE("what a report books and what it leaves out add up to everything", "[domain][labels]") {
  rc::prop("", [] {
    labelled_hub hub(strict());
    hub.tell(any_suspicious_story(), 3);
    const auto all = hub.credits({});
    auto some = hub.credits(strict().leave_out);
    RC_ASSERT(some.booked[0] == some.attributed[0].revenue + some.unattributed[0].revenue);
    RC_ASSERT(all.booked[0] == some.booked[0] + some.left_out.net[usd]);
  });
}
