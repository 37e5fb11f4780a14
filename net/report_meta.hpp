// The part of a report that says how it was made: parameters, range, zone, currency, filters, log position, and what
// could not be converted.
#pragma once

#include <map>

#include "domain/account_zones.hpp"
#include "domain/credit.hpp"
#include "domain/known_names.hpp"
#include "net/json_writer.hpp"
#include "net/report_parameters.hpp"

namespace hub::net {

/// Writes `meta` as a member of the open object. What a kind of report does not take is left out.
/// @param left_out what the policy of labels left out; null in a report that it does not concern
/// @param unknown filters by names that nobody has; each becomes a note
/// @param foreign accounts whose days of spend are not the report's; likewise, a note for each zone
void write_meta(json_writer& out, const report_query& query, report_kind kind, std::uint64_t data_seq,
                const unconverted_sums& unconverted, const left_out_sum* left_out = nullptr,
                const std::vector<unknown_name>& unknown = {}, const std::vector<foreign_days>& foreign = {});

/// A note for each, in the open array `notes`.
void write_notes_of(json_writer& out, const std::vector<unknown_name>& unknown);

}  // namespace hub::net
