// The match report as JSON and as CSV.
#pragma once

#include <string>

#include "domain/match_report.hpp"

namespace hub::net {

/// `{"meta","spend_without_touches","touches_without_spend","suggestions","totals"}`; what a suggestion has under `accept`
/// is the body that makes the alias.
std::string match_json(const match_report& report);

/// A row for each campaign that has no counterpart, with the best suggestion for it.
std::string match_csv(const match_report& report);

}  // namespace hub::net
