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
  if (row.takes_all_back) takes_all_.add(row.line);
  if (row.gives_nothing_back) gives_nothing_.add(row.line);
  if (row.is_short) short_.add(row.line);
  states_.look_at(row);
  if (row.has_no_address) no_address_.add(row.line);
  if (row.has_grouped_amount) grouped_.add(row.line);
}

std::string import_doubts::text(const import_rows& file) const {
  std::string all;
  if (worthless_.rows > 0)
    all += worthless_.named("purchase says no value", "purchases say no value") +
           (worthless_.rows == 1 ? "; unless another report of its order says one, it brings"
                                 : "; unless other reports of their orders say one, they bring") +
           " no revenue" +
           (file.column_of("value").empty()
                ? ". No column is known to give the value; --map COLUMN=value says which does\n"
                : "\n");
  all += states_.text();
  if (takes_all_.rows > 0)
    all += takes_all_.named("refund says no amount", "refunds say no amount") +
           (takes_all_.rows == 1 ? ": it takes back all that is left of its sale"
                                 : ": they take back all that is left of their sales") +
           (file.column_of("amount").empty()
                ? ". No column is known to give the amount; --map COLUMN=amount says which does\n"
                : "\n");
  if (gives_nothing_.rows > 0)
    all += gives_nothing_.named("refund is of 0.00", "refunds are of 0.00") +
           (gives_nothing_.rows == 1 ? ": it changes nothing\n" : ": they change nothing\n");
  if (short_.rows > 0)
    all += short_.named("row has fewer cells than the header", "rows have fewer cells than the header") +
           ": what is missing was taken as empty\n";
  if (no_address_.rows > 0)
    all += no_address_.named("e-mail is no address", "e-mails are no addresses") +
           (no_address_.rows == 1 ? "; it names nobody\n" : "; they name nobody\n");
  if (grouped_.rows > 0)
    all += grouped_.named("amount is written like 1.299", "amounts are written like 1.299") +
           ", with a point before three digits, and rounded to cents; where the point means thousands, --decimal-comma "
           "reads it "
           "so\n";
  if (file.has_order_names())
    all +=
        "convhub: these are Shopify's orders, whose Name is read as their number; --map Name=FIELD reads it "
        "otherwise\n";
  if (file.unrefunded() > 0)
    all += "convhub: " + with_thousands(file.unrefunded()) +
           (file.unrefunded() == 1 ? " row of an order of which nothing was given back was passed over\n"
                                   : " rows of orders of which nothing was given back were passed over\n");
  if (file.totals() > 0)
    all += "convhub: " + with_thousands(file.totals()) +
           (file.totals() == 1 ? " row of totals was passed over, on line "
                               : " rows of totals were passed over, the first on line ") +
           std::to_string(file.first_total()) + "\n";
  if (const auto ids = file.missing_ids(); !ids.empty())
    all += "convhub: no column gives " + ids +
           ", so that rows are known again by all that they say: the file imported once more with other flags or "
           "columns counts twice. --map COLUMN=FIELD names a column that tells them apart\n";
  return all;
}

}  // namespace hub::app
