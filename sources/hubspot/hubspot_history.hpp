// The past of a HubSpot object: `propertiesWithHistory`, where it was asked for, and the records merged into it.
#pragma once

#include <string_view>

#include "sources/item_reader.hpp"

namespace hub::sources {

/// Reads `propertiesWithHistory`, an object of arrays of `{"value", "timestamp"}`: what was said at each time stands
/// beside the object as a change of its own. A value of the past that cannot be read is left out, because nobody can
/// mend it any more; the present value is read, and refused, with the object.
/// @param id the object's bare id
void read_hubspot_history(json_value with_history, const crm_change& object, std::string_view id, item_reader& reader);

/// Reads `hs_merged_object_ids` (`12;34`): these records go on in this one, since the time at which the history first
/// names them, else since the object's own.
void read_hubspot_merges(json_value properties, json_value with_history, crm_change& object, std::string_view id,
                         item_reader& reader);

}  // namespace hub::sources
