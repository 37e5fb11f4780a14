// What a row of the matrix of eligibility is made of: touches in a few words, rules, and what must become of each touch.
#pragma once

#include <utility>

#include "journeys_made.hpp"

namespace hub::rows {

using namespace made;

constexpr instant sold = day(200);
using whys = std::vector<exclusion>;

constexpr auto ok = exclusion::none, late = exclusion::after_conversion, bot = exclusion::bot,
               old = exclusion::outside_window, spent = exclusion::before_previous,
               refused = exclusion::excluded_referrer, kind = exclusion::interaction, dir = exclusion::direct,
               beaten = exclusion::click_beats_view, lower = exclusion::lower_priority, folded = exclusion::collapsed;

/// A touch so long before the conversion.
struct before {
  std::int64_t us = 0;
  hub::interaction how = interaction::click;
  std::uint8_t marks = 0;
  name_id channel = 1, campaign = 1, ad = 1, source_medium = 1;

  journey_touch touch() const {
    return {sold - us,
            channel,
            source_medium,
            campaign,
            1,
            ad,
            static_cast<std::uint8_t>(static_cast<std::uint8_t>(how) | marks)};
  }
};
constexpr before click_(std::int64_t us) { return {us}; }
constexpr before engaged(std::int64_t us) { return {us, interaction::engaged_view}; }
constexpr before view(std::int64_t us) { return {us, interaction::view}; }
constexpr before impression(std::int64_t us) { return {us, interaction::impression}; }
constexpr before marked(before t, std::uint8_t mark) {
  t.marks = static_cast<std::uint8_t>(t.marks | mark);
  return t;
}
constexpr before direct(before t) { return marked(t, touch_direct); }
constexpr before by_bot(before t) { return marked(t, touch_bot); }
constexpr before of_ad(before t, name_id ad) { return t.ad = ad, t; }
constexpr before of_campaign(before t, name_id campaign) { return t.campaign = campaign, t; }
constexpr before sent_by(before t, name_id source_medium) { return t.source_medium = source_medium, t; }
constexpr before of_channel(before t, name_id channel) { return t.channel = channel, t; }

/// What the numbers of the rows are called.
inline things_named names() {
  things_named n;
  n.types = {{1, "purchase"}, {2, "generate_lead"}};
  n.channels = {{0, ""}, {1, "Paid Social"}, {2, "Email"}, {3, "paid_social"}, {9, "Direct"}};
  n.source_media = {{1, "google / cpc"},
                    {2, "paypal.com / referral"},
                    {3, "checkout.PayPal.com / referral"},
                    {4, "notpaypal.com / referral"},
                    {5, "paypal.com / cpc"},
                    {6, "paypal.com / (not set)"},
                    {7, "paypal.com / organic"}};
  n.campaigns = {
      {1, "c1", "Brand search"}, {2, "c2", "Generic"}, {3, "c3", "Partner"}, {4, "brand-4", ""}, {0, "", ""}};
  return n;
}

/// The default rules with changes.
struct with {
  touch_rules r = {};
  touch_policy p = {};
  with lookback(std::int64_t us) const {
    return changed([&](auto& x) { x.lookback_us = us; });
  }
  with views() const {
    return changed([](auto& x) { x.views = true; });
  }
  with bots() const {
    return changed([](auto& x) { x.bots = true; });
  }
  with keep() const {
    return changed([](auto& x) { x.direct = direct_policy::keep; });
  }
  with both() const {
    return changed([](auto& x) { x.click_beats_view = false; });
  }
  with fold(std::int64_t minutes) const {
    return changed([&](auto& x) { x.collapse_us = minutes * minute_us; });
  }
  with since() const {
    return changed([](auto& x) { x.since_previous = true; });
  }
  with window(const char* rule) const {
    auto copy = *this;
    copy.p.lookback.push_back(parse_lookback(std::vector<std::string>{rule}).value().front());
    return copy;
  }
  with first(const char* campaign) const {
    auto copy = *this;
    copy.p.campaign_priority.emplace_back(campaign);
    return copy;
  }
  with without(const char* host) const {
    auto copy = *this;
    copy.p.excluded_referrers.emplace_back(host);
    return copy;
  }
  touch_rules all() const {
    auto out = r;
    if (!p.empty()) out.named = resolve(p, r.lookback_us, names());
    return out;
  }

 private:
  template <class F>
  with changed(F change) const {
    auto copy = *this;
    change(copy.r);
    return copy;
  }
};

/// Another conversion of the journey, so long before.
struct other {
  std::int64_t us = 0;
  name_id type = 1;
  bool elsewhere = false;
};

struct row {
  const char* rule;
  std::vector<before> touches;  ///< in the journey's order
  with rules;
  whys expected;  ///< of each touch; `late` ones are no part of the conversion's journey
  std::vector<other> others = {};
  name_id type = 1;  ///< of the conversion
};

constexpr auto d = day_us, h = hour_us, m = minute_us;

/// The names of the rules that do not hold.
inline std::vector<std::string> broken(const std::vector<row>& rows) {
  std::vector<std::string> out;
  for (const auto& r : rows) {
    std::vector<journey_touch> touches;
    for (const auto& t : r.touches) touches.push_back(t.touch());
    std::vector conversions{sale(sold, 100)};
    conversions[0].type = conversions[0].types[0] = r.type;
    for (const auto& o : r.others) {
      auto& c = conversions.emplace_back(sale(sold - o.us, 100, conversions.size() + 1));
      c.type = c.types[0] = o.type;
      c.elsewhere = o.elsewhere;
    }
    const auto columns = one_journey(touches, conversions);
    const auto rules = r.rules.all();
    std::vector<std::uint32_t> plainly, explained, expected;
    for (std::uint32_t i = 0; i < r.expected.size(); ++i)
      if (r.expected[i] == ok) expected.push_back(i);
    whys got;
    eligible_touches(columns, columns.rows()[0], rules, plainly);
    eligible_touches(columns, columns.rows()[0], rules, explained, &got);
    got.resize(r.touches.size(), late);
    if (plainly != expected || explained != expected || got != r.expected) out.emplace_back(r.rule);
  }
  return out;
}
using none = std::vector<std::string>;

}  // namespace hub::rows
