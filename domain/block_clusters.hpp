// The clusters of a block under construction: who stands with whom, why, and who may not.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "domain/cluster.hpp"

namespace hub {

/// Every event of the block begins as a cluster of its own. The first member of a cluster is its earliest event.
class block_clusters {
 public:
  explicit block_clusters(std::span<const block_event> events);

  const block_event& event(std::uint32_t e) const { return events_[e]; }
  std::size_t size() const { return events_.size(); }
  /// The events by time, source and external id, and the place of each among them.
  const std::vector<std::uint32_t>& in_order() const { return in_order_; }
  std::uint32_t place(std::uint32_t e) const { return place_[e]; }

  std::uint32_t cluster_of(std::uint32_t e) const { return home_[e]; }
  const std::vector<std::uint32_t>& members(std::uint32_t cluster) const { return clusters_[cluster].members; }
  std::uint32_t earliest(std::uint32_t cluster) const { return clusters_[cluster].members.front(); }
  /// The rank of the most trusted source in it.
  std::uint32_t best_authority(std::uint32_t cluster) const;

  /// Keeps two events apart from now on, unless they are one already.
  void part(std::uint32_t a, std::uint32_t b);
  /// People keep an event of one apart from an event of the other.
  bool forbids(std::uint32_t a, std::uint32_t b) const;
  /// Both have keys of this kind and none in common.
  bool orders_conflict(std::uint32_t a, std::uint32_t b) const;
  bool event_keys_conflict(std::uint32_t a, std::uint32_t b) const;
  bool share_source(std::uint32_t a, std::uint32_t b) const;

  /// Makes the clusters of the two events one.
  void unite(std::uint32_t partner, std::uint32_t event, merge_rule rule);
  /// The clusters in order of their earliest events; nothing is left.
  std::vector<event_cluster> take();

 private:
  bool before(std::uint32_t a, std::uint32_t b) const;

  std::span<const block_event> events_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> apart_;
  std::vector<std::uint32_t> in_order_;
  std::vector<std::uint32_t> place_;
  std::vector<std::uint32_t> home_;
  std::vector<event_cluster> clusters_;
};

}  // namespace hub
