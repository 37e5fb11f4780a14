// Pages and counts over everything there is: domain/listing.hpp.
#include <algorithm>

#include "domain/touch_folding.hpp"
#include "domain/truth.hpp"

namespace hub {

std::string truth::contact_text(contact_no contact) const {
  return contact == no_contact ? std::string() : contact_id(identity_.key_of(contact));
}

numbered_page<listed_touch> truth::list_touches(instant from, instant to, std::uint32_t first,
                                                std::size_t limit) const {
  std::vector<listed_touch> out;
  const auto all = static_cast<touch_no>(touches_.size());
  const auto until = all - std::min(first, all) > most_looked_at ? first + static_cast<touch_no>(most_looked_at) : all;
  auto no = first;
  for (; no < until && out.size() < limit; ++no) {
    if (touches_[no].gone || touches_[no].occurred_at < from || touches_[no].occurred_at >= to) continue;
    const auto t = touches_.told(no);
    listed_touch listed{told_touch(t), contact_text(t.contact)};
    listed.touch.marks = notes_on(touch_labels_.of(t), t);
    out.push_back(std::move(listed));
  }
  return {std::move(out), no < all ? std::optional(no) : std::nullopt};
}

numbered_page<listed_event> truth::list_events(instant from, instant to, std::uint32_t first, std::size_t limit) const {
  std::vector<listed_event> out;
  const auto all = static_cast<event_no>(events_.size());
  const auto until = all - std::min(first, all) > most_looked_at ? first + static_cast<event_no>(most_looked_at) : all;
  auto no = first;
  for (; no < until && out.size() < limit; ++no) {
    const auto& e = events_[no];
    if (e.occurred_at < from || e.occurred_at >= to) continue;
    out.push_back({e.seq, e.outcome ? events_[e.founder].key : key128{}, e.outcome, contact_text(e.contact)});
  }
  return {std::move(out), no < all ? std::optional(no) : std::nullopt};
}

placed_touches truth::touches_at(const touch_places& places) const {
  placed_touches out{{}, std::vector<placed_touch>(places.ordinals.size())};
  const auto event = event_of(places.conversion);
  if (event == nothing || !events_[event].outcome) return out;
  for (const auto told : by_authority(events_[event].founder)) {
    out.order = order_text(events_[told]);
    if (!out.order.empty()) break;
  }
  if (places.ordinals.empty()) return out;
  auto touches = touches_of(contacts_of(events_[event].founder));
  const auto stands = fold_clicks(touches, aliases_.in_force());
  std::vector<std::uint32_t> journey;
  for (std::uint32_t i = 0; i < touches.size(); ++i)
    if (stands[i] == i) journey.push_back(i);
  for (std::size_t i = 0; i < out.touches.size(); ++i) {
    if (places.ordinals[i] >= journey.size()) continue;
    const auto& t = touches[journey[places.ordinals[i]]];
    out.touches[i] = placed_touch{touch_id(t), t.occurred_at, names_.text(aliases_.in_force().of(t.campaign))};
  }
  return out;
}

source_sums truth::sources(instant from, instant to) const {
  const auto in_range = [&](instant at) { return at >= from && at < to; };
  source_sums all;
  std::vector<bool> first(events_.size());  // by event: its conversion was told by it first
  for (event_no no = 0; no < events_.size(); ++no)
    if (events_[no].outcome && events_[no].founder == no) first[add_sale(no, in_range, all)] = true;
  std::map<name_id, source_sum> sums;
  std::vector<std::pair<name_id, event_no>> met;  // which source told of which conversion
  for (event_no no = 0; no < events_.size(); ++no) {
    const auto& e = events_[no];
    if (!in_range(e.occurred_at)) continue;
    auto& sum = sums[kind_of(e).source];
    ++sum.events;
    if (!e.outcome) continue;
    ++sum.outcomes;
    if (!first[no]) ++sum.merged;
    met.emplace_back(kind_of(e).source, e.founder);
    if (e.has_value) sum.claimed[e.currency][local_day(e.occurred_at, {})] += e.amount;
  }
  std::sort(met.begin(), met.end());
  met.erase(std::unique(met.begin(), met.end()), met.end());
  for (const auto& [source, founder] : met) ++sums[source].conversions;
  for (auto& [source, sum] : sums) {
    sum.source = names_.text(source);
    all.events += sum.events;
    all.outcomes += sum.outcomes;
    all.sources.push_back(std::move(sum));
  }
  std::sort(all.sources.begin(), all.sources.end(), [](const auto& a, const auto& b) { return a.source < b.source; });
  return all;
}

/// Counts the conversion of *founder* if it happened in range, with what its most trusted source sold it for. Answers which
/// of its events told of it first.
event_no truth::add_sale(event_no founder, const std::function<bool(instant)>& in_range, source_sums& to) const {
  const auto members = by_authority(founder);
  auto first = members.front();
  const event_record* value = nullptr;
  for (const auto m : members) {
    if (event_before(m, first)) first = m;
    if (value == nullptr && events_[m].has_value) value = &events_[m];
  }
  const auto at = events_[first].occurred_at;
  if (!in_range(at)) return first;
  ++to.conversions;
  if (value != nullptr) to.sold[value->currency][local_day(at, {})] += value->amount;
  return first;
}

}  // namespace hub
