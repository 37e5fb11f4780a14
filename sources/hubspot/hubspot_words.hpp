// HubSpot's properties in the words of domain/crm_words.hpp: dates as times, stages by the operator's lists, addresses
// and phones as hashes, URLs taken apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/facts.hpp"
#include "sources/item_reader.hpp"

namespace hub::sources {

/// Translates the property *name* of an object of this kind; *value* may be null. False when the hub has no use for it.
/// What is wrong with a value is noted at the value's own place.
bool translate_property(crm_object object, std::string_view name, json_value value, item_reader& reader,
                        std::vector<crm_property>& to);

/// Whether *type* (`deal`, `deals`, `0-3`, `contact`, …) is a kind of object that the hub keeps.
std::optional<crm_object> hubspot_object_of(std::string_view type);

/// A time as HubSpot writes it: Unix milliseconds, RFC 3339, or a date, which is its midnight in UTC.
std::optional<instant> hubspot_time(json_value field, item_reader& reader);

/// An object's id; notes `field-missing` or `id-malformed`.
std::string hubspot_id(json_value field, std::string_view name, item_reader& reader);

/// The account that an item names, else that of the settings; empty when neither does.
std::string hubspot_account(json_value portal, item_reader& reader);

/// How a record is called within the source: by its id, and by `account:id` where the account is another than that of
/// the settings.
std::string hubspot_record(std::string_view account, std::string_view id, const item_reader& reader);

/// A change of one record, without properties yet.
crm_change hubspot_change(const item_reader& reader, crm_object object, std::string account, std::string_view id,
                          instant at);

/// Says in two changes, one of each record, that a deal is a contact's, or is not any more.
struct hubspot_link {
  crm_change deal, contact;
};
hubspot_link hubspot_link_of(const item_reader& reader, const std::string& account, const std::string& deal,
                             const std::string& contact, instant at, bool linked);

}  // namespace hub::sources
