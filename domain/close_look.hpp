// The filters that look at one touch alone, with the reason for each that falls out: bots, windows by type, channel and
// interaction, the previous conversion, referrers. Those that compare touches are in eligibility.cpp.
#pragma once

#include "domain/eligibility.hpp"

namespace hub {

/// Notes why touches fall out, where anybody asked.
struct note_taker {
  std::vector<exclusion>* reasons;
  std::uint32_t first;
  void operator()(std::uint32_t touch, exclusion why) const {
    if (reasons != nullptr) (*reasons)[touch - first] = why;
  }
};

/// What the touches of a window have in common and what any of them has.
struct seen_flags {
  std::uint8_t all = 0xFF;
  std::uint8_t any = 0;
  void see(std::uint8_t flags) {
    all &= flags;
    any |= flags;
  }
};

/// The oldest instant that is inside a window of *lookback_us* before *at*.
inline instant oldest_in(instant at, std::int64_t lookback_us) {
  return lookback_us > 0 ? at - lookback_us : std::numeric_limits<instant>::min();
}

/// One conversion's touches under all rules of this kind. @pre the columns, the row and the rules outlive it
class close_look {
 public:
  /// @param previous when its contacts had converted before; `never_before` also where nobody asks
  close_look(const journey_columns& c, const journey_columns::row& r, const touch_rules& rules, instant previous);

  /// Fills *out* with the touches that pass.
  seen_flags take(std::vector<std::uint32_t>& out, const note_taker& note) const;

 private:
  std::uint32_t first(const note_taker& note) const;
  exclusion against(std::uint32_t t) const;

  const journey_columns& c_;
  const journey_columns::row& r_;
  const touch_rules& rules_;
  instant previous_;
  const named_rules* named_;
  const window_table* windows_ = nullptr;
  std::uint32_t row_ = 0;
};

}  // namespace hub
