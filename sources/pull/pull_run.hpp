// A run of a pulled source as turns: what to commit, what to fetch and not before when, or how it ended. It joins a pull
// with its pace, so that whoever drives it only fetches, commits and waits. It is told the time and the dice.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sources/pull/hubspot_pull.hpp"
#include "sources/pull/json_pull.hpp"
#include "sources/pull/meta_pull.hpp"
#include "sources/pull/pacing.hpp"
#include "sources/pull/rates_pull.hpp"

namespace hub::sources {

using any_pull = std::variant<hubspot_pull, meta_pull, json_pull, rates_pull>;

/// What lasts from run to run of one account.
struct pull_pace {
  token_bucket bucket;
  retry_budget budget = {};
  circuit_breaker breaker = {};
};

/// What is to be stored in one transaction before the run goes on.
struct pull_commit {
  parsed page = {};
  std::optional<std::string> cursor = {};
  std::optional<spend_window> complete = {};
};

struct pull_fetch {
  fetch_request request = {};
  instant at = 0;  ///< not before this
};

/// What the run does meanwhile, for whoever asks.
enum class pull_state : std::uint8_t {
  syncing,   ///< goes on
  waiting,   ///< the platform asked for patience until `fetch.at`
  retrying,  ///< the request failed and is made again
  done,      ///< read up
  failed,    ///< ended without success; why is in `why`
  stopped,   ///< will not work until somebody changes something; what is in `why`
};

/// What to do next: first commit, then fetch. Without a fetch the run is over.
struct pull_turn {
  pull_state state = pull_state::syncing;
  std::optional<pull_commit> commit = {};
  std::optional<pull_fetch> fetch = {};
  std::optional<error> why = {};      ///< of waiting, retrying, failed and stopped
  std::optional<instant> again = {};  ///< of failed: when the platform may be asked again, if the breaker is open
  int tries = 0;                      ///< of the request in hand that failed so far
  std::optional<instant> token_expires = {};
  std::vector<error> noticed = {};
  pull_progress progress = {};
};

class pull_run {
 public:
  /// @param pace outlives the run
  pull_run(any_pull pull, pull_pace& pace) : pull_(std::move(pull)), pace_(pace) {}

  /// The first turn. @param now by the clock of the pace, here and in take(); @param wall the time of day, UTC
  pull_turn begin(instant now, instant wall);

  /// The turn after what became of the turn's fetch. @param chance in [0, 1), of which delays are made
  pull_turn take(const fetch_outcome& outcome, instant now, double chance);

 private:
  pull_turn go_on(pull_step step, instant now);
  pull_turn wait(const judgement& why, instant now);
  pull_turn retry(const judgement& why, instant now, double chance);

  any_pull pull_;
  pull_pace& pace_;
  fetch_request request_;  ///< in hand
  int tries_ = 0;
  pull_progress progress_;
};

}  // namespace hub::sources
