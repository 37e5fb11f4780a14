// The seat of a shard that lives in a worker: what the report actor takes for the shard. It passes changes and questions on
// in their order, changes in batches of which only a few are under way; and when the worker is lost it holds the shard in
// this process from then on, empty until it is told everything again. Until then it refuses every question: part of an
// answer is no answer.
#pragma once

#include <chrono>
#include <string>

#include "messages/actors.hpp"

namespace hub {

struct shard_seat_config {
  std::size_t shard = 0;
  std::string address;             ///< of the worker, for sentences
  worker_actor worker;             ///< none: it was not reached
  std::string build;               ///< of this program; a worker of another one is not used
  shard_keeper_actor keeper;       ///< told where the shard is
  std::size_t batch = 20'000;      ///< touches and conversions in a batch, if one journey has no more
  std::size_t window = 4;          ///< batches under way
  std::chrono::seconds limit{60};  ///< for a batch or a question to be answered
};

attribution_actor spawn_shard_seat(caf::actor_system& system, shard_seat_config config);

}  // namespace hub
