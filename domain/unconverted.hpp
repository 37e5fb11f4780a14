// Amounts that a report leaves out because no exchange rate was known for them, by currency.
#pragma once

#include <cstdint>
#include <map>

#include "domain/money.hpp"

namespace hub {

/// Revenue and spend of one currency, each in its minor unit.
struct unconverted_sum {
  std::int64_t amount = 0;       ///< net revenue
  std::uint64_t entries = 0;     ///< of ledgers, that `amount` is of
  std::int64_t spend = 0;        ///< ad cost
  std::uint64_t spend_rows = 0;  ///< that `spend` is of

  void add(const unconverted_sum& more) {
    amount += more.amount;
    entries += more.entries;
    spend += more.spend;
    spend_rows += more.spend_rows;
  }
  friend bool operator==(const unconverted_sum&, const unconverted_sum&) = default;
};

using unconverted_sums = std::map<currency, unconverted_sum>;

inline void add(unconverted_sums& to, const unconverted_sums& more) {
  for (const auto& [currency, sum] : more) to[currency].add(sum);
}

}  // namespace hub
