// What operators read: the hub's state and the quarantine, as JSON.
#pragma once

#include <string>
#include <string_view>

#include "messages/reports.hpp"

namespace hub::net {

/// `{"ready","reason","version","data_seq","events",…}`
std::string status_json(const hub_status& status, std::string_view version);

/// `{"data":[{"reject_id","at","source","route","errors","raw"}],"next_cursor"}`; *limit* is what was asked for.
std::string quarantine_json(const quarantine_answer& page, std::size_t limit);

}  // namespace hub::net
