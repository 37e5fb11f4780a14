// The pulled sources: how each one is, what may be asked of it, and where it stands in the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/error.hpp"
#include "domain/sync_mark.hpp"
#include "domain/time.hpp"
#include "messages/caf.hpp"

namespace hub {

/// What a source does, in the order of how much somebody needs to look at it.
enum class sync_phase : std::uint8_t {
  ok,        ///< read up; waits for its next run
  silent,    ///< read up, but nothing new comes although it usually does: `why` says since when
  syncing,   ///< a run goes on
  waiting,   ///< a run goes on; the platform asked for patience until `until`
  retrying,  ///< a run goes on; its request failed `tries` times and is made again at `until`
  paused,    ///< by hand
  failing,   ///< the last run ended without success; the next begins at `next_run`
  stopped,   ///< will not work until somebody acts: `why` says what to do
  parked,    ///< its actor died again and again; nothing runs until somebody starts it
};

enum class breaker_state : std::uint8_t { closed, open, half_open };

/// How a source is. Times are UTC microseconds by the wall clock.
struct sync_state {
  std::string source = {};
  sync_phase phase = sync_phase::ok;
  std::optional<error> why = {};              ///< of silent, waiting, retrying, failing, stopped and parked
  std::optional<instant> until = {};          ///< of waiting and retrying
  int tries = 0;                              ///< of the request in hand that failed
  int most_tries = 0;                         ///< after which a run is given up
  std::optional<instant> last_success = {};   ///< when a run last came to its end
  std::optional<error> last_error = {};       ///< the last there was since the start, even if all is well since
  std::optional<instant> last_error_at = {};  ///< when it was
  std::optional<instant> failing_since = {};  ///< of the first error after which no run came to its end
  std::optional<instant> run_began = {};      ///< of the run that goes on
  std::optional<instant> next_run = {};       ///< nothing while a run goes on, or none will
  std::uint64_t done = 0, total = 0;          ///< of the run that goes on; `total` is 0 while it is not known
  std::optional<instant> done_at = {};        ///< when the run will be done if it goes on as it did
  std::uint64_t records = 0;                  ///< taken in ever
  std::uint64_t rejected = 0;                 ///< of these, set aside in quarantine since the start
  std::string cursor = {};
  breaker_state breaker = breaker_state::closed;
  std::uint64_t restarts = 0;                 ///< of its actor since the start
  std::optional<instant> token_expires = {};  ///< as far as the platform says
  std::vector<std::string> notes = {};        ///< what the last run noticed and nobody needs to act on
};

/// net → syncs: how are the sources?
struct sync_states_request {};
struct sync_states {
  std::vector<sync_state> sources = {};  ///< in alphabetical order; none: nothing is pulled
  instant at = 0;
};

enum class sync_action : std::uint8_t { run, backfill, pause, resume };

/// net → syncs: start, stop or go back.
struct sync_order {
  sync_action action = sync_action::run;
  std::string source = {};  ///< empty: every source
  instant from = 0;         ///< of backfill: what changed since then is read again; 0: everything
};

enum class order_outcome : std::uint8_t {
  taken,     ///< it will be done; a run begins now
  busy,      ///< a run goes on already
  paused,    ///< nothing is run while the source is paused: resume it first
  starting,  ///< its actor starts again after a failure: give the order again in a moment
  unknown,   ///< no such source is pulled
};

/// syncs → net: what becomes of the order, source by source.
struct sync_receipt {
  std::vector<std::pair<std::string, order_outcome>> outcomes = {};
};

/// syncs → sync: how are you?
struct sync_state_request {};

/// sync → archive: where does the source stand?
struct sync_mark_request {
  std::string source = {};
};
struct sync_mark_reply {
  sync_mark mark = {};  ///< of a source never pulled: its name alone
  std::optional<error> failure = {};
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::sync_state)
HUB_LOCAL_MESSAGE(hub::sync_states_request)
HUB_LOCAL_MESSAGE(hub::sync_states)
HUB_LOCAL_MESSAGE(hub::sync_order)
HUB_LOCAL_MESSAGE(hub::order_outcome)
HUB_LOCAL_MESSAGE(hub::sync_receipt)
HUB_LOCAL_MESSAGE(hub::sync_state_request)
HUB_LOCAL_MESSAGE(hub::sync_mark_request)
HUB_LOCAL_MESSAGE(hub::sync_mark_reply)
