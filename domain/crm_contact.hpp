// What a contact's record means: the identifiers that name one person, and how the person came.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/crm_record.hpp"

namespace hub {

/// The identifiers of the person, the ids of contacts merged into this one among them.
std::vector<identifier> contact_identifiers(const crm_record& contact);

/// The touches `contact/<id>/first` and `contact/<id>/latest`, in this order. A touch needs to know when and by what; a
/// latest visit that is the first one (the same channel and campaign within a minute) is no second touch.
std::vector<touch_event> contact_touches(const crm_record& contact);

/// The ids of these touches, whether or not they are made.
std::vector<std::string> contact_touch_ids(const crm_record& contact);

/// Why the contact cannot be understood without looking it up: `identity`, `visit`; empty if it can.
std::vector<std::string> contact_gaps(const crm_record& contact);

}  // namespace hub
