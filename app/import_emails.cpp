#include "app/import_emails.hpp"

#include "app/progress.hpp"

namespace hub::app {

void import_emails::look_at(const import_row& row) {
  if (row.has_no_address && rows_++ == 0) first_line_ = row.line;
}

std::string import_emails::text() const {
  if (rows_ == 0) return {};
  return "convhub: " + with_thousands(rows_) +
         (rows_ == 1 ? " row says an e-mail that is no address, on line "
                     : " rows say an e-mail that is no address, the first on line ") +
         std::to_string(first_line_) + "; " + (rows_ == 1 ? "it names" : "they name") + " nobody by it\n";
}

}  // namespace hub::app
