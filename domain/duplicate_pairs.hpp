// Pairs of source events as somebody who checks deduplication sees them: what was joined and why, what nearly was, and
// what is kept apart.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "domain/decision.hpp"
#include "domain/facts.hpp"
#include "domain/keys.hpp"
#include "domain/money.hpp"
#include "domain/time.hpp"

namespace hub {

enum class pair_standing : std::uint8_t {
  merged,      ///< one conversion, by `rule`
  possible,    ///< two conversions that a rule misses by little
  kept_apart,  ///< two conversions although a rule would join them: somebody said so, or a key is on too many events
};

/// `merged`, `possible`, `kept_apart`.
std::string_view to_string(pair_standing standing);

/// One side of a pair.
struct paired_event {
  key128 key;
  std::string source;
  std::string external_id;
  instant at = 0;
  std::optional<money> value;
  std::string order_key;
  key128 conversion;  ///< that the event stands for
};

struct duplicate_pair {
  pair_standing standing = pair_standing::merged;
  merge_rule rule = merge_rule::none;  ///< merged: what joined them; else the rule that is missed or overruled
  paired_event event;                  ///< the one received later
  paired_event partner;
  std::int64_t distance_us = 0;
  std::string keys;    ///< the matching key in words, e.g. `order_id=A-1`
  std::string reason;  ///< code of why they are not merged: `outside-window`, `amount-differs`, `unmerged`, `hub-key`
  std::string detail;  ///< a sentence; empty for merged ones
};

/// Which pairs are meant; what is absent does not narrow. Sources match either side.
struct pair_filter {
  std::optional<pair_standing> standing;
  std::optional<merge_rule> rule;
  std::string source;
  std::string other_source;          ///< with `source`: pairs of just these two
  std::optional<money> amount;       ///< of either side
  std::optional<key128> conversion;  ///< of either side
  instant from = std::numeric_limits<instant>::min();
  instant to = std::numeric_limits<instant>::max();  ///< of the later event, half-open
};

/// Where a page of pairs ended.
struct pair_position {
  std::uint64_t event = 0;
  std::uint64_t partner = 0;
};

/// A decision of somebody about duplicates, as it stands.
struct standing_verdict {
  merge_verdict told;
  bool withdrawn = false;
  std::string overruled_by;  ///< id of the later decision that says the opposite of some of its pairs, if one holds
};

/// A key on too many events to tell orders apart: it joins none of them.
struct hub_key {
  std::string kind;  ///< `order_id`, or `likeness`: events of one contact with equal amounts
  std::string key;   ///< the order id, or the contact id
  std::uint64_t events = 0;
};

/// Conversions and what they are worth in all, by currency.
struct worth {
  std::uint64_t conversions = 0;
  std::map<currency, std::int64_t> net;  ///< minor units
};

/// What new rules of deduplication change.
struct rules_effect {
  worth before, after;
  std::uint64_t events = 0;  ///< outcomes
  std::uint64_t joined = 0;  ///< events that stand for another conversion's now
  std::uint64_t parted = 0;  ///< events that stand for a conversion of their own now
  std::map<std::tuple<merge_rule, std::string, std::string>, std::uint64_t> moves;  ///< by rule, source, matched source
  std::vector<duplicate_pair> examples;                                             ///< some of what moved
};

}  // namespace hub
