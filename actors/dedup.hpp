// The dedup actor: owns the truth in memory, decides over every batch at once and has the decision committed before
// anyone hears of it. While the writer syncs one batch, the next is being decided.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "domain/truth.hpp"
#include "messages/actors.hpp"

namespace hub {

struct dedup_config {
  truth_policy policy;
  writer_actor writer;
  archive_actor archive;
  report_actor report;
  std::uint64_t last_reject = 0;                   ///< highest quarantine number in the store
  std::size_t reload_page = 20'000;                ///< facts read from the log at a time
  feed_actor feed = {};                            ///< told of what was committed; none: nobody looks on
  std::chrono::milliseconds look_for_room{1'000};  ///< how often, while the disk is full
  std::function<void(const std::string& sentence)> on_trouble = {};  ///< told of commits that fail, for the log
};

/// Reads the log first; until then it answers `not_ready`. When a commit fails it refuses everything in flight, forgets
/// and reads the log again. While the disk is full it answers questions and refuses (`no_room`) what would have to be kept.
/// Dies of `damaged` when the log cannot be read.
dedup_actor spawn_dedup(caf::actor_system& system, dedup_config config);

}  // namespace hub
