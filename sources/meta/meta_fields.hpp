// What an event of Meta's Conversions API and one of its pixel have in common, though they spell it differently: the
// event's name and id, the hashed person, the cookies, the channel.
#pragma once

#include <string>
#include <string_view>

#include "sources/item_reader.hpp"
#include "sources/person_fields.hpp"

namespace hub::sources {

/// Names *event* and its type. An event with an id has the external id `event_name/event_id`, as ids are unique per name.
void name_meta_event(std::string event_name, std::string event_id, conversion_event& event);

/// Whether a phone number joins people: the pixel's may be made of anything that stood in a form.
enum class phone_trust { links, evidence };

/// Adds the identifiers of the fields em, ph and external_id; each may be a list. Clients hash names and addresses in
/// different ways, so no other field names the person.
void add_meta_person(json_value em, json_value ph, json_value external_id, phone_trust trust, item_reader& reader,
                     person& who);

/// Adds the browser's id, and the click with its time.
/// @param fbclid the click id where a client gives it instead of the cookie fbc
void add_meta_cookies(json_value fbp, json_value fbc, json_value fbclid, item_reader& reader, person& who);

/// Completes *event* with the campaign that was given, the click of *who* and the page's URL, which is read before.
void finish_meta_event(campaign_context given, person who, const channel_rules& rules, conversion_event& event);

}  // namespace hub::sources
