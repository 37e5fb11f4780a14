// What people decide about duplicates: questions about pairs, and decisions that join, part or are taken back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/duplicate_pairs.hpp"
#include "domain/facts.hpp"
#include "domain/truth.hpp"
#include "messages/caf.hpp"

namespace hub {

/// net → dedup: a page of pairs, the latest received first.
struct pairs_request {
  pair_filter which;
  std::optional<pair_position> past;
  std::size_t limit = 100;
};
struct pairs_answer {
  std::vector<duplicate_pair> pairs;
  std::optional<pair_position> next;
  std::uint64_t data_seq = 0;
};

/// net → dedup: conversions are one.
struct merge_request {
  std::vector<key128> conversions;  ///< two or more, each by the id of any of its events
  std::string note;
  instant at = 0;
};
/// net → dedup: conversions are never one.
struct keep_apart_request {
  std::vector<key128> conversions;  ///< two or more, each by the id of any of its events
  std::string note;
  instant at = 0;
};
/// net → dedup: the events of a conversion are not one.
struct unmerge_request {
  key128 conversion;
  std::optional<key128> event;  ///< only this one from the rest; else every pair of its events
  std::optional<key128> side;   ///< only what a merge by hand brought in with this one from the rest
  std::string note;
  instant at = 0;
};
/// net → dedup: takes a decision back, for good.
struct withdraw_request {
  std::string id;
  instant at = 0;
};
/// dedup → net, after the commit.
struct verdict_receipt {
  std::string id;                        ///< of the decision, for taking it back
  std::vector<key128> conversions;       ///< what the events concerned stand for now, the earliest received first
  std::vector<merge_verdict> overruled;  ///< earlier decisions that said the opposite of a pair, the latest first
  std::optional<error> failure;  ///< nothing was decided: `conversion-unknown`, `event-unknown`, `one-event`, …
  std::uint64_t data_seq = 0;
};

/// net → dedup: every decision, the latest first.
struct verdicts_request {
  std::size_t limit = 100;
  std::size_t skip = 0;
};
struct verdicts_answer {
  std::vector<standing_verdict> verdicts;
  std::uint64_t data_seq = 0;
};

/// net → dedup: put rules in force for all data; net → rehearsal: what would that change?
struct rules_request {
  dedup_rules rules;  ///< what is absent is as configured
  instant at = 0;
  bool rehearse = false;
  std::size_t examples = 20;
};
struct rules_receipt {
  std::string id;  ///< of the decision; empty for a rehearsal
  rules_effect effect;
  std::uint64_t data_seq = 0;
  bool running = false;  ///< the rehearsal is not over; asking the same again tells how far it is, or what came of it
  std::uint64_t facts_read = 0;
};
/// net → dedup: which rules are in force?
struct rules_lookup {};
struct rules_found {
  truth_policy in_force;
  std::optional<dedup_rules>
      decided;  ///< by somebody, over the configuration; absent where all are the configured ones
  std::vector<hub_key> hub_keys;
  std::uint64_t data_seq = 0;
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::pairs_request)
HUB_LOCAL_MESSAGE(hub::pairs_answer)
HUB_LOCAL_MESSAGE(hub::merge_request)
HUB_LOCAL_MESSAGE(hub::keep_apart_request)
HUB_LOCAL_MESSAGE(hub::unmerge_request)
HUB_LOCAL_MESSAGE(hub::withdraw_request)
HUB_LOCAL_MESSAGE(hub::verdict_receipt)
HUB_LOCAL_MESSAGE(hub::verdicts_request)
HUB_LOCAL_MESSAGE(hub::verdicts_answer)
HUB_LOCAL_MESSAGE(hub::rules_request)
HUB_LOCAL_MESSAGE(hub::rules_receipt)
HUB_LOCAL_MESSAGE(hub::rules_lookup)
HUB_LOCAL_MESSAGE(hub::rules_found)
