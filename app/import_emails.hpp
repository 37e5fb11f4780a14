// Cells for an e-mail address that hold none, such as `n/a`. Their rows are taken in, but name nobody by them, and a journey
// that is missing for that reason is hard to find later, so that whoever imports them hears of it.
#pragma once

#include <cstdint>
#include <string>

#include "app/import_row.hpp"

namespace hub::app {

class import_emails {
 public:
  void look_at(const import_row& row);

  /// A sentence; empty when every address is one.
  std::string text() const;

 private:
  std::int64_t rows_ = 0;
  std::int64_t first_line_ = 0;
};

}  // namespace hub::app
