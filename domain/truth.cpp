#include "domain/truth.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hub {

truth::truth(truth_policy policy)
    : policy_(std::move(policy)),
      identity_(policy_.identity),
      configured_(policy_),
      touch_labels_(policy_.marks),
      values_(policy_.marks) {
  order_texts_.emplace_back();  // no order id
  for (const auto& family : policy_.families)
    for (const auto& type : family) families_.emplace(type, names_.intern(family.front()));
}

namespace {

constexpr std::size_t at_a_time = 256;  // facts brought near: what they read fits the cache beside them

/// Of what is told most; null for other facts.
const std::vector<identifier>* identifiers_of(const fact_body& body) {
  if (const auto* e = std::get_if<conversion_event>(&body)) return &e->identifiers;
  if (const auto* t = std::get_if<touch_event>(&body)) return &t->identifiers;
  return nullptr;
}

std::string external_id_of(const fact_body& body) {
  return std::visit(
      [](const auto& e) -> std::string {
        if constexpr (requires { e.external_id; })
          return e.external_id;
        else
          return {};
      },
      body);
}

}  // namespace

truth_delta truth::apply(std::vector<sealed_fact> facts, instant now) {
  truth_delta delta;
  std::vector<std::pair<std::size_t, event_no>> events;  // results that depend on the clusters of the whole batch
  std::vector<std::pair<std::size_t, std::uint32_t>> adjustments;  // likewise
  std::size_t near = 0;
  delta.stored.reserve(facts.size());
  delta.results.reserve(facts.size());
  for (auto& fact : facts) {
    if (const auto at = static_cast<std::size_t>(&fact - facts.data()); at == near) {
      near = std::min(facts.size(), near + at_a_time);
      bring_near(std::span(facts).subspan(at, near - at));
    }
    erased_.part(fact);
    std::vector<fact_body> derived;
    auto result = take(fact, last_seq_ + 1, teller::sender, &derived);
    if (std::holds_alternative<conversion_event>(fact.body) && !result.forgotten)
      events.emplace_back(delta.results.size(), event_of(fact.key));
    if (std::holds_alternative<adjustment_event>(fact.body) && !result.forgotten)
      adjustments.emplace_back(delta.results.size(), adjustment_by_key_.at(fact.key));
    const auto received_at = fact.received_at;
    const bool known = result.status == item_status::duplicate && !result.updated;
    if (result.status == item_status::rejected && !result.forgotten)
      delta.refused.push_back({delta.results.size(), external_id_of(fact.body), fact.encoded});
    if (result.kept || (result.status != item_status::rejected && !known)) {
      fact.seq = ++last_seq_;
      delta.stored.push_back(std::move(fact));
    }
    for (auto& body : derived) {
      auto meant = seal(std::move(body), received_at);
      const auto taken = take(meant, last_seq_ + 1, teller::fold, nullptr);
      if (std::holds_alternative<conversion_event>(meant.body))
        events.emplace_back(delta.results.size(), event_of(meant.key));
      if (taken.status == item_status::duplicate && !taken.updated) continue;
      meant.seq = ++last_seq_;
      delta.stored.push_back(std::move(meant));
    }
    delta.results.push_back(std::move(result));
  }
  settle_contacts();
  settle_clusters(&delta.decisions, now);
  for (const auto& [position, no] : events) {
    auto& result = delta.results[position];
    const auto standing = standing_of(no);
    result.has_conversion = standing.has_conversion;
    result.conversion = standing.conversion;
    if (result.status != item_status::accepted) continue;
    result.status = standing.status;
    result.rule = standing.rule;
  }
  answer_adjustments(adjustments, delta.results);
  mark_aliased(delta);
  compile_journeys(delta.journeys);
  tell(delta);
  return delta;
}

/// Adds what was first heard of since the last time.
void truth::tell(truth_delta& delta) {
  delta.first_name = names_told_;
  for (; names_told_ < names_.size(); ++names_told_) delta.names.push_back(names_.text(names_told_));
  for (const auto campaign : changed_labels_) delta.labels.emplace_back(campaign, labels_.at(campaign).name);
  changed_labels_.clear();
  delta.displaced = std::exchange(displaced_, {});
  delta.spend = std::exchange(spend_, {});
  delta.rates = std::exchange(rates_, {});
  delta.value_limits = values_.take_changed();
  delta.last_seq = last_seq_;
}

/// Has what taking these facts reads first brought near. It lies far apart, and waiting for one after the other is what
/// most of the time would go into.
void truth::bring_near(std::span<const sealed_fact> facts) const {
  for (const auto& fact : facts) {
    identity_.fetch(fact.identifiers);
    if (const auto* e = std::get_if<conversion_event>(&fact.body)) {
      event_by_key_.fetch(fact.key.low);
      if (!e->order_key.empty()) orders_.fetch(text_hash(e->order_key));
    } else if (std::holds_alternative<touch_event>(fact.body)) {
      touch_by_key_.fetch(fact.key.low);
    }
  }
  for (const auto& fact : facts) identity_.fetch_nodes(fact.identifiers);
  std::array<std::uint64_t, at_a_time> sets{};
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (const auto* identifiers = identifiers_of(facts[i].body))
      sets[i] = identity_.fetch_set(*identifiers, facts[i].identifiers);
  for (const auto set : sets) identity_.fetch_set(set);
}

void truth::reload(std::vector<sealed_fact> facts) {
  for (std::size_t begin = 0; begin < facts.size(); begin += at_a_time) {
    const auto some = std::span(facts).subspan(begin, std::min(at_a_time, facts.size() - begin));
    bring_near(some);
    for (const auto& fact : some) {
      take(fact, fact.seq, teller::log, nullptr);
      last_seq_ = fact.seq;
    }
    settle_contacts();
    settle_clusters(nullptr, 0);
  }
  displaced_.clear();       // in quarantine since they were
  dirty_contacts_.clear();  // take_everything() compiles all
  changed_events_.clear();
}

truth_delta truth::take_everything() {
  truth_delta delta;
  names_told_ = 1;
  changed_labels_.clear();
  for (const auto& [campaign, label] : labels_) changed_labels_.push_back(campaign);
  spend_.clear();
  for (const auto& [key, row] : all_spend_) spend_.push_back(row);
  rates_.clear();
  for (const auto& [key, row] : all_rates_) rates_.push_back(row);
  values_.forget_told();
  aliases_.take_changed();
  delta.aliases = aliases_.in_force();
  contacts_.each([&](const contact_entry& entry) { mark(entry.no); });
  compile_journeys(delta.journeys);
  tell(delta);
  return delta;
}

}  // namespace hub
