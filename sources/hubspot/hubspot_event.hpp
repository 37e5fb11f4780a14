// One webhook event of HubSpot, of its older platform (`deal.propertyChange`) or its newer one (`object.propertyChange`
// with an objectTypeId).
#pragma once

#include "sources/item_reader.hpp"

namespace hub::sources {

/// Reads the event into a crm_change; a merge and a changed association bring the change of the other record beside it.
/// Events of other objects and of properties without use are left out.
void read_hubspot_event(json_value object, item_reader& reader, fact_body& fact);

}  // namespace hub::sources
