// The messages that may leave the process, for a CAF system that talks to others: settings.add_message_types<
// caf::id_block::convhub>(). Both ends know them by these names.
#pragma once

#include "messages/actors.hpp"

CAF_BEGIN_TYPE_ID_BLOCK(convhub, caf::first_custom_type_id)
CAF_ADD_TYPE_ID(convhub, (hub::journeys_changed))
CAF_ADD_TYPE_ID(convhub, (hub::credit_request))
CAF_ADD_TYPE_ID(convhub, (hub::credit_reply))
CAF_ADD_TYPE_ID(convhub, (hub::path_scan_request))
CAF_ADD_TYPE_ID(convhub, (hub::path_scan_reply))
CAF_ADD_TYPE_ID(convhub, (hub::conversion_scan_request))
CAF_ADD_TYPE_ID(convhub, (hub::conversion_scan_reply))
CAF_ADD_TYPE_ID(convhub, (hub::cell_scan_request))
CAF_ADD_TYPE_ID(convhub, (hub::cell_scan_reply))
CAF_ADD_TYPE_ID(convhub, (hub::series_scan_request))
CAF_ADD_TYPE_ID(convhub, (hub::series_scan_reply))
CAF_ADD_TYPE_ID(convhub, (hub::cohort_scan_request))
CAF_ADD_TYPE_ID(convhub, (hub::cohort_scan_reply))
CAF_ADD_TYPE_ID(convhub, (hub::path_cell_scan_request))
CAF_ADD_TYPE_ID(convhub, (hub::path_cell_scan_reply))
CAF_ADD_TYPE_ID(convhub, (hub::cohort_cell_scan_request))
CAF_ADD_TYPE_ID(convhub, (hub::cohort_cell_scan_reply))
CAF_ADD_TYPE_ID(convhub, (hub::match_scan_request))
CAF_ADD_TYPE_ID(convhub, (hub::match_scan_reply))
CAF_ADD_TYPE_ID(convhub, (hub::shard_wanted))
CAF_ADD_TYPE_ID(convhub, (hub::shard_granted))
CAF_END_TYPE_ID_BLOCK(convhub)
