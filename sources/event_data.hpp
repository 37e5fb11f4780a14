// The object of custom data that comes with an event of Meta's API (`custom_data`), of its pixel (`cd`) and of the hub's
// own script (`data`): value, order, campaign, and whatever else the sender put there.
#pragma once

#include <span>

#include "sources/item_reader.hpp"

namespace hub::sources {

/// Reads value, currency and order id into *event* and returns the campaign that the data name. Fields that the hub does
/// not interpret become the event's metadata, together with *kept*, fields that stand outside the data. A currency
/// without value says nothing, so it is not even checked; a negative value is refused.
/// @param data the object; anything else than an object or nothing is refused
campaign_context read_event_data(json_value data, std::span<const json_value> kept, item_reader& reader,
                                 conversion_event& event);

/// Whether *context* names a campaign or a part of one.
bool names_campaign(const campaign_context& context);

/// *field* when it is an object or nothing; otherwise notes `field-type` and is nothing.
json_value object_member(json_value field, item_reader& reader);

}  // namespace hub::sources
