// The euro's reference rates as the European Central Bank publishes them: eurofxref-daily.xml, -hist.xml and -hist-90d.xml,
// and the same as CSV (eurofxref.csv, eurofxref-hist.csv). One euro is so many units of each currency. docs/sources.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/facts.hpp"

namespace hub::sources {

/// One rate as the file states it; what the texts are worth is decided by fact_of().
struct ecb_rate {
  std::string date;      ///< `YYYY-MM-DD`, where the file has such a date
  std::string currency;  ///< of which one euro is `rate` units
  std::string rate;
  std::int64_t line = 0;  ///< of the file, from 1

  friend bool operator==(const ecb_rate&, const ecb_rate&) = default;
};

/// The fact. Errors: `date-malformed`, `currency-unknown`, `rate-malformed`, `rate-not-positive`.
result<fx_rate_event> fact_of(const ecb_rate& told);

/// Reads the XML piece by piece, in constant memory.
class ecb_xml_reader {
 public:
  ecb_xml_reader();
  ~ecb_xml_reader();
  ecb_xml_reader(ecb_xml_reader&&) noexcept;
  ecb_xml_reader& operator=(ecb_xml_reader&&) noexcept;

  /// Takes the next bytes of the file, cut anywhere. Error, with `line:column` as its place: `ecb-malformed`; reading
  /// cannot go on then. A file that declares entities is refused, for the bank's declare none.
  result<void> feed(std::string_view bytes, bool last);
  /// The rates read since the last time. Those of currencies that are no more are left out.
  std::vector<ecb_rate> take();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// The columns of the bank's CSV: `Date`, then a currency each.
class ecb_csv_columns {
 public:
  /// Nothing where *header* is no such header.
  static std::optional<ecb_csv_columns> of(const std::vector<std::string>& header);

  /// The rates of a row. Cells that are empty or `N/A`, and currencies that are no more, are left out; so are cells
  /// beyond the header.
  std::vector<ecb_rate> rates_of(const std::vector<std::string>& cells, std::int64_t line) const;

 private:
  std::vector<std::string> currencies_;  // of the columns behind the date; empty: none
};

/// The rates of a whole file, XML or CSV. Errors as above, and `ecb-unknown` for what is neither.
result<std::vector<ecb_rate>> parse_ecb(std::string_view file);

}  // namespace hub::sources
