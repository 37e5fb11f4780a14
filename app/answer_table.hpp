// Shows the hub's JSON answers to a person: what a report says of itself, its rows as tables, and whether it adds up.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/answer_rows.hpp"

namespace hub::app {

/// A report: what it says about itself, names in its filters that nobody has and why it has no rows, its rows with
/// `(unattributed)` and the total below them, and whether they reconcile with what was booked. Several models stand side by
/// side, revenue and conversions in a table each. Figures of minor interest are left to --json and --csv.
std::string show_report(const boost::json::value& report, const look& l);

/// A report over time: without a `from`, rows before the first with data are left out, and a line says so.
std::string show_daily(const boost::json::value& report, const look& l);

/// Any other answer: values as `name  value` lines first, then each list as a table under its name.
std::string show_document(const boost::json::value& document, const look& l);

/// What a reader must know before trusting a report: amounts without a rate, what was left out, names that nobody has, and
/// whether it adds up; one line each.
std::string caveats_of(const boost::json::object& report);

/// A line for each of the `notes` of *o*: those that say that a name in a filter is nobody's, or the others.
std::string notes_in(const boost::json::object& o, bool of_names);

/// `time_decay · EUR · 2026-01-01 to 2026-04-01 (UTC) · lookback 90 days`, as far as *meta* says so.
std::string headline_of(const boost::json::object& meta);

}  // namespace hub::app
