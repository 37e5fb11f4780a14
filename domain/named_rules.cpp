#include "domain/named_rules.hpp"

#include <algorithm>

#include "domain/text.hpp"

namespace hub {
namespace {

template <class Table, class Value>
void put(Table& table, name_id at, Value value) {
  if (at >= table.size()) table.resize(at + 1);
  table[at] = static_cast<typename Table::value_type>(value);
}

/// The different names that rules have for one thing, in the order of the rules.
std::vector<std::string_view> distinct_names(const std::vector<lookback_rule>& rules, std::string lookback_rule::*of) {
  std::vector<std::string_view> out;
  for (const auto& rule : rules) {
    const std::string_view name = rule.*of;
    if (!name.empty() && std::none_of(out.begin(), out.end(), [&](auto other) { return is_same_name(other, name); }))
      out.push_back(name);
  }
  return out;
}

/// The place of *text* among *names*, from 1 on; 0 where it is none of them.
std::uint32_t place_of(std::string_view text, const std::vector<std::string_view>& names) {
  const auto shown = text.empty() ? std::string_view("(not set)") : text;
  const auto found = std::find_if(names.begin(), names.end(), [&](auto name) { return is_same_name(name, shown); });
  return found == names.end() ? 0 : static_cast<std::uint32_t>(found - names.begin()) + 1;
}

/// What holds for a type and channel that rules call so (empty: others than they name).
std::int64_t window_for(const std::vector<lookback_rule>& rules, std::string_view type, std::string_view channel,
                        std::uint8_t how, std::int64_t otherwise_us) {
  const lookback_rule* best = nullptr;
  for (const auto& rule : rules) {
    const bool fits = (rule.type.empty() || is_same_name(rule.type, type)) &&
                      (rule.channel.empty() || is_same_name(rule.channel, channel)) &&
                      (!rule.how || *rule.how == static_cast<interaction>(how));
    if (fits && (best == nullptr || specificity(rule) > specificity(*best))) best = &rule;
  }
  return best == nullptr ? otherwise_us : best->lookback_us;
}

window_table table_of(const std::vector<lookback_rule>& rules, std::int64_t lookback_us, const things_named& things) {
  window_table t;
  if (rules.empty()) return t;
  auto types = distinct_names(rules, &lookback_rule::type), channels = distinct_names(rules, &lookback_rule::channel);
  for (const auto& [name, text] : things.types)
    if (const auto row = place_of(text, types); row != 0) t.types.emplace_back(name, row);
  std::sort(t.types.begin(), t.types.end());
  for (const auto& [name, text] : things.channels)
    if (const auto column = place_of(text, channels); column != 0) put(t.channels, name, column);
  t.columns = static_cast<std::uint32_t>(channels.size()) + 1;
  types.insert(types.begin(), std::string_view());  // row and column 0: all others
  channels.insert(channels.begin(), std::string_view());
  for (const auto type : types) {
    std::int64_t longest = 1;
    for (const auto channel : channels)
      for (std::uint8_t how = 0; how < window_table::interactions; ++how) {
        const auto us = window_for(rules, type, channel, how, lookback_us);
        t.lookback_us.push_back(us);
        longest = us == 0 || longest == 0 ? 0 : std::max(longest, us);
      }
    t.longest_us.push_back(longest);
  }
  return t;
}

std::vector<std::uint32_t> ranks_of(const std::vector<std::string>& priority, const things_named& things) {
  std::vector<std::uint32_t> ranks;
  std::vector<std::string> patterns;
  for (const auto& text : priority) patterns.push_back(lower_utf8(text));
  for (const auto& c : things.campaigns) {
    const auto key = lower_utf8(c.key), shown = lower_utf8(c.shown);
    const auto first = std::find_if(patterns.begin(), patterns.end(), [&](const auto& pattern) {
      return fits(pattern, key) || (!shown.empty() && fits(pattern, shown));
    });
    if (first != patterns.end() && c.name != 0) put(ranks, c.name, first - patterns.begin() + 1);
  }
  return ranks;
}

}  // namespace

named_rules resolve(const touch_policy& policy, std::int64_t lookback_us, const things_named& things) {
  named_rules out;
  out.windows = table_of(policy.lookback, lookback_us, things);
  if (!policy.campaign_priority.empty()) out.ranks = ranks_of(policy.campaign_priority, things);
  if (!policy.excluded_referrers.empty())
    for (const auto& [name, text] : things.source_media)
      if (is_sent_by(text, policy.excluded_referrers)) put(out.excluded, name, 1);
  return out;
}

}  // namespace hub
