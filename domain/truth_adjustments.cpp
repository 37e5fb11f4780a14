// Adjustments find the sale that they change.
#include <algorithm>

#include "domain/truth.hpp"

namespace hub {
namespace {

/// Takes *no* out of the list under *key*, if it is there.
template <class Map, class Key>
void take_out(Map& lists, const Key& key, std::uint32_t no) {
  const auto found = lists.find(key);
  if (found == lists.end()) return;
  auto& list = found->second;
  list.erase(std::remove(list.begin(), list.end(), no), list.end());
}

}  // namespace

/// The sale that an adjustment names: one event, or the first purchase of an order, unless too many share its id.
event_no truth::sale_of(const adjustment_record& a) const {
  if (a.order_hash != 0) return is_hub_order(a.order_hash) ? nothing : first_sale_of_order(a.order_hash);
  return event_of(a.target);
}

/// The purchase of an order that comes first by time, source and external id; nothing when there is none.
event_no truth::first_sale_of_order(std::uint64_t order_hash) const {
  const auto purchase = names_.find("purchase");
  const auto list = orders_.find(order_hash);
  auto first = nothing;
  if (!purchase || list == nullptr) return first;
  for (auto no = list->first; no != nothing; no = events_[no].next_same_order)
    if (kind_of(no).family == *purchase && (first == nothing || event_before(no, first))) first = no;
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
    r.order_hash = text_hash(a.order_key);
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
    result = redelivery();
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
  if (const auto sale = sale_of(a); sale != nothing) mark_conversion(events_[sale].founder);
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
                       "the order id is on " + std::to_string(orders_.find(a.order_hash)->count) +
                           " events, too many for one order; name the sale by source and external_id",
                       "/order_id"));
  const auto no = sale_of(a);
  if (no == nothing) return;
  result.has_conversion = true;
  result.conversion = events_[events_[no].founder].key;
  for (const auto m : a.order_hash != 0 ? members_of(no) : few<event_no>{no}) {
    const auto& sale = events_[m];
    if (!a.currency || !sale.has_value || sale.currency == a.currency) continue;
    return refuse(fail("currency-differs",
                       "the sale is in " + to_string(sale.currency) + ", the adjustment in " + to_string(a.currency) +
                           "; state it in the sale's currency",
                       "/currency"));
  }
}

}  // namespace hub
