// What people decide about duplicates: decisions are facts, kept by the events that they are about.
#include <algorithm>
#include <map>
#include <set>

#include "domain/codec.hpp"
#include "domain/truth.hpp"

namespace hub {
namespace {

constexpr std::size_t most_decided_events = 200;
const std::string decider = "manual";

key128 key_of(const sided_event& e) { return event_key(e.source, e.external_id); }

bool is_later(const merge_verdict& a, const merge_verdict& b) {
  return std::tie(a.occurred_at, a.source, a.external_id) > std::tie(b.occurred_at, b.source, b.external_id);
}

/// The pairs that a decision is about, as other decisions are met that are about some of them too.
class common_pairs {
 public:
  explicit common_pairs(const merge_verdict& told) {
    for (const auto& e : told.events) sides_.emplace(key_of(e), e.side);
  }

  /// Whether *d* is the first met that decides one of them.
  bool any_first_met_in(const merge_verdict& d) {
    bool any = false;
    for (const auto& a : d.events) {
      const auto here = sides_.find(key_of(a));
      if (here == sides_.end()) continue;
      for (const auto& b : d.events) {
        const auto there = sides_.find(key_of(b));
        if (a.side >= b.side || there == sides_.end() || here->second == there->second) continue;
        if (met_.emplace(std::min(here->first, there->first), std::max(here->first, there->first)).second) any = true;
      }
    }
    return any;
  }

 private:
  std::map<key128, std::int32_t> sides_;
  std::set<std::pair<key128, key128>> met_;
};

}  // namespace

item_result truth::take_merge_verdict(const sealed_fact& fact, const merge_verdict& told) {
  const auto [at, first] = verdicts_.try_emplace(fact.key);
  auto& r = at->second;
  if (first) verdicts_received_.push_back(fact.key);
  if (told.said == verdict::withdrawn) {
    if (r.withdrawn) return redelivery();
    r.withdrawn = true;
  } else {
    if (!r.told.events.empty()) return redelivery();
    r.told = told;
    for (const auto& e : told.events) verdicts_of_event_[key_of(e)].push_back(fact.key);
  }
  for (const auto& e : r.told.events)
    if (const auto event = event_of(key_of(e)); event != nothing) dirty_events_.push_back(event);
  return {};
}

/// The known events that a standing decision joins with *event*.
std::vector<event_no> truth::joined_with(const key128& event) const {
  std::vector<event_no> joined;
  const auto found = verdicts_of_event_.find(event);
  if (found == verdicts_of_event_.end()) return joined;
  for (const auto& key : found->second) {
    const auto& r = verdicts_.at(key);
    if (r.withdrawn || r.told.said != verdict::together) continue;
    for (const auto& e : r.told.events)
      if (const auto other = event_of(key_of(e)); other != nothing) joined.push_back(other);
  }
  return joined;
}

/// The pairs of *block* that standing decisions are about, the latest decision first and each pair once.
/// @param joins false: as if nothing had been joined by hand
std::vector<decided_pair> truth::decided_in(std::span<const event_no> block, bool joins) const {
  std::vector<decided_pair> pairs;
  if (verdicts_of_event_.empty()) return pairs;
  boost::unordered_flat_map<key128, std::uint32_t, key128_hash> place;
  std::vector<const merge_verdict*> decisions;
  for (std::uint32_t i = 0; i < block.size(); ++i) {
    const auto& key = events_[block[i]].key;
    const auto found = verdicts_of_event_.find(key);
    if (found == verdicts_of_event_.end()) continue;
    place.emplace(key, i);
    for (const auto& v : found->second)
      if (const auto& r = verdicts_.at(v); !r.withdrawn && (joins || r.told.said == verdict::apart))
        decisions.push_back(&r.told);
  }
  std::sort(decisions.begin(), decisions.end(), [](auto* a, auto* b) { return a != b && is_later(*a, *b); });
  decisions.erase(std::unique(decisions.begin(), decisions.end()), decisions.end());
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (const auto* d : decisions) {
    std::vector<std::pair<std::int32_t, std::uint32_t>> here;
    for (const auto& e : d->events)
      if (const auto at = place.find(key_of(e)); at != place.end()) here.emplace_back(e.side, at->second);
    for (const auto& [side, a] : here)
      for (const auto& [other_side, b] : here)
        if (side < other_side && seen.emplace(std::min(a, b), std::max(a, b)).second)
          pairs.push_back({a, b, d->said == verdict::together});
  }
  return pairs;
}

/// Whether people joined the two events or keep them apart; nothing where they did not decide.
std::optional<bool> truth::decided(const key128& a, const key128& b) const {
  const auto found = verdicts_of_event_.find(a);
  if (found == verdicts_of_event_.end()) return std::nullopt;
  const merge_verdict* latest = nullptr;
  for (const auto& key : found->second) {
    const auto& r = verdicts_.at(key);
    if (r.withdrawn) continue;
    std::optional<std::int32_t> side_a, side_b;
    for (const auto& e : r.told.events) {
      if (const auto k = key_of(e); k == a)
        side_a = e.side;
      else if (k == b)
        side_b = e.side;
    }
    if (side_a && side_b && *side_a != *side_b && (latest == nullptr || is_later(r.told, *latest))) latest = &r.told;
  }
  if (latest == nullptr) return std::nullopt;
  return latest->said == verdict::together;
}

sided_event truth::sided(event_no no, std::int32_t side) const {
  return {side, names_.text(kind_of(no).source), std::string(events_[no].external_id.view())};
}

/// Gives the decision its id, unless it is about too many events.
result<merge_verdict> truth::checked_verdict(merge_verdict told) const {
  if (told.events.size() > most_decided_events)
    return fail("too-many-events", "the decision would be about " + std::to_string(told.events.size()) +
                                       " source events; at most " + std::to_string(most_decided_events) +
                                       " can be decided about at once");
  told.source = decider;
  told.external_id = "vd_" + to_hex(content_key(encode(told)));
  return told;
}

/// The decision about every pair of events of different conversions among these.
result<merge_verdict> truth::verdict_between(std::span<const key128> conversions, verdict said, instant at,
                                             std::string note) const {
  merge_verdict told;
  told.occurred_at = at;
  told.said = said;
  told.note = std::move(note);
  std::set<event_no> founders;
  for (std::size_t i = 0; i < conversions.size(); ++i) {
    const auto pointer = "/conversion_ids/" + std::to_string(i);
    const auto found = event_of(conversions[i]);
    if (found == nothing || !events_[found].outcome)
      return fail("conversion-unknown", "no conversion has the id " + conversion_id(conversions[i]), pointer);
    const auto founder = events_[found].founder;
    if (!founders.insert(founder).second)
      return fail("already-one",
                  conversion_id(conversions[i]) + " is " + conversion_id(events_[founder].key) +
                      " already, which is named before it" +
                      (said == verdict::apart ? "; unmerge parts the events of one conversion" : ""),
                  pointer);
    for (const auto m : members_of(founder)) told.events.push_back(sided(m, static_cast<std::int32_t>(i)));
  }
  return checked_verdict(std::move(told));
}

result<merge_verdict> truth::propose_merge(std::span<const key128> conversions, instant at, std::string note) const {
  return verdict_between(conversions, verdict::together, at, std::move(note));
}

result<merge_verdict> truth::propose_keep_apart(std::span<const key128> conversions, instant at,
                                                std::string note) const {
  return verdict_between(conversions, verdict::apart, at, std::move(note));
}

result<merge_verdict> truth::propose_unmerge(const key128& conversion, std::optional<key128> event,
                                             std::optional<key128> side, instant at, std::string note) const {
  const auto found = event_of(conversion);
  if (found == nothing || !events_[found].outcome)
    return fail("conversion-unknown", "no conversion has the id " + conversion_id(conversion), "id");
  const auto members = members_of(events_[found].founder);
  if (members.size() == 1)
    return fail("one-event", "the conversion stands for one source event; there is nothing to part", "id");
  merge_verdict told;
  told.occurred_at = at;
  told.said = verdict::apart;
  told.note = std::move(note);
  const auto named = event ? event : side;
  std::uint32_t place = 0;
  if (named) {
    while (place < members.size() && events_[members[place]].key != *named) ++place;
    if (place == members.size())
      return fail("event-unknown",
                  event ? "the conversion has no such source event; its events are under `events` of the conversion"
                        : conversion_id(*named) + " is none of the conversion's events",
                  event ? "/external_id" : "/conversion_id");
  }
  std::vector<std::int32_t> sides(members.size());
  if (event) {
    for (std::uint32_t i = 0; i < members.size(); ++i) sides[i] = i == place ? 0 : 1;
  } else if (side) {
    const auto view = view_of_block(members);
    for (const auto& c : cluster_block(view, policy_.dedup, decided_in(members, false)))
      if (std::find(c.members.begin(), c.members.end(), place) == c.members.end())
        for (const auto m : c.members) sides[m] = 1;
    if (std::count(sides.begin(), sides.end(), 1) == 0)
      return fail("nothing-to-part",
                  "no decision by hand joined these events, so they have no sides; name one event by source and "
                  "external_id, or none to part them all",
                  "/conversion_id");
  } else {
    for (std::uint32_t i = 0; i < members.size(); ++i) sides[i] = static_cast<std::int32_t>(i);
  }
  for (std::uint32_t i = 0; i < members.size(); ++i) told.events.push_back(sided(members[i], sides[i]));
  return checked_verdict(std::move(told));
}

/// Those not taken back that are about an event of *told*, the latest first.
std::vector<const merge_verdict*> truth::decisions_about(const merge_verdict& told) const {
  std::vector<const merge_verdict*> decisions;
  for (const auto& e : told.events) {
    const auto found = verdicts_of_event_.find(key_of(e));
    if (found == verdicts_of_event_.end()) continue;
    for (const auto& key : found->second)
      if (const auto& r = verdicts_.at(key); !r.withdrawn) decisions.push_back(&r.told);
  }
  std::sort(decisions.begin(), decisions.end(), [](auto* a, auto* b) { return a != b && is_later(*a, *b); });
  decisions.erase(std::unique(decisions.begin(), decisions.end()), decisions.end());
  return decisions;
}

/// Of each pair only the latest decision: one that another has overruled already does not hold again without *told*.
std::vector<merge_verdict> truth::overruled_by(const merge_verdict& told) const {
  std::vector<merge_verdict> overruled;
  if (told.said == verdict::withdrawn) return overruled;
  common_pairs pairs(told);
  for (const auto* d : decisions_about(told))
    if (pairs.any_first_met_in(*d) && d->said != told.said && is_later(told, *d)) overruled.push_back(*d);
  return overruled;
}

result<merge_verdict> truth::propose_withdrawal(std::string_view id, instant at) const {
  const auto found = verdicts_.find(event_key(decider, id));
  if (found == verdicts_.end()) return fail("verdict-unknown", "there is no decision " + std::string(id), "id");
  if (found->second.withdrawn)
    return fail("already-withdrawn", "the decision " + std::string(id) + " was taken back already", "id");
  merge_verdict told;
  told.source = decider;
  told.external_id = std::string(id);
  told.occurred_at = at;
  told.said = verdict::withdrawn;
  return told;
}

std::vector<key128> truth::conversions_of(const merge_verdict& told) const {
  const auto found = verdicts_.find(event_key(told.source, told.external_id));
  std::set<event_no> founders;  // as received
  for (const auto& e : found == verdicts_.end() ? told.events : found->second.told.events)
    if (const auto event = event_of(key_of(e)); event != nothing) founders.insert(events_[event].founder);
  std::vector<key128> ids;
  for (const auto founder : founders) ids.push_back(events_[founder].key);
  return ids;
}

std::vector<standing_verdict> truth::verdicts(std::size_t skip, std::size_t limit) const {
  std::vector<standing_verdict> page;
  for (auto i = verdicts_received_.size(); i-- > 0 && page.size() < limit;) {
    if (skip > 0) {
      --skip;
      continue;
    }
    const auto& r = verdicts_.at(verdicts_received_[i]);
    auto& listed = page.emplace_back(standing_verdict{r.told, r.withdrawn, {}});
    if (r.withdrawn) continue;
    common_pairs pairs(r.told);
    for (const auto* d : decisions_about(r.told))
      if (listed.overruled_by.empty() && pairs.any_first_met_in(*d) && d->said != r.told.said && is_later(*d, r.told))
        listed.overruled_by = d->external_id;
  }
  return page;
}

}  // namespace hub
