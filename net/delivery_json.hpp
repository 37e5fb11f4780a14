// The answer to clients that send and go on: they look at the status alone, so the counts are for the curious, and for
// whoever looks for an event that did not arrive.
#pragma once

#include <string>

#include "messages/ingest.hpp"

namespace hub::net {

/// `{"success":true,"stored":1,"duplicates":0,"quarantined":1,"ignored":0,"errors":[{"index","reject_id","pointer",
/// "code","detail"}]}`. Stored are facts that are in the log now, a newer version of an event included; duplicates said
/// what was known already; quarantined items wait under their reject_id; ignored ones are not kept.
std::string delivery_json(const ingest_receipt& receipt);

}  // namespace hub::net
