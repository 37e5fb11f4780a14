// What operators read: the hub's state and the quarantine, as JSON.
#pragma once

#include <string>
#include <string_view>

#include "messages/reports.hpp"
#include "messages/sync.hpp"
#include "net/intake_counts.hpp"

namespace hub::net {

/// `{"ready","reason","version","started_at","data_seq","events",…,"sources":[{"source","received","stored","duplicates",
/// "quarantined","refused"}],"sync":[…]}`
/// @param started_at since when *intake* is counted
/// @param sync the pulled sources, or null when they do not say how they are
std::string status_json(const hub_status& status, std::string_view version, instant started_at,
                        const std::vector<intake_balance>& intake, const sync_states* sync);

/// `{"state_hash","data_seq","conversions","events","contacts","touches"}`
std::string state_hash_json(const state_sums& sums);

/// `{"reject_id","state","at","source","route","attempts","tried_at","errors","raw"}`
std::string quarantined_json(const quarantined_item& item);

/// `{"replayed","still_rejected"}`
std::string replay_json(std::size_t replayed, std::size_t still_rejected);

/// `{"data":[…],"next_cursor"}` of quarantined items; *limit* is what was asked for.
std::string quarantine_json(const quarantine_answer& page, std::size_t limit);

}  // namespace hub::net
