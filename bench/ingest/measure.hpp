// One way of sending, measured in rounds: the hub, then the raw loop with the rows that the hub has just written.
#pragma once

#include <cstddef>
#include <vector>

#include "bench/ingest/conversions.hpp"
#include "bench/ingest/daemon.hpp"
#include "bench/ingest/raw_loop.hpp"

namespace hub::bench {

/// Everything that the ways of sending share.
struct bench_stage {
  daemon& hub;
  raw_loop& raw;
  conversion_stream& made;
};

struct sending {
  std::size_t events = 0;  ///< over all rounds
  std::size_t per_request = 1;
  std::size_t connections = 1;
  std::size_t per_transaction = 1;  ///< of the raw loop
  std::size_t rounds = 5;
};

struct round_figures {
  double events = 0;
  double hub_seconds = 0;
  double raw_seconds = 0;
};

struct sending_figures {
  std::vector<round_figures> rounds;
  std::vector<double> latencies;  ///< seconds a request
  double commits = 0;             ///< transactions of the hub
  double cpu_seconds = 0;         ///< of the daemon

  double events() const;
  double hub_rate() const;  ///< events a second, median of the rounds
  double raw_rate() const;
  double ratio() const;  ///< hub over raw in one round, median of the rounds
  /// Events a second over the second half of the rounds, against the first half.
  double flatness() const;
};

/// Throws std::runtime_error and SQLite::Exception.
sending_figures measure(const bench_stage& stage, const sending& way);

}  // namespace hub::bench
