// Columns such as `Financial Status` or `Captured` that say of an order whether it was paid. The hub takes no row out for
// what they say, but whoever imports orders that were never paid hears of it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "app/import_row.hpp"

namespace hub::app {

/// Whether a column that is called *header* says whether orders were paid.
bool tells_payment(std::string_view header);

/// What *cell* of such a column says, in lower case, where that is voided, failed, refunded or the like; else empty.
std::string unpaid_state(std::string_view header, std::string_view cell);

class import_states {
 public:
  void look_at(const import_row& row);

  /// A sentence for each column; empty where all seem to be paid.
  std::string text() const;

 private:
  struct found {
    std::int64_t rows = 0;
    std::int64_t first_line = 0;
  };
  std::map<std::string, std::map<std::string, found>> columns_;  ///< by name, then by what they say
};

}  // namespace hub::app
