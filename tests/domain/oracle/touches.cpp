// Which touches are one click. spec/semantics.md §4.
#include <algorithm>
#include <cstdlib>

#include "oracle.hpp"

namespace hub::oracle {
namespace {

bool same_click_id(const touch& kept, const touch& t) { return !kept.click_id.empty() && kept.click_id == t.click_id; }

bool same_campaign(const touch& kept, const touch& t) {
  return (kept.click_id.empty() || t.click_id.empty()) && !kept.campaign.empty() && kept.campaign == t.campaign &&
         kept.ad == t.ad && kept.feed != t.feed && t.at - kept.at <= minute_us;
}

/// The latest touch kept that tells of the same click, a click id before a campaign.
touch* kept_for(const touch& t, std::vector<touch>& earlier, std::size_t count) {
  for (const auto same : {same_click_id, same_campaign})
    for (std::size_t k = count; k > 0; --k) {
      auto& kept = earlier[k - 1];
      const bool clicks = kept.interaction == interaction::click && t.interaction == interaction::click;
      if (clicks && kept.folded_into.empty() && same(kept, t)) return &kept;
    }
  return nullptr;
}

void fill(std::string& field, const std::string& from) {
  if (field.empty()) field = from;
}

}  // namespace

std::vector<touch> fold(std::vector<touch> touches) {
  std::sort(touches.begin(), touches.end(), [](const auto& a, const auto& b) {
    return std::tie(a.at, a.interaction, a.id) < std::tie(b.at, b.interaction, b.id);
  });
  for (std::size_t i = 0; i < touches.size(); ++i) {
    auto& t = touches[i];
    auto* kept = kept_for(t, touches, i);
    if (kept == nullptr) continue;
    t.folded_into = kept->id;
    fill(kept->channel, t.channel);
    fill(kept->campaign, t.campaign);
    fill(kept->adset, t.adset);
    fill(kept->ad, t.ad);
    fill(kept->click_id, t.click_id);
  }
  return touches;
}

}  // namespace hub::oracle
