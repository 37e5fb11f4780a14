// Feeds the facts of a log to a hub in batches, as many under way at once as keep its writer busy.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "app/engine.hpp"

namespace hub::app {

class replay_feed {
 public:
  explicit replay_feed(engine& hub) : hub_(hub) {}
  ~replay_feed() { (void)finish(); }
  replay_feed(const replay_feed&) = delete;
  replay_feed& operator=(const replay_feed&) = delete;

  /// Adds facts in the order of the log. Waits while too many batches are under way. Error: why a batch was refused;
  /// nothing is sent after that.
  result<void> tell(std::vector<sealed_fact> facts);
  /// Sends the rest, waits until all of it is on disk, and says where the new log ends.
  result<std::uint64_t> finish();
  /// How many facts are on disk.
  std::uint64_t done() const;

 private:
  result<void> send();

  engine& hub_;
  ingest_batch next_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t under_way_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t seq_ = 0;
  std::optional<error> failure_;
};

}  // namespace hub::app
