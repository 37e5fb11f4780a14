// JSON objects as rows of a table. It goes by the shape of what it gets, so a field that the hub adds shows by itself.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/table.hpp"

namespace hub::app {

/// An object's values by their dotted names (`group.name`, `models.linear.revenue`), in order. A money object
/// (`{"amount":…,"currency":…}`) is one value.
using flat_row = std::vector<std::pair<std::string, boost::json::value>>;

flat_row flat_row_of(const boost::json::object& o);
std::vector<flat_row> flat_rows_of(const boost::json::array& rows);

/// The names that occur in *rows*, in order of first occurrence; the name of a campaign goes first.
std::vector<std::string> names_in(const std::vector<flat_row>& rows);

/// One column for each of *names*, headed by `title_of`; numbers stand right, with as many decimals as the column needs.
table table_of(const std::vector<flat_row>& rows, const std::vector<std::string>& names,
               const std::vector<flat_row>& footer = {});

/// All names of *rows* that have a value somewhere, or those of *wanted* that do.
table table_of(const boost::json::array& rows, std::span<const std::string_view> wanted = {});

/// `group.campaign_id` → `campaign id`, `models.linear.revenue` → `linear`.
std::string title_of(std::string_view name);

/// How one value shows in a cell. Numbers get *decimals*; without, whole ones get none and others two.
std::string cell_of(const boost::json::value& v, std::optional<int> decimals = std::nullopt);

/// The object that *text* is; empty when it is none.
boost::json::object object_in(std::string_view text);

/// 5400 → `1h 30m`; the two largest units.
std::string length_text(std::int64_t seconds);

/// cell_of() of a member of this name: `…_seconds` is a length of time and shows as such.
std::string member_cell(std::string_view name, const boost::json::value& v, std::optional<int> decimals = std::nullopt);

/// Member *name* of *o* as a cell; empty if it is not there or null.
std::string text_of(const boost::json::object& o, std::string_view name);

}  // namespace hub::app
