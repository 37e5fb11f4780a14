#include "domain/close_look.hpp"

namespace hub {

close_look::close_look(const journey_columns& c, const journey_columns::row& r, const touch_rules& rules,
                       instant previous)
    : c_(c), r_(r), rules_(rules), previous_(previous), named_(rules.named ? &*rules.named : nullptr) {
  windows_ = named_ != nullptr && !named_->windows.empty() ? &named_->windows : nullptr;
  if (windows_ != nullptr) row_ = windows_->row_of(r.type);
}

seen_flags close_look::take(std::vector<std::uint32_t>& out, const note_taker& note) const {
  seen_flags seen;
  out.clear();
  for (auto t = first(note); t < r_.last_touch; ++t) {
    if (const auto why = against(t); why != exclusion::none) {
      note(t, why);
      continue;
    }
    seen.see(c_.flags()[t]);
    out.push_back(t);
  }
  return seen;
}

/// Touches before any window need not be looked at where nobody asks why they fall out.
std::uint32_t close_look::first(const note_taker& note) const {
  if (note.reasons != nullptr) return r_.first_touch;
  const auto oldest = oldest_in(r_.at, windows_ != nullptr ? windows_->longest_us[row_] : rules_.lookback_us);
  auto at = r_.last_touch;
  while (at > r_.first_touch && c_.at()[at - 1] >= oldest && c_.at()[at - 1] > previous_) --at;
  return at;
}

exclusion close_look::against(std::uint32_t t) const {
  const auto flags = c_.flags()[t];
  if ((flags & touch_bot) != 0 && !rules_.bots) return exclusion::bot;
  const auto lookback =
      windows_ != nullptr ? windows_->at(row_, c_.channel()[t], flags & touch_interaction) : rules_.lookback_us;
  if (lookback > 0 && r_.at - c_.at()[t] > lookback) return exclusion::outside_window;
  if (previous_ != never_before && c_.at()[t] <= previous_) return exclusion::before_previous;
  if (named_ != nullptr && named_->excludes(c_.source_medium()[t])) return exclusion::excluded_referrer;
  return exclusion::none;
}

}  // namespace hub
