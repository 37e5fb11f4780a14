// Dates of rows that are hardly meant: ahead of the clock, or before there were such orders. They are taken in, for the hub
// judges no date, but whoever imports them hears of it.
#pragma once

#include <cstdint>
#include <string>

#include "domain/time.hpp"

namespace hub::app {

class import_dates {
 public:
  /// @param now by the clock of this machine
  explicit import_dates(instant now) : now_(now) {}

  /// The row that begins on *line* is dated *at*.
  void look_at(instant at, std::int64_t line);

  /// A sentence for each kind of odd date that was met; empty when there was none.
  std::string text() const;

 private:
  struct odd {
    std::int64_t rows = 0;
    std::int64_t first_line = 0;
    instant first = 0;
    void add(instant at, std::int64_t line);
    std::string told(const std::string& what) const;
  };

  instant now_;
  odd ahead_;  ///< more than a day
  odd old_;    ///< before the year 2000
};

}  // namespace hub::app
