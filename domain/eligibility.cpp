#include "domain/eligibility.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "domain/close_look.hpp"

namespace hub {
namespace {

bool is_view(std::uint8_t flags) { return (flags & touch_interaction) >= static_cast<std::uint8_t>(interaction::view); }

template <class Falls>
void drop(std::vector<std::uint32_t>& touches, exclusion why, const note_taker& note, Falls falls) {
  std::erase_if(touches, [&](std::uint32_t t) {
    if (!falls(t)) return false;
    note(t, why);
    return true;
  });
}

/// Where campaigns of a rank are left, only those of the best rank stay. A direct touch is of no campaign.
void drop_lower_ranks(const journey_columns& c, const named_rules& named, std::vector<std::uint32_t>& touches,
                      const note_taker& note) {
  const auto rank_of = [&](std::uint32_t t) {
    const auto rank = (c.flags()[t] & touch_direct) != 0 ? 0 : named.rank_of(c.campaign()[t]);
    return rank != 0 ? rank : std::numeric_limits<std::uint32_t>::max();
  };
  auto best = std::numeric_limits<std::uint32_t>::max();
  for (const auto t : touches) best = std::min(best, rank_of(t));
  drop(touches, exclusion::lower_priority, note, [&](auto t) { return rank_of(t) != best; });
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
  if (rules.named && !rules.named->ranks.empty()) drop_lower_ranks(c, *rules.named, out, note);
  if (rules.collapse_us > 0) collapse(c, rules.collapse_us, out, note);
}

}  // namespace

std::string_view to_string(exclusion e) {
  static constexpr std::string_view names[] = {"none",
                                               "after-conversion",
                                               "bot",
                                               "outside-window",
                                               "before-previous-conversion",
                                               "excluded-referrer",
                                               "interaction",
                                               "direct",
                                               "click-beats-view",
                                               "lower-priority",
                                               "collapsed",
                                               "same-click"};
  return names[static_cast<std::size_t>(e)];
}

namespace {

/// The touches of the window when nobody asks for reasons: one run at the end of the journey.
seen_flags take_window(const journey_columns& c, const journey_columns::row& r, const touch_rules& rules,
                       std::vector<std::uint32_t>& out) {
  const auto oldest = oldest_in(r.at, rules.lookback_us);
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

bool has_ranks(const touch_rules& rules) { return rules.named && !rules.named->ranks.empty(); }

}  // namespace

touch_filter::touch_filter(const journey_columns& columns, const touch_rules& rules) : c_(columns), rules_(rules) {
  if (rules.since_previous) previous_ = previous_conversions(columns);
}

void touch_filter::eligible(const journey_columns::row& r, std::vector<std::uint32_t>& out,
                            std::vector<exclusion>* reasons) const {
  const note_taker note{reasons, r.first_touch};
  if (reasons != nullptr) reasons->assign(r.last_touch - r.first_touch, exclusion::none);
  const bool quick = reasons == nullptr && !rules_.since_previous && !rules_.named;
  const auto seen = quick ? take_window(c_, r, rules_, out) : close_look(c_, r, rules_, previous(r)).take(out, note);
  if (seen.any != 0 || rules_.collapse_us > 0 || has_ranks(rules_)) filter(c_, rules_, seen.all, seen.any, out, note);
}

void touch_filter::admissible(std::uint32_t first, std::uint32_t last, std::vector<std::uint32_t>& out) const {
  out.clear();
  seen_flags seen;
  for (auto t = first; t < last; ++t) {
    const auto flags = c_.flags()[t];
    if ((flags & touch_bot) != 0 && !rules_.bots) continue;
    if (rules_.named && rules_.named->excludes(c_.source_medium()[t])) continue;
    seen.see(flags);
    out.push_back(t);
  }
  filter(c_, rules_, seen.all, seen.any, out, {nullptr, first});
}

void eligible_touches(const journey_columns& columns, const journey_columns::row& r, const touch_rules& rules,
                      std::vector<std::uint32_t>& out, std::vector<exclusion>* reasons) {
  touch_filter(columns, rules).eligible(r, out, reasons);
}

void admissible_touches(const journey_columns& columns, std::uint32_t first, std::uint32_t last,
                        const touch_rules& rules, std::vector<std::uint32_t>& out) {
  touch_filter(columns, rules).admissible(first, last, out);
}

}  // namespace hub
