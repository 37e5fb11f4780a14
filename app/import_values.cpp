#include "app/import_values.hpp"

#include "app/progress.hpp"

namespace hub::app {

void import_values::look_at(const import_row& row) {
  if (row.is_worthless && rows_++ == 0) first_line_ = row.line;
}

std::string import_values::text(bool has_column) const {
  if (rows_ == 0) return {};
  return "convhub: " + with_thousands(rows_) +
         (rows_ == 1 ? " purchase says no value, on line " : " purchases say no value, the first on line ") +
         std::to_string(first_line_) + "; " +
         (rows_ == 1 ? "it counts as a conversion that brings" : "they count as conversions that bring") +
         " no revenue" +
         (has_column ? "" : ". No column is known to give the value; --map COLUMN=value says which does") + "\n";
}

}  // namespace hub::app
