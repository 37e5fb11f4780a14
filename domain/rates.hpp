// Currency conversion at the rates of a day, exact up to one half-even rounding at the end.
// docs/semantics.md, "Currencies".
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/money.hpp"

namespace hub {

/// Rates by (base, quote) and day: 1 base = rate quote.
class rate_table {
 public:
  /// Adds or replaces the rate of a day. Errors: `rate-malformed`, `rate-not-positive`.
  result<void> set(std::int32_t day, currency base, currency quote, std::string_view rate);

  /// *minor* units of *from* in minor units of *to* at the last rate on or before *day*: that of the pair or of its
  /// inverse, whichever is dated later (the pair's on one day), else over a common base: the one whose older rate is the
  /// latest, then by name. Nothing where no rate is known.
  std::optional<std::int64_t> convert(std::int64_t minor, currency from, currency to, std::int32_t day) const;
  bool empty() const { return series_.empty(); }

  /// One rate of the table: mantissa / 10^scale.
  struct stated {
    std::int32_t day = 0;
    currency base, quote;
    std::int64_t mantissa = 0;
    std::int32_t scale = 0;
  };
  /// How many rates for_each() gives.
  std::size_t size() const;
  /// Calls f(stated) for every rate, in order of pair and day.
  template <class F>
  void for_each(F&& f) const {
    for (const auto& [pair, days] : series_)
      for (const auto& [day, rate] : days) f(stated{day, pair.first, pair.second, rate.mantissa, rate.scale});
  }
  /// Puts back what for_each() gave.
  void put(const stated& rate) { series_[{rate.base, rate.quote}][rate.day] = {rate.mantissa, rate.scale}; }

 private:
  /// mantissa / 10^scale
  struct decimal {
    std::int64_t mantissa = 0;
    int scale = 0;
  };
  struct ratio {
    decimal over;
    decimal under;
  };
  struct dated {
    std::int32_t day = 0;
    decimal rate;
  };
  using series = std::map<std::int32_t, decimal>;

  std::optional<dated> at(currency base, currency quote, std::int32_t day) const;
  std::optional<ratio> find(currency from, currency to, std::int32_t day) const;

  std::map<std::pair<currency, currency>, series> series_;
};

}  // namespace hub
