// From the parameters of a report route to a report_query: which report takes which, what they may be, and what is
// refused with a sentence instead of being ignored.
#pragma once

#include "domain/query.hpp"
#include "net/parameter_reader.hpp"
#include "net/time_parameters.hpp"

namespace hub::net {

enum class report_kind : std::uint8_t {
  attribution,
  compare,
  roas,
  paths,
  dedup,
  daily,
  cohorts,
  sources,
  match,
  credits  ///< an export
};

/// Reads what a report of this kind takes; what is absent is as in *defaults*. Complaints stay in *in*: call its
/// `finish` before using the query. *now* bounds `as_of`.
report_query read_report(parameter_reader& in, report_kind kind, const report_query& defaults,
                         const zone_finder& find_zone, instant now);

/// The part that explains one conversion: `model` with its parameters, and which touches are eligible.
void read_model_and_rules(parameter_reader& in, report_query& query);

/// A filter by name; empty when absent. A name given empty is refused, because it could mean "any" or "none".
std::string read_name(parameter_reader& in, std::string_view name);

}  // namespace hub::net
