// Between the report actor and the shards of the journeys: changes, questions and partial answers that add up. These are the
// only messages that may leave the process, because a shard may live in another one; in this one they are moved as ever.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "domain/cell_scan.hpp"
#include "domain/cohort_cell.hpp"
#include "domain/conversion_scan.hpp"
#include "domain/journey_tally.hpp"
#include "domain/match_report.hpp"
#include "domain/path_cell.hpp"
#include "domain/series.hpp"
#include "messages/wire_message.hpp"

namespace hub {

/// report → attribution: what changed of the journeys of one shard.
struct journeys_changed {
  std::vector<journey_update> journeys;
  std::uint64_t data_seq = 0;
  bool everything = false;  ///< forget what you knew
  bool again = false;       ///< and it is no news: who knew it already may go on
};

/// report → attribution; every shard answers with partials that add up.
struct credit_request {
  std::shared_ptr<const credit_query> query;
};
struct credit_reply {
  credit_partial partial;
  journey_tally tally;  ///< where data-driven models are asked
  std::uint64_t data_seq = 0;
};
struct path_scan_request {
  std::shared_ptr<const path_query> query;
};
struct path_scan_reply {
  path_partial partial;
  std::uint64_t data_seq = 0;
};
struct conversion_scan_request {
  std::shared_ptr<const conversion_filter> filter;
};
struct conversion_scan_reply {
  std::vector<journey_conversion> conversions;
  std::uint64_t data_seq = 0;
};
struct cell_scan_request {
  std::shared_ptr<const cell_query> query;
};
struct cell_scan_reply {
  cell_partial partial;
};
struct series_scan_request {
  std::shared_ptr<const credit_query> query;
};
struct series_scan_reply {
  series_partial partial;
};
struct cohort_scan_request {
  std::shared_ptr<const cohort_query> query;
};
struct cohort_scan_reply {
  cohort_partial partial;
};

struct path_cell_scan_request {
  std::shared_ptr<const path_cell_query> query;
};
struct path_cell_scan_reply {
  path_cell_partial partial;
};
struct cohort_cell_scan_request {
  std::shared_ptr<const cohort_cell_query> query;
};
struct cohort_cell_scan_reply {
  cohort_cell_partial partial;
};
struct match_scan_request {
  std::shared_ptr<const credit_query> query;
};
struct match_scan_reply {
  credit_partial credit;
  match_partial touches;
};

/// shard's seat in the hub → worker: hold a shard for me, for as long as I live.
struct shard_wanted {
  std::string build;  ///< of the program that asks
};
struct shard_granted {
  caf::actor shard;     ///< an attribution actor
  std::string refusal;  ///< why there is none; else empty
};
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, shard_granted& x) {
  return f(x.shard, x.refusal);
}

/// shard's seat → supervisor: where the shard is now.
enum class shard_state : std::uint8_t {
  here,       ///< in this process
  in_worker,  ///< in the worker's
  filling,    ///< in this process, and still empty
};
struct shard_moved {
  std::size_t shard = 0;
  shard_state now = shard_state::here;
  bool refill = false;  ///< it needs to be told everything again
  std::string why;      ///< a sentence for the log; empty: nothing to tell
};

}  // namespace hub

HUB_WIRE_MESSAGE(hub::journeys_changed)
HUB_WIRE_MESSAGE(hub::credit_request)
HUB_WIRE_MESSAGE(hub::credit_reply)
HUB_WIRE_MESSAGE(hub::path_scan_request)
HUB_WIRE_MESSAGE(hub::path_scan_reply)
HUB_WIRE_MESSAGE(hub::conversion_scan_request)
HUB_WIRE_MESSAGE(hub::conversion_scan_reply)
HUB_WIRE_MESSAGE(hub::cell_scan_request)
HUB_WIRE_MESSAGE(hub::cell_scan_reply)
HUB_WIRE_MESSAGE(hub::series_scan_request)
HUB_WIRE_MESSAGE(hub::series_scan_reply)
HUB_WIRE_MESSAGE(hub::cohort_scan_request)
HUB_WIRE_MESSAGE(hub::cohort_scan_reply)
HUB_WIRE_MESSAGE(hub::path_cell_scan_request)
HUB_WIRE_MESSAGE(hub::path_cell_scan_reply)
HUB_WIRE_MESSAGE(hub::cohort_cell_scan_request)
HUB_WIRE_MESSAGE(hub::cohort_cell_scan_reply)
HUB_WIRE_MESSAGE(hub::match_scan_request)
HUB_WIRE_MESSAGE(hub::match_scan_reply)
HUB_WIRE_MESSAGE(hub::shard_wanted)
HUB_LOCAL_MESSAGE(hub::shard_moved)
