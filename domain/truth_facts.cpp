// Facts become records: versions, redeliveries, touches that events contribute.
#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstdlib>

#include "domain/truth.hpp"

namespace hub {
namespace {

item_result rejected(error e) {
  item_result r;
  r.status = item_status::rejected;
  r.errors.push_back(std::move(e));
  return r;
}

item_result forgotten() {
  auto r = rejected(fail("contact-erased",
                         "it tells of a person who was erased, before that; nothing of it was kept. An amount can be "
                         "changed by POST /v1/adjustments, which names nobody"));
  r.forgotten = true;
  return r;
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

/// Of Meta's event_name and event_id.
std::uint64_t event_key_hash(const conversion_event& e) {
  boost::container::small_vector<char, 128> both(e.event_name.begin(), e.event_name.end());
  both.push_back('\0');
  both.insert(both.end(), e.event_id.begin(), e.event_id.end());
  return text_hash({both.data(), both.size()});
}

const std::string& key_of_campaign(const campaign_context& c) {
  return c.campaign_id.empty() ? c.campaign_name : c.campaign_id;
}

}  // namespace

item_result truth::take(const sealed_fact& fact, std::uint64_t seq, teller by, std::vector<fact_body>* derived) {
  const bool of_record = is_derived(fact);
  if (of_record && by == teller::sender) return redelivery();
  if (by == teller::sender && erased_.names(fact)) return forgotten();
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
        else if constexpr (std::is_same_v<T, campaign_alias>)
          return take_alias(fact, body);
        else if constexpr (std::is_same_v<T, person_erasure>)
          return erased_.take(fact.key, body) ? item_result{} : redelivery();
        return take_replaced(fact);
      },
      fact.body);
}

item_result truth::take_replaced(const sealed_fact& fact) {
  const auto [known, first] = replaced_by_key_.try_emplace(fact.key, fact.content.low);
  if (!first && known->second == fact.content.low) return redelivery();
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
  if (const auto known = event_of(fact.key); known != nothing)
    return derived ? replace_version(known, fact, e, seq) : take_version(known, fact, e, seq);
  const auto no = static_cast<event_no>(events_.size());
  event_by_key_.insert(fact.key.low, no);
  auto& r = events_.emplace_back();
  r.key = fact.key;
  r.external_id = texts_.add(e.external_id);
  r.founder = r.next_in_cluster = no;
  note_stated(fact, e, seq);
  enter(no, fact, e, seq);
  return {};
}

item_result truth::take_version(event_no no, const sealed_fact& fact, const conversion_event& e, std::uint64_t seq) {
  const auto& standing = events_[no];
  const auto version = version_key(fact.key, fact.content.low);
  if (standing.content == fact.content.low) return redelivery();
  if (older_versions_.contains(version)) return outdated_version();
  bool reused = false;  // by the standing one, which is too late after this one
  if (standing.from_meta) {
    const auto known = earliest_version_.find(fact.key);
    const auto earliest = known == earliest_version_.end() ? standing.occurred_at : known->second;
    if (e.occurred_at > earliest + meta_event_reuse_us) return rejected(event_id_reused(e.event_id));
    reused = standing.occurred_at > e.occurred_at + meta_event_reuse_us;
    earliest_version_[fact.key] = std::min(earliest, e.occurred_at);
  }
  const auto stated = e.updated_at.value_or(std::numeric_limits<instant>::min());
  const auto told_before = updated_at(no);
  const bool wins =
      reused || stated > told_before ||
      (stated == told_before && (stated == std::numeric_limits<instant>::min() || fact.content.low > standing.content));
  older_versions_.insert(version);
  older_versions_.insert(version_key(fact.key, standing.content));
  note_stated(fact, e, seq);
  auto result = redelivery();
  result.updated = wins;
  if (reused)
    displaced_.push_back({standing.key, names_.text(kind_of(standing).source), std::string(standing.external_id.view()),
                          event_id_reused(e.event_id)});
  if (!wins) {
    result.kept = result.outdated = true;
    label_campaign(names_.intern(key_of_campaign(e.context)), e.context.campaign_name, touched_at(e));
    return result;
  }
  leave(no);
  enter(no, fact, e, seq);
  if (reused) stand_again(no);
  return result;
}

/// When the standing version was made, as it states; the least instant when it does not.
instant truth::updated_at(event_no no) const {
  const auto stated = updated_at_.find(no);
  return stated == updated_at_.end() ? std::numeric_limits<instant>::min() : stated->second;
}

/// The event's standing version takes its place in every index.
void truth::enter(event_no no, const sealed_fact& fact, const conversion_event& e, std::uint64_t seq) {
  auto& r = events_[no];
  r.outcome = e.outcome;
  r.content = fact.content.low;
  r.seq = seq & 0xFFFF'FFFF'FFFFU;
  r.occurred_at = e.occurred_at;
  if (e.updated_at)
    updated_at_[no] = *e.updated_at;
  else if (!updated_at_.empty())
    updated_at_.erase(no);
  r.has_value = e.value.has_value();
  r.amount = e.value ? e.value->minor : 0;
  r.currency = e.value ? e.value->currency : currency{};
  r.order = orders_.intern(text_hash(e.order_key));
  if (r.order == order_texts_.size()) order_texts_.push_back(texts_.add(e.order_key));
  r.from_meta = e.source.starts_with("meta_") && !e.event_id.empty();
  r.event_key = r.from_meta ? event_keys_.intern(event_key_hash(e)) : 0;
  event_kind kind;
  kind.source = names_.intern(e.source);
  if (kind.source >= authority_.size() || authority_[kind.source] == nothing) {
    sources_.push_back(kind.source);
    rank_sources();
  }
  kind.type = names_.intern(e.type);
  kind.family = family_of(e.type);
  kind.dataset = names_.intern(e.dataset);
  kind.country = names_.intern(e.country);
  r.kind = kinds_.intern(kind);
  r.offline = e.offline;
  list_order(no);
  if (r.outcome && r.event_key != 0) {
    auto& list = event_keys_[r.event_key];
    r.next_same_event_key = std::exchange(list.first, no);
    ++list.count;
  }
  contribute_touch(no, e);
  r.identity =
      identify(record_owner::of_event(no), e.occurred_at, e.source, r.external_id, e.identifiers, fact.identifiers);
  dirty_events_.push_back(no);
}

/// Takes the standing version out of every index, and its cluster apart.
void truth::leave(event_no no) {
  for (const auto other : members_of(no)) dirty_events_.push_back(other);
  ++walk_;
  std::vector<event_no> block;
  find_block(no, block);
  dirty_events_.insert(dirty_events_.end(), block.begin(), block.end());
  unlist_order(no);
  if (events_[no].event_key != 0) {
    auto& list = event_keys_[events_[no].event_key];
    auto* at = &list.first;
    while (*at != nothing && *at != no) at = &events_[*at].next_same_event_key;
    if (*at == no) {
      *at = std::exchange(events_[no].next_same_event_key, nothing);
      --list.count;
    }
  }
  if (const auto t = events_[no].touch; t != nothing) {
    move_touch(t, no_contact);
    touches_[t].gone = 1;
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
  t.seq = events_[no].seq;
  t.occurred_at = at;
  t.external_id = events_[no].external_id;
  t.event = no;
  t.feed = kind_of(no).source;
  t.agent = touch_labels_.agent_of(e.user_agent);
  set_context(t, e.context);
  label_campaign(t.campaign, e.context.campaign_name, at);
  events_[no].touch = touches_.add(t, 0);
}

void truth::set_context(touch_record& t, const campaign_context& c) {
  t.channel = names_.intern(c.channel);
  const auto part = [](const std::string& s) { return s.empty() ? std::string("(not set)") : s; };
  t.source_medium = c.source.empty() && c.medium.empty() ? 0 : names_.intern(part(c.source) + " / " + part(c.medium));
  t.campaign = names_.intern(key_of_campaign(c));
  t.adset = names_.intern(c.adset_id);
  t.ad = names_.intern(c.ad_id);
  t.click = touch_labels_.click_of(c.click_id);
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
  const auto feed = names_.intern(e.source);
  const auto known = touch_by_key_.find(fact.key.low, [&](touch_no at) {
    return touches_.feed(at) == feed && touches_[at].external_id.view() == e.external_id;
  });
  const auto no = touches_.size();
  item_result result;
  if (known != number_table::absent && !touches_[known].gone) {
    result = redelivery();
    auto& standing = touches_[known];
    const auto version = version_key(fact.key, fact.content.low);
    if (standing.content == fact.content.low) return result;
    if (!derived && older_versions_.contains(version)) return outdated_version();
    older_versions_.insert(version);
    older_versions_.insert(version_key(fact.key, standing.content));
    result.updated = true;
    move_touch(known, no_contact);
    standing.gone = 1;
    owners_[standing.identity] = {};
    identity_.remove(standing.identity);
  }
  if (known == number_table::absent)
    touch_by_key_.insert(fact.key.low, no);
  else
    touch_by_key_.replace(fact.key.low, known, no);
  touch_record t;
  t.seq = seq;
  t.occurred_at = e.occurred_at;
  t.external_id = known == number_table::absent ? texts_.add(e.external_id) : touches_[known].external_id;
  t.feed = feed;
  t.of_crm = derived;
  t.interaction = e.kind;
  t.agent = touch_labels_.agent_of(e.user_agent);
  set_context(t, e.context);
  label_campaign(t.campaign, e.context.campaign_name, e.occurred_at);
  touches_.add(t, fact.content.low);
  touches_[no].identity =
      identify(record_owner::of_touch(no), e.occurred_at, e.source, t.external_id, e.identifiers, fact.identifiers);
  return result;
}

name_id truth::family_of(std::string_view type) {
  const auto found = families_.find(type);
  return found == families_.end() ? names_.intern(type) : found->second;
}

}  // namespace hub
