// A row of a file on its way into the hub.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hub::app {

/// What is sent, and what goes on the list of rejected rows should it be refused.
struct import_row {
  std::string json;       ///< one line of NDJSON, without its end; empty if the row could not be read
  std::string original;   ///< the row's cells as CSV; for NDJSON line number and text
  std::string trouble;    ///< why it could not be read; empty if it could
  std::int64_t line = 0;  ///< of the file on which it begins, from 1
};

/// *cell* as it stands in a CSV file, quoted if it must be.
std::string csv_cell(std::string_view cell);

}  // namespace hub::app
