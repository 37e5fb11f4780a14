// What became of a conversion's money. spec/semantics.md §5, "Money"; docs/semantics.md, "Ledger".
#include <algorithm>

#include "oracle.hpp"

namespace hub::oracle {
namespace {

bool takes_back(entry_kind kind) { return kind == entry_kind::refund || kind == entry_kind::chargeback; }

/// Counts how often each source tells of equal refunds: as many count as the source tells that tells most.
class repetitions {
 public:
  /// @param at when the refund counts
  bool repeats(const money_change& a, instant at) {
    auto& told = told_[{a.kind, a.amount, local_day(at, {})}];
    const auto nth = ++told.by_source[a.source];
    if (nth <= told.counted) return true;
    ++told.counted;
    return false;
  }

 private:
  struct equal_refunds {
    int counted = 0;
    std::map<std::string, int> by_source;
  };
  std::map<std::tuple<entry_kind, std::optional<std::int64_t>, std::int32_t>, equal_refunds> told_;
};

}  // namespace

void keep_books(conversion& c, std::vector<money_change> changes) {
  const auto sold_for = c.value ? c.value->minor : 0;
  c.ledger = {{entry_kind::sale, entry_note::counted, c.at, sold_for, 1, "", ""}};
  c.gross = sold_for;
  auto left = sold_for;
  bool stands = true;
  std::int64_t taken = 0;  // by the last reversal
  repetitions refunds;
  std::sort(changes.begin(), changes.end(), [&](const auto& a, const auto& b) {
    return std::tuple(std::max(a.at, c.at), a.external_id, a.source) <
           std::tuple(std::max(b.at, c.at), b.external_id, b.source);
  });
  for (const auto& a : changes) {
    entry e{a.kind, entry_note::counted, std::max(a.at, c.at), 0, 0, a.source, a.external_id};
    if (a.currency && c.value && *a.currency != c.value->currency) {
      e.note = entry_note::currency_differs;
    } else if (takes_back(a.kind)) {
      if (refunds.repeats(a, e.at)) {
        e.note = entry_note::repeated;
      } else {
        e.amount = -std::min(a.amount.value_or(left), left);
        if (a.amount && -e.amount < *a.amount) e.note = entry_note::over_refund;
      }
    } else if (a.kind == entry_kind::adjustment) {
      e.amount = std::max(*a.amount, -left);
      if (e.amount != *a.amount) e.note = entry_note::over_refund;
      c.gross += e.amount;
    } else if (a.kind == entry_kind::sale) {
      if (stands) {
        e.note = entry_note::already_stands;
      } else {
        stands = true;
        e.amount = taken;
        e.count = 1;
      }
    } else if (!stands) {
      e.note = entry_note::already_reversed;
    } else {
      stands = false;
      taken = left;
      e.amount = -left;
      e.count = -1;
    }
    left += e.amount;
    c.ledger.push_back(e);
  }
  c.net = left;
}

}  // namespace hub::oracle
