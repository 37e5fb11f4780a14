// Which touches of a journey may earn credit for a conversion, and why the others may not.
// docs/semantics.md, "Eligible touchpoints".
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/journey_columns.hpp"
#include "domain/named_rules.hpp"
#include "domain/previous_conversions.hpp"

namespace hub {

enum class direct_policy : std::uint8_t { drop_unless_only, keep };

struct touch_rules {
  std::int64_t lookback_us = 90 * day_us;  ///< 0: unlimited
  bool views = false;                      ///< admit views and impressions
  bool bots = false;                       ///< admit touches labelled as bots'
  direct_policy direct = direct_policy::drop_unless_only;
  bool click_beats_view = true;
  std::int64_t collapse_us = 0;
  bool since_previous = false;       ///< nothing of before the contact's previous conversion
  std::optional<named_rules> named;  ///< the policy over the names that there are; absent where it is empty

  /// Whether a window and the flags of touches decide alone.
  bool plain() const { return collapse_us == 0 && !since_previous && !named; }
  /// How long before a conversion of this type such a touch counts; 0: unlimited.
  std::int64_t lookback_of(name_id type, name_id channel, interaction how) const {
    if (!named || named->windows.empty()) return lookback_us;
    return named->windows.at(named->windows.row_of(type), channel, static_cast<std::uint8_t>(how));
  }

  friend bool operator==(const touch_rules&, const touch_rules&) = default;
};

/// Why a touch earns nothing, in the order in which the filters run.
enum class exclusion : std::uint8_t {
  none,
  after_conversion,
  bot,
  outside_window,
  before_previous,
  excluded_referrer,
  interaction,
  direct,
  click_beats_view,
  lower_priority,
  collapsed,
  same_click
};

/// `after-conversion`, `bot`, `outside-window`, …
std::string_view to_string(exclusion e);

/// The rules over the journeys of some columns, for scans. @pre both outlive it, and the columns stay as they are
class touch_filter {
 public:
  touch_filter(const journey_columns& columns, const touch_rules& rules);

  /// Positions (in the columns) of the eligible touches of *r*, in order. *reasons*, when given, is parallel to the
  /// journey's touches [r.first_touch, r.last_touch). @pre *r* is one of the rows of the columns
  void eligible(const journey_columns::row& r, std::vector<std::uint32_t>& out,
                std::vector<exclusion>* reasons = nullptr) const;

  /// The same over touches [first, last), with no conversion and so no window: for journeys that did not convert.
  void admissible(std::uint32_t first, std::uint32_t last, std::vector<std::uint32_t>& out) const;

  /// When the contacts of *r* had converted before, where the rules ask for it; else `never_before`.
  instant previous(const journey_columns::row& r) const {
    return previous_.empty() ? never_before : previous_[static_cast<std::size_t>(&r - c_.rows().data())];
  }

 private:
  const journey_columns& c_;
  const touch_rules& rules_;
  std::vector<instant> previous_;  // by row, where the rules ask for it
};

/// What a touch_filter says, for a single question.
void eligible_touches(const journey_columns& columns, const journey_columns::row& r, const touch_rules& rules,
                      std::vector<std::uint32_t>& out, std::vector<exclusion>* reasons = nullptr);
void admissible_touches(const journey_columns& columns, std::uint32_t first, std::uint32_t last,
                        const touch_rules& rules, std::vector<std::uint32_t>& out);

/// Touches [first, last) of the columns.
struct touch_run {
  std::uint32_t first = 0, last = 0;

  bool empty() const { return first == last; }
};

/// Whether any touch of a run has a flag; like plain_touches() inline always, which compilers leave out where several loops
/// ask, at a tenth of their time. Short runs are one or two words, since how long a run is cannot be foreseen.
[[gnu::always_inline]] inline bool has_flags(const journey_columns& columns, touch_run run) {
  const auto flags = columns.flags();
  const auto n = run.last - run.first;
  if (n == 0) return false;
  if (std::endian::native == std::endian::little && n <= 16 && run.first + 16 <= flags.size()) {
    std::uint64_t first = 0, second = 0;
    std::memcpy(&first, flags.data() + run.first, sizeof first);
    std::memcpy(&second, flags.data() + run.first + 8, sizeof second);
    const auto unheard = 64 - 8 * std::min(n, 8U);
    const auto heard = 8 * (std::max(n, 8U) - 8);
    return (first << unheard | (second & (heard < 64 ? (std::uint64_t{1} << heard) - 1 : ~std::uint64_t{0}))) != 0;
  }
  return std::any_of(flags.begin() + run.first, flags.begin() + run.last, [](auto f) { return f != 0; });
}

/// The touches of *r* in its window, where all of them are eligible because none has a flag that asks for a closer look;
/// else nothing, and eligible_touches() tells.
[[gnu::always_inline]] inline std::optional<touch_run> plain_touches(const journey_columns& columns,
                                                                     const journey_columns::row& r,
                                                                     const touch_rules& rules) {
  if (!rules.plain()) return std::nullopt;
  const auto oldest = rules.lookback_us > 0 ? r.at - rules.lookback_us : std::numeric_limits<instant>::min();
  touch_run run{r.first_touch, r.last_touch};
  while (run.first < run.last && columns.at()[run.first] < oldest) ++run.first;
  if (has_flags(columns, run)) return std::nullopt;
  return run;
}

}  // namespace hub
