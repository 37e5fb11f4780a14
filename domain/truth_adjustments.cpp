// Adjustments find the sale that they change.
#include <algorithm>
#include <map>

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
  if (!a.conversion_id.empty()) {
    r.target = parse_conversion_id(a.conversion_id).value_or(key128{});
  } else if (!a.sale_external_id.empty()) {
    const auto source = a.sale_source.empty() ? std::string_view("manual") : std::string_view(a.sale_source);
    r.target = event_key(source, a.sale_external_id);
    r.named_source = names_.intern(source);
    r.named = texts_.add(a.sale_external_id);
  } else {
    r.order_hash = text_hash(a.order_key);
    r.named = texts_.add(a.order_key);
  }
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
  // What is none of its sale's is refused each time it is told, and stored once all the same.
  const auto refuse_where_misfit = [&](const adjustment_record& r, bool kept) {
    if (auto misfit = misfit_of(r)) {
      result.status = item_status::rejected;
      result.kept = kept;
      result.errors.push_back(std::move(*misfit));
    }
    return result;
  };
  if (!first) {
    result = redelivery();
    const auto version = version_key(fact.key, fact.content.low);
    auto& standing = adjustments_[no];
    if (standing.content == fact.content.low) return refuse_where_misfit(standing, false);
    if (older_versions_.contains(version)) return outdated_version();
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
  return refuse_where_misfit(r, true);
}

void truth::mark_sale(const adjustment_record& a) {
  if (const auto sale = sale_of(a); sale != nothing) mark_conversion(events_[sale].founder);
}

/// Why an adjustment is refused, if it is: its order id is on too many events, or it is not in the sale's currency. Such a
/// fact is kept all the same: the sale's currency may yet change, and what the ledger says must not depend on which of the
/// two came first.
std::optional<error> truth::misfit_of(const adjustment_record& a) const {
  if (is_hub_order(a.order_hash))
    return fail("order-ambiguous",
                "the order id is on " + std::to_string(orders_.find(a.order_hash)->count) +
                    " events, too many for one order; name the sale by source and external_id",
                "/order_id");
  const auto no = sale_of(a);
  if (no == nothing) return std::nullopt;
  for (const auto m : a.order_hash != 0 ? members_of(no) : few<event_no>{no}) {
    const auto& sale = events_[m];
    if (!a.currency || !sale.has_value || sale.currency == a.currency) continue;
    return fail("currency-differs",
                "the sale is in " + to_string(sale.currency) + ", the adjustment in " + to_string(a.currency) +
                    "; state it in the sale's currency",
                "/currency");
  }
  return std::nullopt;
}

/// What the ledgers of sales say of their adjustments. Builds each once, for many adjustments may be of one sale.
class truth::sale_notes {
 public:
  explicit sale_notes(const truth& of) : t_(of) {}

  entry_note of(const adjustment_record& a) {
    const auto sale = t_.sale_of(a);
    if (sale == nothing || !t_.events_[sale].outcome) return entry_note::waits_for_sale;
    const auto [known, first] = notes_.try_emplace(t_.events_[sale].founder);
    auto& notes = known->second;
    if (first)
      for (const auto& e : t_.ledger_of(t_.by_authority(known->first)).entries)
        if (e.kind != entry_kind::sale) notes.emplace(std::pair(e.source, e.external_id), e.note);
    const auto found = notes.find({t_.names_.text(a.source), a.external_id.view()});
    return found == notes.end() ? entry_note::waits_for_sale : found->second;
  }

 private:
  const truth& t_;
  std::map<event_no, std::map<std::pair<std::string_view, std::string_view>, entry_note>> notes_;
};

/// Says of adjustments, once the batch is clustered, whose sale each is of and what it is in that one's ledger.
/// @param told places in *results*, and numbers of adjustments
void truth::answer_adjustments(std::span<const std::pair<std::size_t, std::uint32_t>> told,
                               std::vector<item_result>& results) const {
  sale_notes notes(*this);
  for (const auto& [position, no] : told) {
    auto& result = results[position];
    const auto& a = adjustments_[no];
    if (const auto sale = sale_of(a); sale != nothing) {
      result.has_conversion = true;
      result.conversion = events_[events_[sale].founder].key;
    }
    if (result.status != item_status::rejected) result.note = notes.of(a);
  }
}

listed_adjustment truth::told_of(const adjustment_record& a) const {
  listed_adjustment told;
  told.source = names_.text(a.source);
  told.external_id = a.external_id.view();
  told.kind = a.kind;
  told.at = a.occurred_at;
  if (a.has_amount) told.amount = a.amount;
  told.currency = a.currency;
  if (a.order_hash != 0) {
    told.order_id = a.named.view();
  } else if (!a.named.view().empty()) {
    told.sale_source = names_.text(a.named_source);
    told.sale_external_id = a.named.view();
  }
  if (const auto sale = sale_of(a); sale != nothing) {
    told.conversion = events_[events_[sale].founder].key;
    if (!told.currency) told.currency = events_[sale].currency;
  } else if (a.order_hash == 0 && a.named.view().empty()) {
    told.conversion = a.target;
  }
  return told;
}

numbered_page<listed_adjustment> truth::list_adjustments(entry_note note, std::optional<std::uint32_t> past,
                                                         std::size_t limit) const {
  std::vector<listed_adjustment> found;
  sale_notes notes(*this);
  auto no = std::min<std::size_t>(past.value_or(adjustments_.size()), adjustments_.size());
  const auto last = no - std::min(no, most_looked_at);
  while (no > last && found.size() < limit) {
    const auto& a = adjustments_[--no];
    if (notes.of(a) != note) continue;
    found.push_back(told_of(a));
    found.back().note = note;
  }
  return {std::move(found), no > 0 ? std::optional(static_cast<std::uint32_t>(no)) : std::nullopt};
}

}  // namespace hub
