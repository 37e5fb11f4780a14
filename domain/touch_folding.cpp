#include "domain/touch_folding.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

namespace hub {
namespace {

constexpr std::int64_t same_click_us = 60 * second_us;

void fill(touch_record& kept, const touch_record& other) {
  if (kept.channel == 0) kept.channel = other.channel;
  if (kept.source_medium == 0) kept.source_medium = other.source_medium;
  if (kept.campaign == 0) kept.campaign = other.campaign;
  if (kept.adset == 0) kept.adset = other.adset;
  if (kept.ad == 0) kept.ad = other.ad;
  if (kept.click == 0) kept.click = other.click;
}

bool one_click(const touch_record& kept, const touch_record& t, const alias_map& aliases) {
  if (kept.interaction != interaction::click || kept.feed == t.feed) return false;
  if (kept.click != 0 && t.click != 0 && kept.click != t.click) return false;
  return t.campaign != 0 && aliases.of(kept.campaign) == aliases.of(t.campaign) && kept.ad == t.ad;
}

}  // namespace

std::vector<std::uint32_t> fold_clicks(std::vector<touch_record>& touches, const alias_map& aliases) {
  std::vector<std::uint32_t> stands(touches.size());
  boost::unordered_flat_map<std::uint32_t, std::uint32_t> by_click;
  for (std::uint32_t i = 0; i < touches.size(); ++i) {
    auto& t = touches[i];
    stands[i] = i;
    if (t.interaction != interaction::click) continue;
    if (t.click != 0) {
      const auto [same, first] = by_click.try_emplace(t.click, i);
      if (!first) stands[i] = same->second;
    }
    for (auto j = i; stands[i] == i && j-- > 0 && t.occurred_at - touches[j].occurred_at <= same_click_us;)
      if (stands[j] == j && one_click(touches[j], t, aliases)) stands[i] = j;
    if (stands[i] == i) continue;
    fill(touches[stands[i]], t);
    if (t.click != 0) by_click[t.click] = stands[i];
  }
  return stands;
}

}  // namespace hub
