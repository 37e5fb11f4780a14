// Cells of a file as the hub reads them, and back into a file: times, days, amounts, quotes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/time.hpp"

namespace hub::app {

/// *cell* as it stands in a CSV file whose cells *separator* separates, quoted if it must be.
std::string csv_cell(std::string_view cell, char separator = ',');

/// A row of *cells*, without its end.
std::string csv_record(const std::vector<std::string>& cells, char separator);

/// An amount written with a decimal comma as the hub reads it: `1.234,56` and `1 234,56` are `1234.56`. What groups its
/// digits in another way comes back as it is, to be refused rather than guessed. Blanks around it come off.
std::string with_decimal_point(std::string_view cell);

/// A number with its thousands between commas, `1,119.00` or `1,234,567`, as the hub reads it. `1,234` may be either, and
/// comes back as it is unless *whole* says that it has no decimals.
std::string without_thousands(std::string_view cell, bool whole);

/// An instant of a file as UTC text: a bare date is its local day's begin, a time without zone is local, digits are
/// Unix seconds, or milliseconds from 10^11 on. What is none of these comes back as it is.
std::string utc_text(std::string_view cell, const zone& local);

/// Whether the hub reads *text* as an instant or a day without being told how it is written.
bool is_plain_time(std::string_view text);

}  // namespace hub::app
