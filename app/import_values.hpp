// Purchases of a file that say no value. They are taken in, for an order may be worth nothing, but a column of amounts that
// is not known as one looks the same, so that whoever imports them hears of it.
#pragma once

#include <cstdint>
#include <string>

#include "app/import_row.hpp"

namespace hub::app {

class import_values {
 public:
  void look_at(const import_row& row);

  /// A sentence; empty when every purchase has a value. @param has_column whether a column gives the value
  std::string text(bool has_column) const;

 private:
  std::int64_t rows_ = 0;
  std::int64_t first_line_ = 0;
};

}  // namespace hub::app
