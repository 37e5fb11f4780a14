// Rules of deduplication that somebody put in force: they hold for all data, from the first event on.
#include "domain/codec.hpp"
#include "domain/truth.hpp"

namespace hub {

item_result truth::take_rules(const sealed_fact& fact, const dedup_rules& rules) {
  if (!replaced_by_key_.try_emplace(fact.key, fact.content.low).second) return redelivery();
  const auto later = [](const dedup_rules& a, const dedup_rules& b) {
    return std::tie(a.occurred_at, a.source, a.external_id) > std::tie(b.occurred_at, b.source, b.external_id);
  };
  if (standing_rules_ && later(*standing_rules_, rules)) return {};
  standing_rules_ = rules;
  auto wanted = configured_;
  if (rules.window_us) wanted.dedup.window_us = *rules.window_us;
  if (rules.amount_tolerance) wanted.dedup.amount_tolerance = *rules.amount_tolerance;
  if (rules.same_source_fuzzy) wanted.dedup.same_source_fuzzy = *rules.same_source_fuzzy;
  if (rules.authority) wanted.authority = *rules.authority;
  const bool reranked = wanted.authority != policy_.authority;
  policy_ = std::move(wanted);
  rank_sources();
  contacts_.each([&](contact_entry& contact) {
    if (busy_of(contact) != nullptr) make_busy(contact);
    if (reranked) mark(contact.no);
  });
  for (event_no no = 0; no < events_.size(); ++no)
    if (events_[no].outcome) dirty_events_.push_back(no);
  return {};
}

std::pair<rules_effect, truth_delta> truth::put_in_force(dedup_rules rules, instant now, std::size_t examples) {
  rules_effect effect;
  effect.before = all_worth();
  rules.source = "manual";
  rules.occurred_at = now;
  rules.external_id = "dr_" + to_hex(content_key(encode(rules)));
  std::vector<sealed_fact> facts;
  facts.push_back(seal(std::move(rules), now));
  auto delta = apply(std::move(facts), now);
  effect.after = all_worth();
  for (const auto& e : events_) effect.events += e.outcome ? 1 : 0;
  for (const auto& d : delta.decisions) {
    const auto event = event_of(d.event), partner = event_of(d.partner);
    ++(d.rule == merge_rule::none ? effect.parted : effect.joined);
    ++effect.moves[{d.rule, names_.text(kind_of(event).source),
                    d.rule == merge_rule::none ? std::string() : names_.text(kind_of(partner).source)}];
    if (effect.examples.size() >= examples || d.rule == merge_rule::none) continue;
    duplicate_pair pair;
    pair.rule = d.rule;
    pair.event = paired(event);
    pair.partner = paired(partner);
    pair.distance_us = d.distance_us;
    pair.keys = d.keys;
    effect.examples.push_back(std::move(pair));
  }
  return {std::move(effect), std::move(delta)};
}

worth truth::all_worth() const {
  worth all;
  for (event_no no = 0; no < events_.size(); ++no) {
    if (!events_[no].outcome || events_[no].founder != no) continue;
    ++all.conversions;
    const auto members = by_authority(no);
    for (const auto m : members)
      if (events_[m].has_value) {
        all.net[events_[m].currency] += ledger_of(members).net;
        break;
      }
  }
  return all;
}

}  // namespace hub
