// Shows the hub's JSON answers to a person: rows become tables, the rest names and values. It goes by the shape of the
// answer, so a field that the hub adds shows up here by itself.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/table.hpp"

namespace hub::app {

/// One table of *rows* (an array of objects). Nested objects become columns of their own (`models.linear.revenue` is
/// headed `linear revenue`), a money object one cell; numbers stand right. If *keys* are given, only these columns, in
/// that order, as far as a row has them.
table table_of(const boost::json::array& rows, std::span<const std::string_view> keys = {});

/// A report: what it says about itself, its rows with `(unattributed)` and the total below them, and whether they
/// reconcile with what was booked. A caveat (currencies without a rate, an incomplete answer) is said last.
std::string show_report(const boost::json::value& report, const look& l);

/// Any other answer: values as `name  value` lines first, then each list as a table under its name.
std::string show_document(const boost::json::value& document, const look& l);

/// How one value shows in a cell. Numbers get *decimals*; without, whole ones get none and others two.
std::string cell_of(const boost::json::value& v, std::optional<int> decimals = std::nullopt);

}  // namespace hub::app
