// Facts become records: versions, redeliveries, touches that events contribute, adjustments.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstdlib>

#include "domain/truth.hpp"

namespace hub {
namespace {

constexpr std::int64_t meta_event_reuse_us = 48 * hour_us;

std::uint64_t hash_of(std::string_view text) {
  if (text.empty()) return 0;
  const auto h = XXH3_64bits(text.data(), text.size());
  return h == 0 ? 1 : h;
}

key128 version_key(const key128& event, std::uint64_t content) { return {event.high ^ content, event.low}; }

item_result duplicate(merge_rule rule) {
  item_result r;
  r.status = item_status::duplicate;
  r.rule = rule;
  return r;
}

item_result rejected(error e) {
  item_result r;
  r.status = item_status::rejected;
  r.errors.push_back(std::move(e));
  return r;
}

/// Takes *no* out of the list under *key*, if it is there.
template <class Map, class Key>
void take_out(Map& lists, const Key& key, std::uint32_t no) {
  const auto found = lists.find(key);
  if (found == lists.end()) return;
  auto& list = found->second;
  list.erase(std::remove(list.begin(), list.end(), no), list.end());
}

error event_id_reused(const std::string& event_id) {
  return fail("event-id-reused",
              "event_id " + event_id +
                  " was used for an event more than 48 hours earlier; Meta's event ids must be unique per event name",
              "/event_id");
}

bool names_a_touch(const conversion_event& e) {
  const auto& c = e.context;
  const bool named = !c.campaign_id.empty() || !c.campaign_name.empty() || !c.ad_id.empty() || !c.click_id.empty();
  return named && (e.outcome || e.type == "page_view");
}

/// When the touch happened that the event names.
instant touched_at(const conversion_event& e) {
  return e.clicked_at ? std::min(*e.clicked_at, e.occurred_at) : e.occurred_at;
}

const std::string& key_of_campaign(const campaign_context& c) {
  return c.campaign_id.empty() ? c.campaign_name : c.campaign_id;
}

}  // namespace

item_result truth::take(const sealed_fact& fact, std::uint64_t seq, teller by, std::vector<fact_body>* derived) {
  const bool of_record = is_derived(fact);
  if (of_record && by == teller::sender) return duplicate(merge_rule::redelivery);
  return std::visit(
      [&](const auto& body) -> item_result {
        using T = std::decay_t<decltype(body)>;
        if constexpr (std::is_same_v<T, conversion_event>)
          return take_conversion(fact, body, seq, of_record);
        else if constexpr (std::is_same_v<T, touch_event>)
          return take_touch(fact, body, seq, of_record);
        else if constexpr (std::is_same_v<T, adjustment_event>)
          return take_adjustment(fact, body);
        else if constexpr (std::is_same_v<T, crm_change>)
          return take_crm(fact, body, derived);
        else if constexpr (std::is_same_v<T, merge_verdict>)
          return take_merge_verdict(fact, body);
        else if constexpr (std::is_same_v<T, dedup_rules>)
          return take_rules(fact, body);
        else if constexpr (std::is_same_v<T, identity_event>)
          return take_identity(fact, body);
        else if constexpr (std::is_same_v<T, identity_verdict>)
          return take_identity_verdict(fact, body);
        else
          return take_replaced(fact);
      },
      fact.body);
}

item_result truth::take_replaced(const sealed_fact& fact) {
  const auto [known, first] = replaced_by_key_.try_emplace(fact.key, fact.content.low);
  if (!first && known->second == fact.content.low) return duplicate(merge_rule::redelivery);
  known->second = fact.content.low;
  if (const auto* spend = std::get_if<spend_event>(&fact.body)) {
    const auto campaign = names_.intern(spend->campaign_id.empty() ? spend->campaign_name : spend->campaign_id);
    label_campaign(campaign, spend->campaign_name, spend->day * day_us);
    spend_.push_back(*spend);
    all_spend_[fact.key] = *spend;
  } else if (const auto* rate = std::get_if<fx_rate_event>(&fact.body)) {
    rates_.push_back(*rate);
    all_rates_[fact.key] = *rate;
  }
  item_result r;
  r.updated = !first;
  return r;
}

item_result truth::take_conversion(const sealed_fact& fact, const conversion_event& e, std::uint64_t seq,
                                   bool derived) {
  const auto [known, first] = event_by_key_.try_emplace(fact.key, static_cast<event_no>(events_.size()));
  if (!first && derived) return replace_version(known->second, fact, e, seq);
  if (!first) return take_version(known->second, fact, e, seq);
  const auto no = known->second;
  auto& r = events_.emplace_back();
  r.key = fact.key;
  r.external_id = texts_.add(e.external_id);
  r.first_seq = seq;
  r.founder = r.next_in_cluster = no;
  enter(no, fact, e, seq);
  return {};
}

item_result truth::take_version(event_no no, const sealed_fact& fact, const conversion_event& e, std::uint64_t seq) {
  const auto& standing = events_[no];
  const auto version = version_key(fact.key, fact.content.low);
  if (standing.content == fact.content.low || older_versions_.contains(version))
    return duplicate(merge_rule::redelivery);
  bool reused = false;  // by the standing one, which is too late after this one
  if (standing.from_meta) {
    const auto known = earliest_version_.find(fact.key);
    const auto earliest = known == earliest_version_.end() ? standing.occurred_at : known->second;
    if (e.occurred_at > earliest + meta_event_reuse_us) return rejected(event_id_reused(e.event_id));
    reused = standing.occurred_at > e.occurred_at + meta_event_reuse_us;
    earliest_version_[fact.key] = std::min(earliest, e.occurred_at);
  }
  const auto stated = e.updated_at.value_or(std::numeric_limits<instant>::min());
  const bool wins = reused || stated > standing.updated_at ||
                    (stated == standing.updated_at &&
                     (stated == std::numeric_limits<instant>::min() || fact.content.low > standing.content));
  older_versions_.insert(version);
  older_versions_.insert(version_key(fact.key, standing.content));
  auto result = duplicate(merge_rule::redelivery);
  result.updated = wins;
  if (reused)
    displaced_.push_back({standing.key, names_.text(standing.source), std::string(standing.external_id.view()),
                          event_id_reused(e.event_id)});
  if (!wins) {
    result.kept = true;
    label_campaign(names_.intern(key_of_campaign(e.context)), e.context.campaign_name, touched_at(e));
    return result;
  }
  leave(no);
  enter(no, fact, e, seq);
  return result;
}

/// The event's standing version takes its place in every index.
void truth::enter(event_no no, const sealed_fact& fact, const conversion_event& e, std::uint64_t seq) {
  auto& r = events_[no];
  r.outcome = e.outcome;
  r.content = fact.content.low;
  r.seq = seq;
  r.occurred_at = e.occurred_at;
  r.updated_at = e.updated_at.value_or(std::numeric_limits<instant>::min());
  r.has_value = e.value.has_value();
  r.amount = e.value ? e.value->minor : 0;
  r.currency = e.value ? e.value->currency : currency{};
  r.order_key = texts_.add(e.order_key);
  r.order_hash = hash_of(e.order_key);
  r.from_meta = e.source.starts_with("meta_") && !e.event_id.empty();
  r.event_key_hash = r.from_meta ? hash_of(e.event_name + '\0' + e.event_id) : 0;
  r.source = names_.intern(e.source);
  sources_.insert(r.source);
  r.type = names_.intern(e.type);
  r.family = family_of(e.type);
  r.dataset = names_.intern(e.dataset);
  r.country = names_.intern(e.country);
  r.offline = e.offline;
  list_order(no);
  if (r.outcome && r.event_key_hash != 0) {
    const auto [head, first] = first_of_event_key_.try_emplace(r.event_key_hash, no);
    r.next_same_event_key = first ? nothing : head->second;
    head->second = no;
  }
  contribute_touch(no, e);
  const auto owner = record_owner{no, events_[no].touch};
  events_[no].identity = identify(owner, e.occurred_at, e.source, events_[no].external_id, e.identifiers);
  dirty_events_.push_back(no);
}

/// Takes the standing version out of every index, and its cluster apart.
void truth::leave(event_no no) {
  for (const auto other : members_of(no)) dirty_events_.push_back(other);
  ++walk_;
  for (const auto other : block_of(no)) dirty_events_.push_back(other);
  unlist_order(no);
  if (const auto head = first_of_event_key_.find(events_[no].event_key_hash); head != first_of_event_key_.end()) {
    auto* at = &head->second;
    while (*at != nothing && *at != no) at = &events_[*at].next_same_event_key;
    if (*at == no) *at = std::exchange(events_[no].next_same_event_key, nothing);
    if (head->second == nothing) first_of_event_key_.erase(head);
  }
  if (const auto t = events_[no].touch; t != nothing) {
    move_touch(t, no_contact);
    touches_[t].gone = true;
    events_[no].touch = nothing;
  }
  move_event(no, no_contact);
  owners_[events_[no].identity] = {};
  identity_.remove(events_[no].identity);
}

void truth::contribute_touch(event_no no, const conversion_event& e) {
  if (!names_a_touch(e)) return;
  const auto at = touched_at(e);
  touch_record t;
  t.key = events_[no].key;
  t.seq = events_[no].seq;
  t.occurred_at = at;
  t.id = texts_.add("c:" + e.source + ":" + e.external_id);
  t.feed = events_[no].source;
  set_context(t, e.context);
  label_campaign(t.campaign, e.context.campaign_name, at);
  events_[no].touch = static_cast<touch_no>(touches_.size());
  touches_.push_back(t);
}

void truth::set_context(touch_record& t, const campaign_context& c) {
  t.channel = names_.intern(c.channel);
  const auto part = [](const std::string& s) { return s.empty() ? std::string("(not set)") : s; };
  t.source_medium = c.source.empty() && c.medium.empty() ? 0 : names_.intern(part(c.source) + " / " + part(c.medium));
  t.campaign = names_.intern(key_of_campaign(c));
  t.adset = names_.intern(c.adset_id);
  t.ad = names_.intern(c.ad_id);
  t.click_hash = hash_of(c.click_id);
}

void truth::label_campaign(name_id campaign, std::string_view label, instant at) {
  if (campaign == 0 || label.empty()) return;
  const auto name = names_.intern(label);
  const auto [known, first] = labels_.try_emplace(campaign, campaign_label{at, name});
  auto& standing = known->second;
  if (!first) {
    const bool newer = at > standing.at || (at == standing.at && names_.text(name) > names_.text(standing.name));
    if (!newer) return;
    const bool same = standing.name == name;
    standing = {at, name};
    if (same) return;
  }
  changed_labels_.push_back(campaign);
}

item_result truth::take_touch(const sealed_fact& fact, const touch_event& e, std::uint64_t seq, bool derived) {
  const auto [known, first] = touch_by_key_.try_emplace(fact.key, static_cast<touch_no>(touches_.size()));
  item_result result;
  if (!first) {
    result = duplicate(merge_rule::redelivery);
    auto& standing = touches_[known->second];
    const auto version = version_key(fact.key, fact.content.low);
    if (standing.content == fact.content.low || (!derived && older_versions_.contains(version))) return result;
    older_versions_.insert(version);
    older_versions_.insert(version_key(fact.key, standing.content));
    result.updated = true;
    move_touch(known->second, no_contact);
    standing.gone = true;
    owners_[standing.identity] = {};
    identity_.remove(standing.identity);
    known->second = static_cast<touch_no>(touches_.size());
  }
  const auto no = known->second;
  touch_record t;
  t.key = fact.key;
  t.content = fact.content.low;
  t.seq = seq;
  t.occurred_at = e.occurred_at;
  t.id = texts_.add(e.external_id);
  t.feed = names_.intern(e.source);
  t.interaction = e.kind;
  set_context(t, e.context);
  label_campaign(t.campaign, e.context.campaign_name, e.occurred_at);
  touches_.push_back(t);
  touches_[no].identity = identify({nothing, no}, e.occurred_at, e.source, t.id, e.identifiers);
  return result;
}

/// The sale that an adjustment names: one event, or the first purchase of an order, unless too many share its id.
event_no truth::sale_of(const adjustment_record& a) const {
  if (a.order_hash != 0) return is_hub_order(a.order_hash) ? nothing : first_sale_of_order(a.order_hash);
  const auto found = event_by_key_.find(a.target);
  return found == event_by_key_.end() ? nothing : found->second;
}

/// The purchase of an order that comes first by time, source and external id; nothing when there is none.
event_no truth::first_sale_of_order(std::uint64_t order_hash) const {
  const auto purchase = names_.find("purchase");
  const auto list = orders_.find(order_hash);
  auto first = nothing;
  if (!purchase || list == orders_.end()) return first;
  for (auto no = list->second.first; no != nothing; no = events_[no].next_same_order)
    if (events_[no].family == *purchase && (first == nothing || event_before(no, first))) first = no;
  return first;
}

adjustment_record truth::record_of(const sealed_fact& fact, const adjustment_event& a) {
  adjustment_record r;
  r.key = fact.key;
  r.content = fact.content.low;
  if (!a.conversion_id.empty())
    r.target = parse_conversion_id(a.conversion_id).value_or(key128{});
  else if (!a.sale_external_id.empty())
    r.target = event_key(a.sale_source.empty() ? "manual" : a.sale_source, a.sale_external_id);
  else
    r.order_hash = hash_of(a.order_key);
  r.occurred_at = a.occurred_at;
  r.has_amount = a.amount.has_value();
  r.amount = a.amount.value_or(0);
  r.currency = a.currency.value_or(currency{});
  r.kind = a.kind;
  r.source = names_.intern(a.source);
  r.external_id = texts_.add(a.external_id);
  return r;
}

item_result truth::take_adjustment(const sealed_fact& fact, const adjustment_event& a) {
  const auto record = record_of(fact, a);
  const auto [known, first] = adjustment_by_key_.try_emplace(fact.key, static_cast<std::uint32_t>(adjustments_.size()));
  const auto no = known->second;
  item_result result;
  if (!first) {
    result = duplicate(merge_rule::redelivery);
    const auto version = version_key(fact.key, fact.content.low);
    auto& standing = adjustments_[no];
    if (standing.content == fact.content.low || older_versions_.contains(version)) return result;
    older_versions_.insert(version);
    older_versions_.insert(version_key(fact.key, standing.content));
    result.updated = true;
    take_out(adjustments_of_event_, standing.target, no);
    take_out(adjustments_of_order_, standing.order_hash, no);
    mark_sale(standing);
    standing = record;
  } else {
    adjustments_.push_back(record);
  }
  const auto& r = adjustments_[no];
  if (r.order_hash != 0)
    adjustments_of_order_[r.order_hash].push_back(no);
  else
    adjustments_of_event_[r.target].push_back(no);
  mark_sale(r);
  answer_adjustment(r, result);
  return result;
}

void truth::mark_sale(const adjustment_record& a) {
  if (const auto sale = sale_of(a); sale != nothing)
    for (const auto contact : contacts_of(events_[sale].founder)) mark(contact);
}

/// Names the sale, where it is known, and refuses what is not in its currency. Such a fact is kept all the same: the
/// sale's currency may yet change, and what the ledger says must not depend on which of the two came first.
void truth::answer_adjustment(const adjustment_record& a, item_result& result) const {
  const auto refuse = [&](error why) {
    result.status = item_status::rejected;
    result.kept = true;
    result.errors.push_back(std::move(why));
  };
  if (is_hub_order(a.order_hash))
    return refuse(fail("order-ambiguous",
                       "the order id is on " + std::to_string(orders_.at(a.order_hash).count) +
                           " events, too many for one order; name the sale by source and external_id",
                       "/order_id"));
  const auto no = sale_of(a);
  if (no == nothing) return;
  result.has_conversion = true;
  result.conversion = events_[events_[no].founder].key;
  for (const auto m : a.order_hash != 0 ? members_of(no) : std::vector{no}) {
    const auto& sale = events_[m];
    if (!a.currency || !sale.has_value || sale.currency == a.currency) continue;
    return refuse(fail("currency-differs",
                       "the sale is in " + to_string(sale.currency) + ", the adjustment in " + to_string(a.currency) +
                           "; state it in the sale's currency",
                       "/currency"));
  }
}

name_id truth::family_of(std::string_view type) {
  const auto found = families_.find(type);
  return found == families_.end() ? names_.intern(type) : found->second;
}

}  // namespace hub
