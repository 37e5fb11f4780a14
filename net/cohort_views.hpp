// Cohorts as JSON and CSV. What a cohort will have brought in by a day that the data do not reach is not known and shown as
// nothing; what it has brought in so far is a figure of its own.
#pragma once

#include <string>

#include "domain/cohort_report.hpp"

namespace hub::net {

/// `{"meta","rows":[{"cohort","group",…}],"unattributed":[{"cohort",…}],"cohorts":[{"cohort",…}]}`
std::string cohorts_json(const cohort_report& report);
/// The first column says what a row is: `group`, `unattributed`, or `cohort` for all of a month.
std::string cohorts_csv(const cohort_report& report);

}  // namespace hub::net
