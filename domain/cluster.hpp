// Which source events are one conversion: a pure function of the events of one block (events that share a key).
// docs/semantics.md, "Deduplication". Finding the block is truth's job.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/decision.hpp"
#include "domain/dictionary.hpp"
#include "domain/identity_resolution.hpp"
#include "domain/money.hpp"

namespace hub {

struct dedup_policy {
  std::int64_t window_us = 24 * hour_us;            ///< fuzzy: |Δt| inclusive
  std::int64_t event_key_window_us = 48 * hour_us;  ///< Meta event key: |Δt| inclusive
  std::int64_t amount_tolerance = 0;                ///< fuzzy: minor units between the two
  bool same_source_fuzzy = false;                   ///< fuzzy may match keyless events of one source
  std::size_t max_per_key = 200;                    ///< a key that more events share joins none of them
};

/// A source event as clustering sees it.
struct block_event {
  instant at = 0;
  std::string_view source;
  std::string_view external_id;
  std::uint32_t authority = 0;  ///< rank of the source, 0 first; equal for equal sources only
  name_id family = 0;           ///< types that may describe one outcome share it
  std::uint64_t order_key = 0;  ///< hash of the order id; 0: none, or one on too many events
  std::uint64_t event_key = 0;  ///< hash of Meta's event_name and event_id; 0: none
  name_id dataset = 0;          ///< 0: unknown, equals any
  bool from_meta = false;
  contact_no contact = no_contact;
  std::optional<std::int64_t> amount;  ///< minor units
  hub::currency currency;
  bool crowded = false;  ///< too many events are like it: likeness joins it with none
};

/// Why an event stands in its cluster: it matched *partner* by *rule*.
struct cluster_link {
  std::uint32_t event = 0;
  std::uint32_t partner = 0;
  merge_rule rule = merge_rule::none;
};

/// Positions in the block. The links join the members into one tree.
struct event_cluster {
  std::vector<std::uint32_t> members;
  std::vector<cluster_link> links;
};

/// What people decided about two events (positions in the block).
struct decided_pair {
  std::uint32_t event = 0;
  std::uint32_t partner = 0;
  bool together = false;  ///< else they are kept apart
};

/// True when a and b could be one conversion by T1, T2 or T3 looking at the two alone; their block holds both.
merge_rule pair_rule(const block_event& a, const block_event& b, const dedup_policy& policy);

/// Partitions the block. Independent of the order of *events*; the clusters come in order of their earliest event.
/// @param decided each pair once, the latest decision first: where they contradict each other, it wins
std::vector<event_cluster> cluster_block(std::span<const block_event> events, const dedup_policy& policy,
                                         std::span<const decided_pair> decided = {});

}  // namespace hub
