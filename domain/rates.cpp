#include "domain/rates.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace hub {
namespace {

using wide = __int128;

constexpr int most_digits = 15;

wide power_of_ten(int n) {
  wide p = 1;
  while (n-- > 0) p *= 10;
  return p;
}

/// a/b rounded half to even; b > 0.
wide divide_half_even(wide a, wide b) {
  const bool negative = a < 0;
  if (negative) a = -a;
  auto q = a / b;
  const auto twice = 2 * (a % b);
  if (twice > b || (twice == b && q % 2 != 0)) ++q;
  return negative ? -q : q;
}

}  // namespace

result<void> rate_table::set(std::int32_t day, currency base, currency quote, std::string_view rate) {
  decimal d;
  int digits = 0;
  bool point = false, any = false;
  for (const char c : rate) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9')
      return fail("rate-malformed",
                  "a rate is a positive decimal number such as 1.0845, not '" + std::string(rate) + "'", "rate");
    any = true;
    if (digits >= most_digits) {
      if (!point) return fail("rate-malformed", "the rate has too many digits", "rate");
      continue;  // beyond 15 significant digits a rate says nothing about a minor unit
    }
    d.mantissa = d.mantissa * 10 + (c - '0');
    if (d.mantissa != 0) ++digits;
    if (point) ++d.scale;
  }
  if (!any) return fail("rate-malformed", "the rate is empty", "rate");
  if (d.mantissa == 0) return fail("rate-not-positive", "a rate must be above zero", "rate");
  if (d.scale > most_digits) return fail("rate-malformed", "the rate is too small", "rate");
  series_[{base, quote}][day] = d;
  return {};
}

std::optional<rate_table::dated> rate_table::at(currency base, currency quote, std::int32_t day) const {
  const auto found = series_.find({base, quote});
  if (found == series_.end()) return std::nullopt;
  const auto after = found->second.upper_bound(day);
  if (after == found->second.begin()) return std::nullopt;
  const auto& last = *std::prev(after);
  return dated{last.first, last.second};
}

std::size_t rate_table::size() const {
  std::size_t n = 0;
  for (const auto& [pair, days] : series_) n += days.size();
  return n;
}

std::optional<rate_table::ratio> rate_table::find(currency from, currency to, std::int32_t day) const {
  constexpr decimal one{1, 0};
  const auto direct = at(from, to, day);
  const auto inverse = at(to, from, day);
  if (direct && (!inverse || direct->day >= inverse->day)) return ratio{direct->rate, one};
  if (inverse) return ratio{one, inverse->rate};
  std::optional<ratio> best;
  std::int32_t best_day = 0;  // the older of its two rates
  for (const auto& [pair, unused] : series_) {
    if (pair.second != from) continue;
    const auto over = at(pair.first, to, day);
    const auto under = at(pair.first, from, day);
    if (!over || !under) continue;
    const auto known_since = std::min(over->day, under->day);
    if (best && known_since <= best_day) continue;
    best = ratio{over->rate, under->rate};
    best_day = known_since;
  }
  return best;
}

std::optional<std::int64_t> rate_table::convert(std::int64_t minor, currency from, currency to,
                                                std::int32_t day) const {
  if (from == to) return minor;
  const auto rate = find(from, to, day);
  if (!rate) return std::nullopt;
  // minor · (over / 10^so) / (under / 10^su) · 10^(digits to − digits from)
  const int exponent = rate->under.scale - rate->over.scale + minor_digits(to) - minor_digits(from);
  wide a = static_cast<wide>(minor) * rate->over.mantissa;
  wide b = rate->under.mantissa;
  const auto limit = std::numeric_limits<wide>::max() / power_of_ten(exponent < 0 ? 0 : exponent);
  if (a > limit || a < -limit) return std::nullopt;
  if (exponent >= 0)
    a *= power_of_ten(exponent);
  else
    b *= power_of_ten(-exponent);
  const auto converted = divide_half_even(a, b);
  if (converted > std::numeric_limits<std::int64_t>::max() || converted < std::numeric_limits<std::int64_t>::min())
    return std::nullopt;
  return static_cast<std::int64_t>(converted);
}

}  // namespace hub
