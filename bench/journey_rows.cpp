#include "bench/journey_rows.hpp"

#include <algorithm>

namespace hub::bench {
namespace {

constexpr std::size_t most_touches = 20;
constexpr std::size_t mean_touches = 4;

}  // namespace

void journey_rows::journey(const std::string& device, instant until, std::vector<sealed_fact>& to) {
  std::size_t touches = 1;
  while (touches < most_touches && random_.below(mean_touches) != 0) ++touches;
  for (std::size_t i = 0; i < touches; ++i) {
    touch_event t;
    t.source = "touchpoints";
    t.external_id = "touch-" + std::to_string(++told_);
    t.occurred_at = until - static_cast<instant>(random_.below(30 * 86'400) + 60) * second_us;
    t.identifiers = {{identifier_kind::anonymous_id, device, true}};
    const auto campaign = random_.below(campaign_count);
    t.context.channel = "channel-" + std::to_string(campaign % channel_count);
    t.context.campaign_id = "campaign-" + std::to_string(campaign);
    t.context.adset_id = "adset-" + std::to_string(campaign * 3 + random_.below(3));
    t.context.ad_id = "ad-" + std::to_string(campaign * 5 + random_.below(5));
    if (random_.below(3) != 0) t.context.click_id = "click-" + std::to_string(told_);
    t.user_agent = "browser-" + std::to_string(random_.below(50));
    to.push_back(seal(std::move(t), until));
    ++touches_;
  }
}

std::vector<sealed_fact> journey_rows::next(std::size_t conversions) {
  std::vector<sealed_fact> out;
  std::optional<money> last;
  for (auto& fact : conversions_.next(conversions)) {
    auto e = std::get<conversion_event>(fact.body);
    const bool again = e.value == last;  // amounts of two conversions differ
    last = e.value;
    if (!again) {
      journey("visitor-of-" + e.identifiers.front().value, e.occurred_at, out);
      e.identifiers.push_back({identifier_kind::anonymous_id, "visitor-of-" + e.identifiers.front().value, true});
    }
    out.push_back(seal(std::move(e), fact.received_at));
    ++touches_;
    if (!again) journey("looker-" + std::to_string(lookers_++), fact.received_at, out);
  }
  for (auto& fact : out) fact.seq = ++seq_;
  return out;
}

}  // namespace hub::bench
