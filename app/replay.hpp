// A replay: an empty hub is told every fact that another hub's log holds, in the order and with the times of receipt of
// then, through everything that a fact told today goes through. What comes of it must be the same.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "config/settings.hpp"
#include "domain/error.hpp"
#include "domain/state_hash.hpp"

namespace hub::app {

struct replay_order {
  std::string from;           ///< data directory; a daemon may be at work on it
  std::string into;           ///< directory that is empty, missing, or holds the beginning of the same log
  config::settings settings;  ///< how both hubs judge facts
};

/// What a replay came to.
struct replay_outcome {
  std::uint64_t position = 0;  ///< the log's end when the replay began, to which both sums refer
  std::uint64_t found = 0;     ///< positions that an interrupted replay had left
  state_sums source, replayed;
  std::uint64_t replayed_to = 0;  ///< the end of the new log

  bool equal() const { return replayed_to == position && source.hash() == replayed.hash(); }
};

/// Told how many positions of how many are done.
using replay_progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Replays and compares. Errors: `no-data`, `replay-target` when *into* holds something else, those of the stores,
/// `start-failed`, and what the new hub refuses a batch with. What was told before an error stays, for the next attempt.
result<replay_outcome> replay(const replay_order& order, const replay_progress& progress);

}  // namespace hub::app
