// Touches, sales and views for tests of labels, and what a hub says of them.
#pragma once

#include "stories.hpp"

namespace hub::told {

inline const std::string browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
inline const std::string googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

inline touch_event click_of(std::string id, std::string email, instant at) {
  touch_event t;
  t.source = "touchpoints";
  t.external_id = std::move(id);
  t.occurred_at = at;
  if (!email.empty()) t.identifiers = {{identifier_kind::email, std::move(email), true}};
  t.context.campaign_id = "spring";
  t.context.channel = "Paid Search";
  t.user_agent = browser;
  return t;
}

inline conversion_event sale_of(std::string id, std::string email, instant at, std::int64_t cents = 5000) {
  conversion_event e;
  e.source = "manual";
  e.external_id = std::move(id);
  e.type = "purchase";
  e.occurred_at = at;
  e.value = money{cents, usd};
  if (!email.empty()) e.identifiers = {{identifier_kind::email, std::move(email), true}};
  return e;
}

inline std::vector<std::string> names_of(const std::vector<label_note>& marks) {
  std::vector<std::string> names;
  for (const auto& m : marks) names.emplace_back(to_string(m.what));
  return names;
}

/// A hub and its read side under one policy.
struct labelled_hub {
  truth known;
  journey_columns columns;
  value_limits limits;

  explicit labelled_hub(label_policy marks = {}) : known(policy_with(std::move(marks))) {}

  static truth_policy policy_with(label_policy marks) {
    truth_policy policy;
    policy.marks = std::move(marks);
    return policy;
  }
  void hear(truth_delta delta) {
    for (auto& j : delta.journeys) columns.apply(std::move(j));
    for (const auto& [kind, limit] : delta.value_limits) limits[kind] = limit;
  }
  void tell(const std::vector<fact_body>& story, std::size_t batch = 1) {
    const auto facts = sealed(story);
    for (std::size_t i = 0; i < facts.size(); i += batch)
      hear(known.apply({facts.begin() + static_cast<std::ptrdiff_t>(i),
                        facts.begin() + static_cast<std::ptrdiff_t>(std::min(facts.size(), i + batch))},
                       start));
  }

  std::vector<label_note> marks_of_sale(const std::string& id) const {
    return known.conversion(event_key("manual", id)).value().marks;
  }
  std::vector<label_note> marks_of_touch(const std::string& id) const {
    const auto contact = known.contact(event_key("touchpoints", id)).value();
    for (const auto& t : contact.touches)
      if (t.id == id) return t.marks;
    return {};
  }
  std::uint64_t count(label l) const {
    const auto counts = known.label_counts();
    const auto& c = counts[static_cast<std::size_t>(l)];
    return is_touch_label(l) ? c.touches : c.conversions;
  }

  /// What was booked in USD with *leave_out* in force, and what was left out.
  credit_partial credits(label_set leave_out) const {
    credit_query q;
    q.models = {model::linear};
    q.group_by = {dimension::campaign};
    q.currency = usd;
    q.leave_out = leave_out;
    q.limits = std::make_shared<const value_limits>(limits);
    return credit(columns, q);
  }
};

/// Everything that labels say of a story, in the facts' own names.
inline std::map<std::string, std::multiset<std::string>> labels_said(const truth& t) {
  std::map<std::string, std::multiset<std::string>> out;
  for (const auto l : all_labels) {
    std::optional<labelled_position> after;
    do {
      const auto page = t.labelled(l, after, 3);
      for (const auto& item : page)
        out[std::string(to_string(l)) + " " + (item.is_touch ? item.id : item.source) + " " + format_instant(item.at)]
            .insert(item.note.reason);
      after = page.empty() ? std::nullopt : std::optional(labelled_position{page.back().at, page.back().key});
    } while (after);
  }
  for (const auto& c : t.label_counts())
    out["count " + std::string(to_string(c.what))].insert(std::to_string(c.touches) + " " +
                                                          std::to_string(c.conversions));
  return out;
}

}  // namespace hub::told
