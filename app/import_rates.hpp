// The European Central Bank's reference rates as rows of an import: one for each rate, whichever form the file has.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/import_row.hpp"
#include "sources/ecb/ecb.hpp"

namespace hub::app {

class import_rates {
 public:
  /// What the list of rejected rows shows of each rate.
  static constexpr std::string_view original_header = "line,date,currency,rate";

  /// A file in XML.
  static import_rates of_xml();
  /// A CSV file; nothing where *header* is not the bank's.
  static std::optional<import_rates> of_csv(const std::vector<std::string>& header);

  bool is_xml() const { return xml_.has_value(); }
  /// Whether the last bytes of XML were taken.
  bool has_ended() const { return ended_; }
  /// Takes the next bytes of XML. Error: `ecb-malformed`.
  result<void> feed(std::string_view bytes, bool last);
  /// Takes the next row of CSV.
  void take(const std::vector<std::string>& cells, std::int64_t line);

  /// A row that was read; nothing when more must be read first.
  std::optional<import_row> next();

 private:
  void keep(std::vector<sources::ecb_rate> rates);

  std::optional<sources::ecb_xml_reader> xml_;
  std::optional<sources::ecb_csv_columns> csv_;
  std::deque<import_row> ready_;
  bool ended_ = false;
};

}  // namespace hub::app
