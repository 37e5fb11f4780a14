#include "app/import_doubts.hpp"

#include "app/progress.hpp"

namespace hub::app {

std::string import_doubts::found::named(const char* one, const char* many) const {
  return "convhub: " + with_thousands(rows) + " " + (rows == 1 ? one : many) +
         (rows == 1 ? ", on line " : ", the first on line ") + std::to_string(first_line);
}

void import_doubts::look_at(const import_row& row) {
  if (!row.trouble.empty()) return;
  if (row.is_worthless) worthless_.add(row.line);
  if (row.has_no_address) no_address_.add(row.line);
  if (row.has_grouped_amount) grouped_.add(row.line);
}

std::string import_doubts::text(const import_rows& file) const {
  std::string all;
  if (worthless_.rows > 0)
    all += worthless_.named("purchase says no value", "purchases say no value") +
           (worthless_.rows == 1 ? "; it counts and brings" : "; they count and bring") + " no revenue" +
           (file.column_of("value").empty()
                ? ". No column is known to give the value; --map COLUMN=value says which does\n"
                : "\n");
  if (no_address_.rows > 0)
    all += no_address_.named("e-mail is no address", "e-mails are no addresses") +
           (no_address_.rows == 1 ? "; it names nobody\n" : "; they name nobody\n");
  if (grouped_.rows > 0)
    all += grouped_.named("amount is written like 1.299", "amounts are written like 1.299") +
           ", which is read as 1.30; where that means thousands, --decimal-comma reads it so\n";
  if (const auto ids = file.missing_ids(); !ids.empty())
    all += "convhub: no column gives " + ids +
           ", so that rows are known again by all that they say: the file imported once more with other flags or "
           "columns counts twice. --map COLUMN=FIELD names a column that tells them apart\n";
  return all;
}

}  // namespace hub::app
