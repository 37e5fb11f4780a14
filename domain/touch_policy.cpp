#include "domain/touch_policy.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "domain/nearest.hpp"
#include "domain/text.hpp"
#include "domain/time.hpp"

namespace hub {
namespace {

constexpr double most_days = 36'500;
constexpr std::string_view interactions[] = {"click", "engaged_view", "view", "impression"};

/// The name in a form in which equal names are equal texts.
std::string folded(std::string_view name) {
  auto text = lower_utf8(trim(name));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '_' || c == '-'; }, ' ');
  return text;
}

std::string days_text(std::int64_t us) {
  char digits[32];
  const auto days = static_cast<double>(us) / static_cast<double>(day_us);
  return {digits, std::to_chars(digits, digits + sizeof digits, days).ptr};
}

error malformed(std::size_t place, const std::string& text, const std::string& what) {
  return fail("lookback-malformed",
              "rule " + std::to_string(place + 1) + ", '" + text + "', " + what +
                  "; write TYPE/CHANNEL/INTERACTION:DAYS with * for any, such as purchase/Paid Social/click:30 or "
                  "*/*/view:1");
}

result<std::int64_t> parse_days(std::string_view text) {
  double days = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (fault != std::errc() || end != text.data() + text.size() || !(days >= 0 && days <= most_days))
    return fail("lookback-malformed", "must have a number of days from 0 (unlimited) to 36500 behind the colon, not '" +
                                          std::string(text) + "'");
  const auto us = std::llround(days * static_cast<double>(day_us));
  return days > 0 ? std::max<std::int64_t>(us, 1) : 0;  // a moment is not unlimited
}

result<lookback_rule> parse_rule(std::size_t place, const std::string& text) {
  const auto colon = text.rfind(':');
  const auto names = std::string_view(text).substr(0, std::min(colon, text.size()));
  // A channel may have slashes of its own.
  const auto first = names.find('/'), last = names.rfind('/');
  if (colon == text.npos) return malformed(place, text, "has no colon with a number of days behind it");
  if (first == names.npos || first == last) return malformed(place, text, "must name three things before the colon");
  const auto type = trim(names.substr(0, first)), channel = trim(names.substr(first + 1, last - first - 1)),
             how = trim(names.substr(last + 1));
  if (type.empty() || channel.empty() || how.empty()) return malformed(place, text, "leaves a name empty");
  lookback_rule rule;
  if (type != "*") rule.type = type;
  if (channel != "*") rule.channel = channel;
  const auto found = std::find(std::begin(interactions), std::end(interactions), how);
  if (how != "*" && found == std::end(interactions)) {
    auto wrong = malformed(
        place, text,
        "names no interaction: there are click, engaged_view, view and impression, not '" + std::string(how) + "'");
    wrong.detail += "." + did_you_mean(how, interactions);
    return wrong;
  }
  if (how != "*") rule.how = static_cast<interaction>(found - std::begin(interactions));
  const auto days = parse_days(trim(std::string_view(text).substr(colon + 1)));
  if (!days) return malformed(place, text, days.error().detail);
  rule.lookback_us = *days;
  return rule;
}

bool for_the_same(const lookback_rule& a, const lookback_rule& b) {
  return a.how == b.how && is_same_name(a.type, b.type) && is_same_name(a.channel, b.channel);
}

bool is_host(std::string_view text) {
  const auto is_letter = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c >= 0x80;
  };
  return !text.empty() && text.front() != '.' && text.back() != '.' && text.find("..") == text.npos &&
         std::all_of(text.begin(), text.end(), is_letter);
}

}  // namespace

std::string to_string(const lookback_rule& rule) {
  const auto part = [](const std::string& name) { return name.empty() ? std::string("*") : name; };
  const auto how = rule.how ? std::string(interactions[static_cast<std::size_t>(*rule.how)]) : std::string("*");
  return part(rule.type) + "/" + part(rule.channel) + "/" + how + ":" + days_text(rule.lookback_us);
}

int specificity(const lookback_rule& rule) {
  const int type = rule.type.empty() ? 0 : 1, channel = rule.channel.empty() ? 0 : 1, how = rule.how ? 1 : 0;
  return 8 * (type + channel + how) + 4 * type + 2 * channel + how;
}

result<std::vector<lookback_rule>> parse_lookback(std::span<const std::string> rules) {
  std::vector<lookback_rule> out;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    auto rule = parse_rule(i, rules[i]);
    if (!rule) return rule.error();
    const auto twin =
        std::find_if(out.begin(), out.end(), [&](const auto& other) { return for_the_same(other, *rule); });
    if (twin != out.end())
      return fail("lookback-repeated", "rule " + std::to_string(i + 1) + ", '" + rules[i] +
                                           "', is for the same as rule " + std::to_string(twin - out.begin() + 1) +
                                           ", '" + to_string(*twin) + "'; leave one of them out");
    out.push_back(std::move(*rule));
  }
  return out;
}

result<std::vector<std::string>> parse_referrers(std::span<const std::string> hosts) {
  std::vector<std::string> out;
  for (const auto& text : hosts) {
    auto host = lower_utf8(trim(text));
    if (!is_host(host))
      return fail("referrer-malformed",
                  "'" + text + "' is no host; write it as in paypal.com, without https:// and path");
    if (std::find(out.begin(), out.end(), host) == out.end()) out.push_back(std::move(host));
  }
  return out;
}

result<std::vector<std::string>> parse_priority(std::span<const std::string> patterns) {
  std::vector<std::string> out;
  for (const auto& text : patterns) {
    const std::string pattern(trim(text));
    if (pattern.empty())
      return fail("pattern-empty", "each must be a campaign's id or name, in which * is any number of letters");
    if (std::find(out.begin(), out.end(), pattern) != out.end())
      return fail("pattern-repeated", "'" + pattern + "' stands there twice; a campaign has one priority");
    out.push_back(pattern);
  }
  return out;
}

bool is_same_name(std::string_view a, std::string_view b) { return folded(a) == folded(b); }

bool fits(std::string_view pattern, std::string_view text) {
  constexpr auto none = std::string_view::npos;
  std::size_t p = 0, t = 0, star = none, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != none) {  // the latest star takes one more letter
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == none;
}

bool is_sent_by(std::string_view source_medium, std::span<const std::string> hosts) {
  const auto slash = source_medium.rfind(" / ");
  if (slash == source_medium.npos) return false;
  const auto medium = lower_ascii(source_medium.substr(slash + 3));
  if (medium != "referral" && medium != "organic" && medium != "(not set)") return false;
  const auto source = lower_utf8(source_medium.substr(0, slash));
  return std::any_of(hosts.begin(), hosts.end(), [&](const std::string& host) {
    return source == host || (source.ends_with(host) && source[source.size() - host.size() - 1] == '.');
  });
}

}  // namespace hub
