// The rehearsal actor: says what a batch would become or new rules would change, and
// commits nothing. It decides with a truth of its own, read from
// the log when a dry run begins and forgotten when it ends, so a dry run is exact and cannot touch what stands.
#pragma once

#include <chrono>

#include "domain/truth.hpp"
#include "messages/actors.hpp"

namespace hub {

struct rehearsal_config {
  truth_policy policy;
  archive_actor archive;
  std::chrono::seconds idle_limit{60};        ///< a dry run that asks nothing for this long is over
  std::size_t reload_page = 20'000;           ///< facts read from the log at a time
  std::chrono::milliseconds first_word{500};  ///< who asks what rules would change hears after this how far it is
};

/// One dry run at a time, since each holds a second truth in memory; another is refused meanwhile (`unavailable`).
rehearsal_actor spawn_rehearsal(caf::actor_system& system, rehearsal_config config);

}  // namespace hub
