// One server event of Meta's Conversions API as a fact.
#pragma once

#include "sources/item_loop.hpp"

namespace hub::sources {

/// Reads one element of `data`. Only em, ph, external_id, fbp and fbc name the person: clients hash names and addresses
/// in different ways. Which event names are conversions stands in sources/event_types.cpp.
void read_meta_event(json_value event, item_reader& reader, fact_body& fact);

/// What an event carries that was only a test of the sender's; *place* is that of the event.
error test_event_error(std::string_view code, std::string place);

/// Whether *errors* say that and nothing else.
bool is_test_event(const std::vector<error>& errors);

}  // namespace hub::sources
