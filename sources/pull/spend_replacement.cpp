#include "sources/pull/spend_replacement.hpp"

#include <set>
#include <string_view>
#include <tuple>

namespace hub::sources {
namespace {

using row_key = std::tuple<std::int32_t, std::string_view, std::string_view, std::string_view>;

row_key key_of(const spend_event& row) { return {row.day, row.campaign_id, row.adset_id, row.ad_id}; }

spend_window::level level_of(const spend_event& row) {
  if (!row.ad_id.empty()) return spend_window::level::ad;
  return row.adset_id.empty() ? spend_window::level::campaign : spend_window::level::adset;
}

bool is_nothing(const spend_event& row) {
  return row.cost.minor == 0 && row.impressions == 0 && row.clicks == 0 && !row.platform_conversions &&
         !row.platform_value;
}

}  // namespace

bool is_within(const spend_event& row, const spend_window& window) {
  return row.platform == window.platform && row.account == window.account && level_of(row) == window.of &&
         row.day >= window.from && row.day <= window.until;
}

std::vector<spend_event> vanished(const spend_window& window, std::span<const spend_event> known,
                                  std::span<const spend_event> told) {
  std::set<row_key> present;
  for (const auto& row : told) present.insert(key_of(row));
  std::vector<spend_event> gone;
  for (const auto& row : known) {
    if (!is_within(row, window) || present.contains(key_of(row)) || is_nothing(row)) continue;
    auto& nothing = gone.emplace_back(row);
    nothing.cost.minor = nothing.impressions = nothing.clicks = 0;
    nothing.platform_conversions.reset();
    nothing.platform_value.reset();
  }
  return gone;
}

}  // namespace hub::sources
