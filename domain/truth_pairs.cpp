// Pairs of source events for people who check deduplication.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <limits>
#include <set>

#include "domain/order_spelling.hpp"
#include "domain/text.hpp"
#include "domain/truth.hpp"

namespace hub {
namespace {

constexpr std::size_t most_neighbours = 2'000;  // of one event that are compared with it

/// `#1001`, `01001` and `1001`: one order in three spellings, perhaps.
std::string plain_order(std::string_view key) {
  while (!key.empty() && (key.front() == '#' || key.front() == '0' || key.front() == ' ')) key.remove_prefix(1);
  std::string plain(key);
  for (auto& c : plain)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return plain;
}

/// How far two amounts may be apart to be pointed out: one unit more than the tolerance, or a hundredth.
bool nearly_equal(std::int64_t a, std::int64_t b, std::int64_t tolerance) {
  const auto apart = std::llabs(a - b);
  return apart <= tolerance + 1 || apart <= std::max(std::llabs(a), std::llabs(b)) / 100;
}

bool matches(const duplicate_pair& p, const pair_filter& which) {
  if (which.standing && p.standing != *which.standing) return false;
  if (which.rule && p.rule != *which.rule) return false;
  const auto of = [](const paired_event& e, const std::string& source) { return source.empty() || e.source == source; };
  const bool sources = (of(p.event, which.source) && of(p.partner, which.other_source)) ||
                       (of(p.partner, which.source) && of(p.event, which.other_source));
  if (!sources) return false;
  const auto worth = [&](const paired_event& e) { return e.value && *e.value == *which.amount; };
  if (which.amount && !worth(p.event) && !worth(p.partner)) return false;
  if (which.conversion && p.event.conversion != *which.conversion && p.partner.conversion != *which.conversion)
    return false;
  const auto later = std::max(p.event.at, p.partner.at);
  return later >= which.from && later < which.to;
}

}  // namespace

std::string_view to_string(pair_standing standing) {
  static constexpr std::array<std::string_view, 3> names = {"merged", "possible", "kept_apart"};
  return names[static_cast<std::size_t>(standing)];
}

paired_event truth::paired(event_no no) const {
  const auto& r = events_[no];
  paired_event e;
  e.key = r.key;
  e.source = names_.text(kind_of(r).source);
  e.external_id = std::string(r.external_id.view());
  e.at = r.occurred_at;
  if (r.has_value) e.value = money{r.amount, r.currency};
  e.order_key = std::string(order_text(r));
  e.conversion = events_[r.founder].key;
  return e;
}

bool truth::share_source(event_no a, event_no b) const {
  for (const auto x : members_of(a))
    for (const auto y : members_of(b))
      if (kind_of(x).source == kind_of(y).source) return true;
  return false;
}

/// Why two events of different conversions are worth a look, if they are.
std::optional<duplicate_pair> truth::unmerged_pair(event_no no, event_no other) const {
  const auto &a = events_[no], &b = events_[other];
  const auto &of_a = kind_of(a), &of_b = kind_of(b);
  const auto& policy = policy_.dedup;
  const auto distance = std::llabs(a.occurred_at - b.occurred_at);
  const auto because = [&](pair_standing standing, merge_rule rule, std::string reason, std::string detail) {
    duplicate_pair p{standing, rule, paired(no), paired(other), distance, {}, std::move(reason), std::move(detail)};
    p.keys = matching_key(no, rule);
    return p;
  };
  if (decided(a.key, b.key) == false)
    return because(pair_standing::kept_apart, pair_rule(view_of(a), view_of(b), policy), "unmerged",
                   "somebody decided that they are not one conversion");
  if (a.order != 0 && a.order == b.order && of_a.family == of_b.family && orders_[a.order].count > policy.max_per_key)
    return because(pair_standing::kept_apart, merge_rule::order_key, "hub-key",
                   "the order id is on " + std::to_string(orders_[a.order].count) +
                       " events, too many for one order; it joins none of them");
  const bool same_event_key = a.event_key != 0 && a.event_key == b.event_key;
  if (same_event_key && of_a.source != of_b.source && distance > policy.event_key_window_us)
    return because(pair_standing::possible, merge_rule::event_key, "outside-window",
                   "Meta's event id is the same, the events are more than " +
                       std::to_string(policy.event_key_window_us / hour_us) + " hours apart");
  if (of_a.family == of_b.family && a.order != 0 && b.order != 0 &&
      other_spelling(order_text(a)) == std::string(order_text(b)))
    return because(pair_standing::possible, merge_rule::order_key, "order-ids-alike",
                   "the order ids differ by a leading # only");
  if (a.contact != b.contact || of_a.family != of_b.family || of_a.source == of_b.source) return std::nullopt;
  if (a.has_value != b.has_value || a.currency != b.currency || distance > std::max(2 * policy.window_us, day_us))
    return std::nullopt;
  if (a.has_value && !nearly_equal(a.amount, b.amount, policy.amount_tolerance)) return std::nullopt;
  if (share_source(no, other)) return std::nullopt;
  const bool same_amount = !a.has_value || std::llabs(a.amount - b.amount) <= policy.amount_tolerance;
  if (a.order != 0 && b.order != 0 && a.order != b.order) {
    if (plain_order(order_text(a)) == plain_order(order_text(b)))
      return because(pair_standing::possible, merge_rule::order_key, "order-ids-alike",
                     "one contact, and the order ids differ in spelling only");
    if (!same_amount || distance > policy.window_us) return std::nullopt;
    return because(pair_standing::kept_apart, merge_rule::fuzzy, "order-ids-differ",
                   "one contact and amount, but the order ids say that they are two orders");
  }
  if (a.event_key != 0 && b.event_key != 0 && !same_event_key) return std::nullopt;
  if (a.crowded || b.crowded)
    return because(pair_standing::kept_apart, merge_rule::fuzzy, "hub-key",
                   "the contact has too many events of this amount within the window to tell orders apart");
  if (same_amount && distance > policy.window_us)
    return because(pair_standing::possible, merge_rule::fuzzy, "outside-window",
                   "one contact and amount, but further apart than dedup.window");
  if (!same_amount && distance <= policy.window_us)
    return because(pair_standing::possible, merge_rule::fuzzy, "amount-differs",
                   "one contact within dedup.window, but the amounts differ by " +
                       format_amount(std::llabs(a.amount - b.amount), a.currency) + " " + to_string(a.currency));
  return std::nullopt;
}

/// Events whose order id differs by a leading # only; not all where it is on very many.
std::vector<event_no> truth::differently_spelled(const event_record& r) const {
  std::vector<event_no> found;
  const auto* order = r.order == 0 ? nullptr : orders_.find(text_hash(other_spelling(order_text(r))));
  for (auto at = order == nullptr ? nothing : order->first; at != nothing && found.size() < most_neighbours;
       at = events_[at].next_same_order)
    found.push_back(at);
  return found;
}

/// The pairs in which *no* is the one received later, or the one that was merged.
void truth::pairs_of(event_no no, std::vector<duplicate_pair>& out) const {
  const auto& r = events_[no];
  if (!r.outcome) return;
  if (r.founder != no)
    out.push_back({pair_standing::merged,
                   r.rule,
                   paired(no),
                   paired(r.partner),
                   std::llabs(r.occurred_at - events_[r.partner].occurred_at),
                   matching_key(no, r.rule),
                   {},
                   {}});
  std::vector<event_no> others;
  const auto add = [&](event_no other) {
    if (other < no && events_[other].outcome && events_[other].founder != r.founder) others.push_back(other);
  };
  for (auto at = r.next_same_order; at != nothing && others.empty(); at = events_[at].next_same_order) add(at);
  for (const auto at : differently_spelled(r)) add(at);
  if (r.event_key != 0)
    for (auto at = event_keys_[r.event_key].first; at != nothing; at = events_[at].next_same_event_key) add(at);
  if (const auto found = verdicts_of_event_.find(r.key); found != verdicts_of_event_.end())
    for (const auto& v : found->second)
      for (const auto& e : verdicts_.at(v).told.events)
        if (const auto at = event_of(event_key(e.source, e.external_id)); at != nothing) add(at);
  if (const auto* contact = members_at(r.contact)) {
    std::size_t looked_at = 0;
    for (const auto other : contact->events.of(events_)) {
      if (looked_at++ == most_neighbours) break;
      add(other);
    }
  }
  std::sort(others.begin(), others.end(), std::greater<>());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  const auto first = out.size();
  for (const auto other : others) {
    auto pair = unmerged_pair(no, other);
    if (!pair) continue;
    // Of one other conversion the nearest event is enough, unless somebody decided about each.
    const auto same = [&](const duplicate_pair& p) {
      return p.partner.conversion == pair->partner.conversion && p.reason == pair->reason && p.reason != "unmerged";
    };
    const auto known = std::find_if(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(), same);
    if (known == out.end())
      out.push_back(std::move(*pair));
    else if (pair->distance_us < known->distance_us)
      *known = std::move(*pair);
  }
}

/// The events of the conversion of *any*, and those that may be a pair with one of them.
std::set<event_no> truth::events_near(event_no any) const {
  std::set<event_no> near;
  for (const auto m : members_of(events_[any].founder)) {
    const auto& r = events_[m];
    near.insert(m);
    std::size_t looked_at = 0;
    auto at = r.order != 0 ? orders_[r.order].first : nothing;
    for (; at != nothing && looked_at++ < most_neighbours; at = events_[at].next_same_order) near.insert(at);
    for (const auto other : differently_spelled(r)) near.insert(other);
    at = r.event_key != 0 ? event_keys_[r.event_key].first : nothing;
    for (; at != nothing; at = events_[at].next_same_event_key) near.insert(at);
    if (const auto decided = verdicts_of_event_.find(r.key); decided != verdicts_of_event_.end())
      for (const auto& v : decided->second)
        for (const auto& e : verdicts_.at(v).told.events)
          if (const auto other = event_of(event_key(e.source, e.external_id)); other != nothing) near.insert(other);
    if (const auto* contact = members_at(r.contact)) {
      looked_at = 0;
      for (const auto other : contact->events.of(events_)) {
        if (looked_at++ == most_neighbours) break;
        near.insert(other);
      }
    }
  }
  return near;
}

std::pair<std::vector<duplicate_pair>, std::optional<pair_position>> truth::pairs(pair_filter which,
                                                                                  std::optional<pair_position> past,
                                                                                  std::size_t limit) const {
  const auto found = which.conversion ? event_of(*which.conversion) : nothing;
  std::optional<std::set<event_no>> near;
  if (found != nothing) {
    which.conversion = events_[events_[found].founder].key;
    near = events_near(found);
  }
  const auto none = std::numeric_limits<std::uint64_t>::max();
  const auto below = [&](std::uint64_t no) {
    if (!near) return no == 0 ? none : no - 1;
    const auto at = near->lower_bound(static_cast<event_no>(no));
    return at == near->begin() ? none : *std::prev(at);
  };
  std::vector<duplicate_pair> page;
  std::size_t looked_at = 0;
  auto skip = past ? past->partner : 0;  // pairs of the first event that earlier pages had
  auto no = below(past ? std::min<std::uint64_t>(past->event + 1, events_.size()) : events_.size());
  for (; no != none; no = below(no), skip = 0) {
    if (looked_at++ == most_looked_at) return {std::move(page), pair_position{no, 0}};
    std::vector<duplicate_pair> pairs;
    pairs_of(static_cast<event_no>(no), pairs);
    for (std::size_t i = skip; i < pairs.size(); ++i) {
      if (!matches(pairs[i], which)) continue;
      if (page.size() == limit) return {std::move(page), pair_position{no, i}};
      page.push_back(std::move(pairs[i]));
    }
  }
  return {std::move(page), std::nullopt};
}

}  // namespace hub
