// The journey of one contact as JSON: what it met and what it did, in order of time.
#pragma once

#include <string>

#include "domain/truth.hpp"

namespace hub::net {

/// `{"contact_id","identifiers","journey":[{"kind":"touch",…},{"kind":"conversion",…}]}`. Of identifiers the kinds and
/// their keys are told, never the values.
std::string journey_json(const contact_dossier& contact);

}  // namespace hub::net
