#include "domain/ledger.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace hub {
namespace {

std::int64_t utc_day(instant t) { return t >= 0 ? t / day_us : (t - day_us + 1) / day_us; }

/// Tells the same refund reported by two sources from two equal refunds reported by one.
class reported_refunds {
 public:
  bool is_repeat(const ledger_adjustment& a) {
    if (a.kind != entry_kind::refund && a.kind != entry_kind::chargeback) return false;
    auto& same = seen_[{a.kind, a.amount, utc_day(a.at)}];
    auto& of_source = same.by_source[a.source];
    if (++of_source <= same.counted) return true;
    same.counted = of_source;
    return false;
  }

 private:
  struct reports {
    std::size_t counted = 0;
    std::map<std::string_view, std::size_t> by_source;
  };
  std::map<std::tuple<entry_kind, std::optional<std::int64_t>, std::int64_t>, reports> seen_;
};

/// The signed amount that *a* asks for while *left* is left and a reversal has taken *reversed*.
std::int64_t asked(const ledger_adjustment& a, std::int64_t left, std::int64_t reversed) {
  if (a.kind == entry_kind::sale) return reversed;
  if (a.kind == entry_kind::reversal || !a.amount) return -left;
  return a.kind == entry_kind::adjustment ? *a.amount : -*a.amount;
}

}  // namespace

entry_kind entry_of(adjustment_kind kind) {
  switch (kind) {
    case adjustment_kind::refund: return entry_kind::refund;
    case adjustment_kind::chargeback: return entry_kind::chargeback;
    case adjustment_kind::adjustment: return entry_kind::adjustment;
    case adjustment_kind::reversal: return entry_kind::reversal;
  }
  return entry_kind::adjustment;
}

std::string_view to_string(entry_kind kind) {
  static constexpr std::string_view names[] = {"sale", "refund", "chargeback", "adjustment", "reversal"};
  return names[static_cast<std::size_t>(kind)];
}

constexpr std::array<std::string_view, 7> note_names = {
    "counted", "over-refund", "repeated", "currency-differs", "already-reversed", "already-stands", "waits-for-sale"};

std::string_view to_string(entry_note note) { return note_names[static_cast<std::size_t>(note)]; }

std::optional<entry_note> parse_entry_note(std::string_view name) {
  const auto found = std::find(note_names.begin(), note_names.end(), name);
  if (found == note_names.end()) return std::nullopt;
  return static_cast<entry_note>(found - note_names.begin());
}

ledger build_ledger(instant sold_at, std::optional<money> value, std::vector<ledger_adjustment> adjustments) {
  ledger book;
  book.gross = book.net = value ? value->minor : 0;
  book.entries.push_back({entry_kind::sale, entry_note::counted, sold_at, book.net, 1, {}, {}});
  std::sort(adjustments.begin(), adjustments.end(), [sold_at](const auto& a, const auto& b) {
    const auto a_at = std::max(a.at, sold_at), b_at = std::max(b.at, sold_at);
    return std::tie(a_at, a.external_id, a.source, a.kind) < std::tie(b_at, b.external_id, b.source, b.kind);
  });
  reported_refunds refunds;
  bool stands = true;
  std::int64_t reversed = 0;
  for (auto a : adjustments) {
    ledger_entry entry{a.kind, entry_note::counted, std::max(a.at, sold_at), 0, 0, a.source, a.external_id};
    if (a.at < sold_at) entry.told_at = a.at;
    a.at = entry.at;
    if (a.currency && value && a.currency != value->currency)
      entry.note = entry_note::currency_differs;
    else if (refunds.is_repeat(a))
      entry.note = entry_note::repeated;
    else if (a.kind == entry_kind::reversal && !stands)
      entry.note = entry_note::already_reversed;
    else if (a.kind == entry_kind::sale && stands)
      entry.note = entry_note::already_stands;
    else {
      const auto wanted = asked(a, book.net, reversed);
      entry.amount = std::max(wanted, -book.net);  // nothing takes more than is left
      if (entry.amount != wanted) entry.note = entry_note::over_refund, entry.asked = wanted;
      if (a.kind == entry_kind::reversal || a.kind == entry_kind::sale) {
        stands = a.kind == entry_kind::sale;
        entry.count = stands ? 1 : -1;
        reversed = -entry.amount;
      }
      if (a.kind == entry_kind::adjustment) book.gross += entry.amount;
      book.net += entry.amount;
    }
    book.entries.push_back(entry);
  }
  return book;
}

}  // namespace hub
