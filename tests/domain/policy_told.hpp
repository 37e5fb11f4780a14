// Random policies for the second opinion on credit: in numbers, as it reads them, and in words, as the hub does. No code
// that turns one into the other is shared.
#pragma once

#include <array>
#include <string>

#include "credit_told.hpp"

namespace hub::second {

struct told_window {
  std::optional<name_id> type, channel;
  std::optional<interaction> how;
  std::int64_t lookback_us = 0;
};

struct told_policy {
  std::vector<told_window> windows;
  std::vector<std::vector<name_id>>
      priority;                  ///< campaigns of each rank, the best first; the first that holds one counts
  std::vector<name_id> refused;  ///< by source and medium
  touch_policy words;            ///< the same as somebody writes it
};

/// What the numbers of credit_told.hpp are called.
inline things_named told_names() {
  things_named n;
  n.types = {{1, "purchase"}, {2, "sign_up"}, {3, "generate_lead"}, {4, "subscribe"}};
  n.channels = {{0, ""}, {1, "Paid Social"}, {2, "Email"}, {3, "Organic/Search"}};
  n.campaigns = {{1, "c1", "Brand a"}, {2, "c2", "Generic a"}, {3, "c3", ""}, {4, "c4", "Partner b"}, {5, "c5b", ""}};
  n.source_media = {{0, ""}, {1, "one.example / referral"}, {2, "pay.two.example / organic"}};
  return n;
}

inline std::vector<told_window> any_windows(dice& d, touch_policy& words) {
  static constexpr std::array types = {"*", "purchase", "sign-up", "Generate Lead"};
  static constexpr std::array channels = {"(not set)", "paid_social", "EMAIL", "organic/search"};
  static constexpr std::array hows = {"click", "engaged_view", "view", "impression"};
  std::vector<told_window> out;
  std::vector<std::string> texts;
  for (auto n = d.below(5); n > 0; --n) {
    told_window w;
    std::string text = "*/";
    if (d.one_in(2)) w.type = 1 + d.name(3), text = std::string(types[*w.type]) + "/";
    if (d.one_in(2)) w.channel = d.name(4);
    text += (w.channel ? std::string(channels[*w.channel]) : "*") + "/";
    if (d.one_in(2)) w.how = static_cast<interaction>(d.below(4));
    text += w.how ? hows[static_cast<std::size_t>(*w.how)] : "*";
    if (std::any_of(texts.begin(), texts.end(), [&](const auto& t) { return t.starts_with(text + ":"); })) continue;
    const auto days_back = d.of<std::int64_t>({0, 1, 7, 30, 120});
    w.lookback_us = days_back * day_us;
    texts.push_back(text + ":" + std::to_string(days_back));
    out.push_back(w);
  }
  words.lookback = parse_lookback(texts).value();
  return out;
}

inline told_policy any_policy(dice& d) {
  told_policy p;
  p.windows = any_windows(d, p.words);
  const auto prefer = [&](const char* pattern, std::vector<name_id> campaigns) {
    if (!d.one_in(3)) return;
    p.priority.push_back(std::move(campaigns));
    p.words.campaign_priority.emplace_back(pattern);
  };
  prefer("c3", {3});
  prefer("* A", {1, 2});
  prefer("c5*", {5});
  prefer("*b", {4, 5});
  prefer("c*", {1, 2, 3, 4, 5});
  const auto refuse = [&](const char* host, std::vector<name_id> sent) {
    if (!d.one_in(4)) return;
    p.refused.insert(p.refused.end(), sent.begin(), sent.end());
    p.words.excluded_referrers.emplace_back(host);
  };
  refuse("one.example", {1});
  refuse("two.example", {2});
  refuse("o.example", {});
  refuse("example", {1, 2});
  return p;
}

}  // namespace hub::second
