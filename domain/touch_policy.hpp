// The rules of eligibility that name things: windows by type, channel and interaction, campaigns that go before others,
// referrers that bring nothing. As somebody wrote them; how they look to a scan is in named_rules.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "domain/facts.hpp"

namespace hub {

/// A window for some conversions and touches: `purchase/Paid Social/click:30`.
struct lookback_rule {
  std::string type;     ///< of the conversion; empty: any
  std::string channel;  ///< of the touch; empty: any
  std::optional<hub::interaction> how;
  std::int64_t lookback_us = 0;  ///< 0: unlimited

  friend bool operator==(const lookback_rule&, const lookback_rule&) = default;
};

/// `purchase/*/click:30`, as parse_lookback reads it.
std::string to_string(const lookback_rule& rule);

/// How much a rule names: of several that fit, the one with the greatest counts. More parts go before fewer; among as
/// many the type goes before the channel, and the channel before the interaction.
int specificity(const lookback_rule& rule);

struct touch_policy {
  std::vector<lookback_rule> lookback;  ///< each for another pattern
  std::vector<std::string>
      campaign_priority;  ///< patterns of ids or shown names in any case, the first goes before the others
  std::vector<std::string> excluded_referrers;  ///< hosts, each with those below it

  bool empty() const { return lookback.empty() && campaign_priority.empty() && excluded_referrers.empty(); }
  friend bool operator==(const touch_policy&, const touch_policy&) = default;
};

/// Reads TYPE/CHANNEL/INTERACTION:DAYS, each of the three a name or `*`.
/// Errors, which name the rule by its place in the list and its text: `lookback-malformed`, and `lookback-repeated`
/// where two are for the same.
result<std::vector<lookback_rule>> parse_lookback(std::span<const std::string> rules);

/// The hosts, in lower case. Error: `referrer-malformed` for what is no host, such as a URL.
result<std::vector<std::string>> parse_referrers(std::span<const std::string> hosts);

/// Error: `pattern-empty`, or `pattern-repeated`.
result<std::vector<std::string>> parse_priority(std::span<const std::string> patterns);

/// Whether two names are one to a lookback rule: case does not count, and `_`, `-` and blank are the same.
bool is_same_name(std::string_view a, std::string_view b);

/// Whether the whole of *text* fits *pattern*, in which `*` is any number of letters. @pre both are in lower case
bool fits(std::string_view pattern, std::string_view text);

/// Whether *source_medium*, as touches have it (`paypal.com / referral`), is a visit that one of *hosts* or a host below
/// one of them sent. Only a medium that a referrer gives counts (`referral`, `organic`, none): an advertisement on a
/// site is no referral of it.
bool is_sent_by(std::string_view source_medium, std::span<const std::string> hosts);

}  // namespace hub
