// What is doubtful in rows that are taken in: purchases without a value, cells for an e-mail address that hold none, amounts
// such as `1.299` that may mean thousands, refunds without an amount, rows that end early, orders that were hardly paid.
// Nothing of it is wrong for sure, but whoever imports hears of it, since a column or a flag that is missing looks the same.
#pragma once

#include <cstdint>
#include <string>

#include "app/import_rows.hpp"
#include "app/import_states.hpp"

namespace hub::app {

class import_doubts {
 public:
  void look_at(const import_row& row);

  /// Sentences, a line each; empty where nothing is doubtful. @param file knows the columns
  std::string text(const import_rows& file) const;

 private:
  /// Rows of one kind of doubt.
  struct found {
    std::int64_t rows = 0;
    std::int64_t first_line = 0;
    void add(std::int64_t line) {
      if (rows++ == 0) first_line = line;
    }
    /// `convhub: 12 ` *many*`, the first on line 3`
    std::string named(const char* one, const char* many) const;
  };
  found worthless_, takes_all_, gives_nothing_, no_address_, grouped_, short_;
  import_states states_;
};

}  // namespace hub::app
