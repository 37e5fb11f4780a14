// What became of everything that each source sent, or that was pulled from it, since the process started. Received is
// counted when a body was read, the others when its answer is known, so that `received = stored + duplicates + quarantined + refused` can fail: the
// difference is what is still being decided.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "messages/ingest.hpp"
#include "net/metrics.hpp"

namespace hub::net {

/// The five figures of one source.
struct intake_balance {
  std::string source;
  std::uint64_t received = 0;
  std::uint64_t stored = 0;       ///< facts that are in the log now
  std::uint64_t duplicates = 0;   ///< said what was known already
  std::uint64_t quarantined = 0;  ///< set aside with their reason; a replay is received again
  std::uint64_t refused = 0;      ///< answered with a refusal or left out, and not kept
};

class intake_counts {
 public:
  explicit intake_counts(metrics_registry& registry) : registry_(registry) {}

  void received(std::string_view source, std::size_t items);
  /// The answer to items that were received.
  void settled(std::string_view source, const std::vector<item_result>& results);
  /// A request that was not let in, or held nothing; it counts as one item.
  void turned_away(std::string_view source) {
    received(source, 1);
    refused(source, 1);
  }
  /// None of the items was kept.
  void refused(std::string_view source, std::size_t items);

  /// Every source that sent something, by name.
  std::vector<intake_balance> balances() const;

 private:
  /// The figures of one source, which are those that /metrics shows.
  struct tally {
    counter *received, *stored, *duplicates, *quarantined, *refused;
  };
  const tally& of(std::string_view source);

  metrics_registry& registry_;
  mutable std::mutex mutex_;
  std::map<std::string, tally, std::less<>> tallies_;
};

}  // namespace hub::net
