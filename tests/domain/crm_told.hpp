// CRM changes for tests: short to write, and stories of few deals and contacts in which everything meets.
#pragma once

#include "domain/crm_landing.hpp"
#include "domain/crm_words.hpp"
#include "stories.hpp"

namespace hub::told {

inline crm_change change(crm_object object, const std::string& record, instant at,
                         std::vector<crm_property> properties) {
  crm_change c;
  c.source = "hubspot";
  c.object = object;
  c.record = record;
  c.occurred_at = at;
  c.properties = std::move(properties);
  c.external_id = record + "/" + std::to_string(at);
  for (const auto& p : c.properties) c.external_id += "/" + p.name + "=" + p.value;
  return c;
}
inline crm_change deal(const std::string& id, instant at, std::vector<crm_property> properties) {
  return change(crm_object::deal, id, at, std::move(properties));
}
inline crm_change contact(const std::string& id, instant at, std::vector<crm_property> properties) {
  return change(crm_object::contact, id, at, std::move(properties));
}
inline crm_property said(std::string_view name, std::string value) { return {std::string(name), std::move(value)}; }

inline crm_property any_word_of_deal() {
  switch (*rc::gen::inRange(0, 10)) {
    case 0:
    case 1: return said(crm::stage, text_of({"won", "won", "lost", "open", "unknown"}));
    case 2: return said(crm::closed_won, text_of({"true", "true", "false"}));
    case 3: return said(crm::amount, text_of({"49.00", "50.00", ""}));
    case 4: return said(crm::currency, text_of({"USD", "USD", "EUR", ""}));
    case 5: return said(crm::closed_at, format_instant(any_time()));
    case 6: return said(crm::order_id, text_of({"A-1", "A-2", ""}));
    case 7: return said(crm::word(crm::contact, text_of({"c1", "c2"})), text_of({"true", "true", "false"}));
    case 8: return said(crm::archived, text_of({"true", "false"}));
    default: return said(crm::merged_into, "d1");
  }
}
inline crm_property any_word_of_contact() {
  const auto& words = crm::visits[*rc::gen::inRange(0, 2)];
  switch (*rc::gen::inRange(0, 7)) {
    case 0: return said(crm::email, text_of({"ann", "ben"}));
    case 1: return said(crm::phone, text_of({"1", "2"}));
    case 2: return said(words.channel, text_of({"Paid Social", "Email", "Direct"}));
    case 3: return said(words.at, format_instant(any_time()));
    case 4: {
      crm_landing landing;
      landing.url = "https://shop.example/";
      landing.context.campaign_id = text_of({"spring", "summer"});
      landing.context.channel = "Paid Social";
      return said(words.landing, pack(landing));
    }
    case 5: return said(crm::word(crm::absorbed, text_of({"c1", "c2"})), "true");
    default: return said(crm::gclid, "g1");
  }
}

/// What a CRM might say, each change at one of few times.
inline std::vector<fact_body> any_crm_story() {
  std::vector<fact_body> facts;
  for (int no = *rc::gen::inRange(1, 14); no > 0; --no) {
    const bool of_deal = *rc::gen::inRange(0, 3) != 0;
    std::vector<crm_property> words;
    for (int word = *rc::gen::inRange(1, 4); word > 0; --word)
      words.push_back(of_deal ? any_word_of_deal() : any_word_of_contact());
    const auto id = (of_deal ? "d" : "c") + std::to_string(*rc::gen::inRange(1, 3));
    facts.push_back(change(of_deal ? crm_object::deal : crm_object::contact, id, any_time(), std::move(words)));
  }
  return facts;
}

/// Changes of CRM records among the facts of other sources.
inline std::vector<fact_body> any_mixed_story() {
  auto story = any_crm_story();
  if (*rc::gen::arbitrary<bool>())
    for (auto& fact : any_story()) story.push_back(std::move(fact));
  return shuffled(std::move(story));
}

/// A decision about some events that may be there, one that takes it back, or rules for all data.
inline fact_body any_decision() {
  const auto no = *rc::gen::inRange(0, 4);
  const auto at = start + no * hour_us;
  if (*rc::gen::inRange(0, 6) == 0) {
    dedup_rules rules;
    rules.source = "manual";
    rules.external_id = "rules" + std::to_string(no);
    rules.occurred_at = at;
    rules.window_us = (no + 1) * 8 * hour_us;
    if (no % 2 == 0) rules.authority = std::vector<std::string>{"anytrack", "manual"};
    if (no == 3) rules.same_source_fuzzy = true;
    return rules;
  }
  merge_verdict told;
  told.source = "manual";
  told.external_id = "verdict" + std::to_string(no);
  told.occurred_at = at;
  told.said = *rc::gen::inRange(0, 4) == 0 ? verdict::withdrawn : no % 2 == 0 ? verdict::together : verdict::apart;
  if (told.said != verdict::withdrawn)
    for (int side = 0; side < 2 + no % 2; ++side)
      told.events.push_back(
          {side, text_of({"manual", "hubspot", "anytrack"}), std::to_string(*rc::gen::inRange(0, 5))});
  return told;
}

/// All that a log may hold, decisions of people among it.
inline std::vector<fact_body> any_decided_story() {
  auto story = any_story();
  for (auto& change : any_crm_story()) story.push_back(std::move(change));
  for (int no = *rc::gen::inRange(0, 5); no > 0; --no) story.push_back(any_decision());
  return shuffled(std::move(story));
}

/// The conversions of all deals of such stories, as facts that name them.
inline std::vector<fact_body> with_deals(std::vector<fact_body> story) {
  for (const auto* id : {"d1", "d2"}) {
    conversion_event e;
    e.source = "hubspot";
    e.external_id = id;
    story.push_back(e);
  }
  for (const auto* id : {"contact/c1/first", "contact/c1/latest", "contact/c2/first", "contact/c2/latest"}) {
    touch_event t;
    t.source = "hubspot";
    t.external_id = id;
    story.push_back(t);
  }
  return story;
}

}  // namespace hub::told
