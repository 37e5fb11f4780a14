// One deal or contact as HubSpot's API returns it, with its associations where they were asked for.
#pragma once

#include "sources/item_reader.hpp"

namespace hub::sources {

/// Reads the object into a crm_change dated by its last update. Its deletion and its associations stand beside it as
/// changes of their own. The kind of object is what `objectTypeId` says, else what its properties' names tell.
void read_hubspot_object(json_value object, item_reader& reader, fact_body& fact);

}  // namespace hub::sources
