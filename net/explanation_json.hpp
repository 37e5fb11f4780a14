// The explanation of one conversion's credit as JSON.
#pragma once

#include <string>

#include "domain/explanation.hpp"
#include "messages/reports.hpp"

namespace hub::net {

/// `{"conversion_id","model",…,"touchpoints","excluded","entries","sources","merged_from","check"}`.
/// @pre there is a dossier, and *query* has the one model
std::string explanation_json(const conversion_found& found, const report_query& query);

}  // namespace hub::net
