// Amounts of one conversion that have no rate, until its touchpoints are known, which say whether a report would show them.
#pragma once

#include <algorithm>
#include <map>
#include <span>
#include <vector>

#include "domain/credit.hpp"

namespace hub {

class unpriced_entries {
 public:
  void add(instant at, std::int64_t amount) { entries_.push_back({at, amount}); }

  /// Counts in *into* those that are in the range of *query*, and forgets them all. By the dates of touches it is an
  /// entry of which some touch is in range; one without touches is dated by itself in any report.
  /// @param touches those that count for the conversion, in *columns*
  void settle(currency of, const credit_query& query, std::span<const std::uint32_t> touches,
              const journey_columns& columns, unconverted_sums& into) {
    if (entries_.empty()) return;
    const auto in_range = [&](instant at) { return at >= query.from && at < query.to; };
    const bool by_touch = query.basis == report_basis::touch && !touches.empty();
    const bool met =
        by_touch && std::any_of(touches.begin(), touches.end(), [&](auto t) { return in_range(columns.at()[t]); });
    for (const auto& e : entries_) {
      if (by_touch ? !met : !in_range(e.at)) continue;
      auto& sum = into[of];
      sum.amount += e.amount;
      ++sum.entries;
    }
    entries_.clear();
  }

 private:
  struct entry {
    instant at = 0;
    std::int64_t amount = 0;
  };
  std::vector<entry> entries_;
};

}  // namespace hub
