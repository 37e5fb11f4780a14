// Which touches of a journey may earn credit for a conversion, and why the others may not.
// docs/semantics.md, "Eligible touchpoints".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/journeys.hpp"

namespace hub {

enum class direct_policy : std::uint8_t { drop_unless_only, keep };

struct touch_rules {
  std::int64_t lookback_us = 90 * day_us;  ///< 0: unlimited
  bool views = false;                      ///< admit views and impressions
  bool bots = false;                       ///< admit touches labelled as bots'
  direct_policy direct = direct_policy::drop_unless_only;
  bool click_beats_view = true;
  std::int64_t collapse_us = 0;

  friend bool operator==(const touch_rules&, const touch_rules&) = default;
};

/// Why a touch earns nothing, in the order in which the filters run.
enum class exclusion : std::uint8_t {
  none,
  after_conversion,
  bot,
  outside_window,
  interaction,
  direct,
  click_beats_view,
  collapsed,
  same_click
};

/// `after-conversion`, `bot`, `outside-window`, …
std::string_view to_string(exclusion e);

/// Positions (in the columns) of the eligible touches of *r*, in order. *reasons*, when given, is parallel to the
/// journey's touches [r.first_touch, r.last_touch).
void eligible_touches(const journey_columns& columns, const journey_columns::row& r, const touch_rules& rules,
                      std::vector<std::uint32_t>& out, std::vector<exclusion>* reasons = nullptr);

/// The same over touches [first, last), with no conversion and so no window: for journeys that did not convert.
void admissible_touches(const journey_columns& columns, std::uint32_t first, std::uint32_t last,
                        const touch_rules& rules, std::vector<std::uint32_t>& out);

}  // namespace hub
