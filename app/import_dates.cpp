#include "app/import_dates.hpp"

#include "app/progress.hpp"

namespace hub::app {
namespace {

constexpr instant first_likely_us = 946'684'800 * second_us;  // 2000-01-01

}  // namespace

void import_dates::odd::add(instant at, std::int64_t line) {
  if (rows++ > 0) return;
  first = at;
  first_line = line;
}

std::string import_dates::odd::told(const std::string& what) const {
  if (rows == 0) return {};
  return "convhub: " + with_thousands(rows) + (rows == 1 ? " row is dated " : " rows are dated ") + what +
         (rows == 1 ? ", on line " : ", the first on line ") + std::to_string(first_line) + " (" +
         format_instant(first) + "); is that meant? --date-format says how the file writes dates\n";
}

void import_dates::look_at(instant at, std::int64_t line) {
  if (at > now_ + day_us) ahead_.add(at, line);
  if (at < first_likely_us) old_.add(at, line);
}

std::string import_dates::text() const {
  return ahead_.told("more than a day ahead of this machine's clock") + old_.told("before the year 2000");
}

}  // namespace hub::app
