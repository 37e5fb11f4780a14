// What the columns of a CSV file mean: headers of many vocabularies become the fields of the hub's own JSON, and a row
// becomes one object of it, which the parsers of sources/native/native.hpp read like any other.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/error.hpp"

namespace hub::sources {

/// One `--map column=field`.
using column_mapping = std::pair<std::string, std::string>;

/// The field that each column fills, for a file of *kind* (sources/registry.hpp, find_native). A column is looked up in
/// *mappings*, then by its name and its known other names, without case, spaces, `_` and `-`; of two columns for one
/// field the one that bears its name wins, of adjustments the one that names what was refunded. A column that the hub does not know keeps its name (and so becomes
/// metadata). Errors: `csv-header-blank`, `csv-column-twice`, `csv-mapping-unknown`.
result<std::vector<std::string>> column_fields(std::span<const std::string> header, std::string_view kind,
                                               std::span<const column_mapping> mappings);

/// One row as a JSON object on one line; blank cells are left out and every value is a string.
/// Errors: `csv-cells` (more cells than columns), `text-not-utf8`.
result<std::string> row_json(std::span<const std::string> fields, std::span<const std::string> cells);

}  // namespace hub::sources
