#include "domain/eligibility.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace hub {
namespace {

/// Notes why touches fall out, where anybody asked.
struct note_taker {
  std::vector<exclusion>* reasons;
  std::uint32_t first;
  void operator()(std::uint32_t touch, exclusion why) const {
    if (reasons != nullptr) (*reasons)[touch - first] = why;
  }
};

bool is_view(std::uint8_t flags) { return (flags & touch_interaction) >= static_cast<std::uint8_t>(interaction::view); }

template <class Falls>
void drop(std::vector<std::uint32_t>& touches, exclusion why, const note_taker& note, Falls falls) {
  std::erase_if(touches, [&](std::uint32_t t) {
    if (!falls(t)) return false;
    note(t, why);
    return true;
  });
}

void collapse(const journey_columns& c, std::int64_t within_us, std::vector<std::uint32_t>& touches,
              const note_taker& note) {
  std::size_t run = 0;  // position of the first touch of the current run
  std::vector<std::uint32_t> kept;
  for (std::size_t i = 0; i < touches.size(); ++i) {
    const auto t = touches[i], head = touches[run];
    const auto same = i > run && c.channel()[t] == c.channel()[head] && c.campaign()[t] == c.campaign()[head] &&
                      c.ad()[t] == c.ad()[head] && c.at()[t] - c.at()[head] <= within_us;
    if (same) {
      note(t, exclusion::collapsed);
      continue;
    }
    run = i;
    kept.push_back(t);
  }
  touches = std::move(kept);
}

/// The filters after the window, on the touches that passed it.
void filter(const journey_columns& c, const touch_rules& rules, std::uint8_t seen_all, std::uint8_t seen_any,
            std::vector<std::uint32_t>& out, const note_taker& note) {
  const auto flags = c.flags();
  const auto views_seen = (seen_any & static_cast<std::uint8_t>(interaction::view)) != 0;  // view 2 and impression 3
  if (views_seen && !rules.views) drop(out, exclusion::interaction, note, [&](auto t) { return is_view(flags[t]); });
  if ((seen_any & touch_direct) != 0 && (seen_all & touch_direct) == 0 &&
      rules.direct == direct_policy::drop_unless_only &&
      std::any_of(out.begin(), out.end(), [&](auto t) { return (flags[t] & touch_direct) == 0; }))
    drop(out, exclusion::direct, note, [&](auto t) { return (flags[t] & touch_direct) != 0; });
  if (views_seen && rules.views && rules.click_beats_view && std::any_of(out.begin(), out.end(), [&](auto t) {
        return (flags[t] & touch_interaction) == static_cast<std::uint8_t>(interaction::click);
      }))
    drop(out, exclusion::click_beats_view, note, [&](auto t) { return is_view(flags[t]); });
  if (rules.collapse_us > 0) collapse(c, rules.collapse_us, out, note);
}

}  // namespace

std::string_view to_string(exclusion e) {
  static constexpr std::string_view names[] = {
      "none",   "after-conversion", "bot",       "outside-window", "interaction",
      "direct", "click-beats-view", "collapsed", "same-click"};
  return names[static_cast<std::size_t>(e)];
}

namespace {

/// What the touches of a window have in common and what any of them has.
struct seen_flags {
  std::uint8_t all = 0xFF;
  std::uint8_t any = 0;
  void see(std::uint8_t flags) {
    all &= flags;
    any |= flags;
  }
};

/// The touches of the window when nobody asks for reasons: one run at the end of the journey.
seen_flags take_window(const journey_columns& c, const journey_columns::row& r, const touch_rules& rules,
                       std::vector<std::uint32_t>& out) {
  const auto oldest = rules.lookback_us > 0 ? r.at - rules.lookback_us : std::numeric_limits<instant>::min();
  auto first = r.last_touch;
  seen_flags seen;
  while (first > r.first_touch && c.at()[first - 1] >= oldest) seen.see(c.flags()[--first]);
  out.resize(r.last_touch - first);
  std::iota(out.begin(), out.end(), first);
  if ((seen.any & touch_bot) == 0 || rules.bots) return seen;
  std::erase_if(out, [&](auto t) { return (c.flags()[t] & touch_bot) != 0; });
  seen = {};
  for (const auto t : out) seen.see(c.flags()[t]);
  return seen;
}

/// The same with the reason for every touch that falls out.
seen_flags take_window(const journey_columns& c, const journey_columns::row& r, const touch_rules& rules,
                       std::vector<std::uint32_t>& out, const note_taker& note) {
  seen_flags seen;
  out.clear();
  for (auto t = r.first_touch; t < r.last_touch; ++t) {
    if ((c.flags()[t] & touch_bot) != 0 && !rules.bots) {
      note(t, exclusion::bot);
    } else if (rules.lookback_us > 0 && r.at - c.at()[t] > rules.lookback_us) {
      note(t, exclusion::outside_window);
    } else {
      seen.see(c.flags()[t]);
      out.push_back(t);
    }
  }
  return seen;
}

}  // namespace

void eligible_touches(const journey_columns& columns, const journey_columns::row& r, const touch_rules& rules,
                      std::vector<std::uint32_t>& out, std::vector<exclusion>* reasons) {
  const note_taker note{reasons, r.first_touch};
  if (reasons != nullptr) reasons->assign(r.last_touch - r.first_touch, exclusion::none);
  const auto seen =
      reasons == nullptr ? take_window(columns, r, rules, out) : take_window(columns, r, rules, out, note);
  if (seen.any != 0 || rules.collapse_us > 0) filter(columns, rules, seen.all, seen.any, out, note);
}

void admissible_touches(const journey_columns& columns, std::uint32_t first, std::uint32_t last,
                        const touch_rules& rules, std::vector<std::uint32_t>& out) {
  out.clear();
  std::uint8_t all = 0xFF, any = 0;
  for (auto t = first; t < last; ++t) {
    const auto flags = columns.flags()[t];
    if ((flags & touch_bot) != 0 && !rules.bots) continue;
    all &= flags;
    any |= flags;
    out.push_back(t);
  }
  filter(columns, rules, all, any, out, {nullptr, first});
}

}  // namespace hub
