// Answers about single conversions and contacts, with everything that explains them.
#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "domain/order_spelling.hpp"
#include "domain/touch_folding.hpp"
#include "domain/truth_previous.hpp"

namespace hub {
namespace {

constexpr std::size_t most_found = 1'000;  // conversions of one order id

void add_earlier(conversion_dossier& to, std::optional<journey_conversion> earlier) {
  if (earlier) to.journey.conversions.push_back(std::move(*earlier));
}

}  // namespace

/// A touch with its texts.
dossier_touch truth::told_touch(const touch_record& t) const {
  dossier_touch d;
  d.id = touch_id(t);
  d.seq = t.seq;
  d.at = t.occurred_at;
  d.interaction = t.interaction;
  d.feed = names_.text(t.feed);
  d.channel = names_.text(t.channel);
  d.source_medium = names_.text(t.source_medium);
  const auto campaign = aliases_.in_force().of(t.campaign);
  d.campaign = names_.text(campaign);
  if (campaign != t.campaign) d.campaign_told = names_.text(t.campaign);
  if (const auto label = labels_.find(campaign); label != labels_.end())
    d.campaign_name = names_.text(label->second.name);
  d.adset = names_.text(t.adset);
  d.ad = names_.text(t.ad);
  return d;
}

std::vector<dossier_touch> truth::dossier_touches(std::span<const contact_no> contacts,
                                                  conversion_dossier* conversion) const {
  const auto touches = touches_of(contacts);
  auto folded = touches;
  const auto stands = fold_clicks(folded, aliases_.in_force());
  const auto labels = labels_of(folded, stands);
  std::vector<dossier_touch> out;
  for (std::size_t i = 0; i < touches.size(); ++i) {
    const auto& t = folded[i];
    auto d = told_touch(t);
    if (stands[i] != i) d.folded_into = stands[i];
    d.marks = notes_on(labels[i], t);
    if (conversion != nullptr && stands[i] == i) {
      conversion->journey.touches.push_back(journey_touch_of(t, labels[i]));
      conversion->journey_positions.push_back(i);
    }
    out.push_back(std::move(d));
  }
  return out;
}

conversion_dossier truth::dossier_of(event_no founder) const {
  conversion_dossier d;
  d.asked = d.id = events_[founder].key;
  d.conversion = compile_conversion(founder);
  d.marks = notes_on(founder, d.conversion);
  d.type = names_.text(d.conversion.type);
  d.source = names_.text(d.conversion.source);
  d.country = names_.text(d.conversion.country);
  const auto contacts = contacts_of(founder);
  for (const auto contact : contacts) d.contacts.push_back(contact_id(identity_.key_of(contact)));
  auto members = members_of(founder);
  std::sort(members.begin(), members.end());  // as received
  for (const auto m : members) {
    const auto& r = events_[m];
    dossier_event e{r.key,
                    r.seq,
                    names_.text(kind_of(r).source),
                    std::string(r.external_id.view()),
                    r.occurred_at,
                    merge_rule::none,
                    {},
                    0};
    if (m != founder) {
      e.rule = r.rule;
      e.partner = events_[r.partner].key;
      e.distance_us = std::llabs(r.occurred_at - events_[r.partner].occurred_at);
    }
    d.events.push_back(std::move(e));
  }
  const auto trusted = by_authority(founder);
  for (const auto m : trusted)
    d.by_trust.push_back(static_cast<std::size_t>(std::find(members.begin(), members.end(), m) - members.begin()));
  const auto book = ledger_of(trusted);
  d.gross = book.gross;
  d.net = book.net;
  for (const auto& e : book.entries)
    d.ledger.push_back({e.kind, e.note, e.at, e.amount, e.count, std::string(e.source), std::string(e.external_id),
                        e.asked, e.told_at});
  d.touches = dossier_touches(contacts, &d);
  d.journey.conversions.push_back(d.conversion);
  return d;
}

std::optional<conversion_dossier> truth::conversion(const key128& id) const {
  const auto found = event_of(id);
  if (found == nothing || !events_[found].outcome) return std::nullopt;
  auto d = dossier_of(events_[found].founder);
  d.asked = id;
  add_earlier(d, earlier_sales(*this).before(d.conversion, contacts_of(events_[found].founder)));
  return d;
}

std::optional<contact_no> truth::contact_by_key(const key128& key) const {
  if (const auto found = identity_.find(key)) return found;
  if (const auto event = event_of(key); event != nothing) return events_[event].contact;
  if (const auto touch = touch_of(key); touch != nothing) return touches_[touch].contact;
  return std::nullopt;
}

std::optional<contact_dossier> truth::contact(const key128& key) const {
  const auto no = contact_by_key(key);
  if (!no || contacts_.find(*no) == nullptr) return std::nullopt;
  contact_dossier d;
  d.id = contact_id(identity_.key_of(*no));
  d.touches = dossier_touches({&*no, 1}, nullptr);
  earlier_sales earlier(*this);
  for (const auto founder : founders_of(*no)) {
    auto& told = d.conversions.emplace_back(dossier_of(founder));
    add_earlier(told, earlier.before(told.conversion, contacts_of(founder)));
  }
  std::sort(d.conversions.begin(), d.conversions.end(), [](const auto& a, const auto& b) {
    return std::pair(a.conversion.at, a.id) < std::pair(b.conversion.at, b.id);
  });
  d.identifiers = identity_.identifiers_of_contact(*no);
  d.links = identity_.evidence(*no);
  return d;
}

std::optional<std::string> truth::contact_id_of(const key128& key) const {
  const auto no = contact_by_key(key);
  return no && *no != no_contact ? std::optional(contact_id(identity_.key_of(*no))) : std::nullopt;
}

std::optional<std::vector<key128>> truth::conversions_of(const key128& contact) const {
  const auto no = contact_by_key(contact);
  if (!no) return std::nullopt;
  std::vector<key128> ids;
  for (const auto founder : founders_of(*no)) ids.push_back(events_[founder].key);
  return ids;
}

std::optional<known_otherwise> truth::otherwise(const key128& event) const {
  const auto no = event_of(event);
  if (no == nothing || !events_[no].outcome) return std::nullopt;
  const auto& told = events_[no];
  const auto worth = [&](event_no m) { return money{events_[m].amount, events_[m].currency}; };
  known_otherwise known;
  for (const auto m : by_authority(told.founder)) {
    if (!events_[m].has_value) continue;
    if (!known.standing) known.standing = worth(m);
    if (m < no && !known.value) known.value = worth(m);
  }
  if (!told.has_value || !known.value || *known.value == worth(no)) known.value.reset();
  if (const auto order = orders_[told.order].hash; order != 0 && !is_hub_order(order))
    for (auto m = orders_.find(order)->first; m != nothing && known.type.empty(); m = events_[m].next_same_order)
      if (m < no && events_[m].outcome && kind_of(m).family != kind_of(no).family)
        known.type = names_.text(kind_of(m).type);
  const auto spelling = told.order == 0 ? std::string() : other_spelling(order_text(told));
  if (const auto* other = spelling.empty() ? nullptr : orders_.find(text_hash(spelling)))
    for (auto m = other->first; m != nothing && known.order.empty(); m = events_[m].next_same_order)
      if (m < no && events_[m].outcome && kind_of(m).family == kind_of(no).family && events_[m].founder != told.founder)
        known.order = spelling;
  if (!known.value && known.type.empty() && known.order.empty()) return std::nullopt;
  if (!known.value) known.standing.reset();
  return known;
}

std::vector<key128> truth::find(std::string_view text) const {
  std::vector<key128> ids;
  const auto add = [&](event_no no) {
    if (!events_[no].outcome) return;
    const auto& id = events_[events_[no].founder].key;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  };
  if (const auto id = parse_conversion_id(text))
    if (const auto found = event_of(*id); found != nothing) add(found);
  const auto add_order = [&](std::string_view id) {
    if (const auto* order = orders_.find(text_hash(id)))
      for (auto at = order->first; at != nothing && ids.size() < most_found; at = events_[at].next_same_order) add(at);
  };
  add_order(text);
  for (const auto source : sources_)
    if (const auto found = event_of(event_key(names_.text(source), text)); found != nothing) add(found);
  if (const auto spelling = other_spelling(text); ids.empty() && !spelling.empty()) add_order(spelling);
  return ids;
}

std::vector<duplicate_sum> truth::duplicates(instant from, instant to) const {
  // All that the reports of a conversion say is one too many but the value that holds: where a merged one's does, what the
  // founder says goes in its place.
  const auto one_too_many = [&](event_no merged) -> const event_record& {
    const auto &r = events_[merged], &founder = events_[r.founder];
    const bool same = r.has_value == founder.has_value && r.currency == founder.currency && r.amount == founder.amount;
    const auto trusted = same ? few<event_no>() : by_authority(r.founder);
    const auto holds = std::find_if(trusted.begin(), trusted.end(), [&](event_no m) { return events_[m].has_value; });
    return holds != trusted.end() && *holds == merged ? founder : r;
  };
  std::map<std::tuple<merge_rule, name_id, name_id>, duplicate_sum> sums;
  for (event_no no = 0; no < events_.size(); ++no) {
    const auto& r = events_[no];
    if (!r.outcome || r.founder == no || r.occurred_at < from || r.occurred_at >= to) continue;
    const auto source = kind_of(r).source, matched = kind_of(r.partner).source;
    auto& sum = sums[{r.rule, source, matched}];
    sum.rule = r.rule;
    sum.source = names_.text(source);
    sum.matched_source = names_.text(matched);
    ++sum.count;
    const auto& told = one_too_many(no);
    if (told.has_value) sum.value[told.currency][local_day(r.occurred_at, {})] += told.amount;
  }
  std::vector<duplicate_sum> out;
  for (auto& [key, sum] : sums) out.push_back(std::move(sum));
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return std::tie(a.rule, a.source, a.matched_source) < std::tie(b.rule, b.source, b.matched_source);
  });
  return out;
}

std::shared_ptr<const rate_table> truth::rates() const {
  auto table = std::make_shared<rate_table>();
  for (const auto& [key, r] : all_rates_) (void)table->set(r.day, r.base, r.quote, r.rate);  // checked when it came in
  return table;
}

std::pair<std::uint64_t, std::uint64_t> truth::outcome_counts(instant from, instant to) const {
  std::pair<std::uint64_t, std::uint64_t> counts;
  for (event_no no = 0; no < events_.size(); ++no) {
    const auto& r = events_[no];
    if (!r.outcome || r.occurred_at < from || r.occurred_at >= to) continue;
    ++counts.first;
    if (r.founder == no) ++counts.second;
  }
  return counts;
}

}  // namespace hub
