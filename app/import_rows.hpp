// The rows of a CSV or NDJSON file, one at a time, as the JSON that the hub takes; a file of any size in constant
// memory. Which column means what is the business of sources/csv/csv_columns.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/import_cells.hpp"
#include "app/import_kind.hpp"
#include "app/import_rates.hpp"
#include "app/import_row.hpp"
#include "app/text_file.hpp"
#include "domain/time.hpp"
#include "sources/csv/csv.hpp"
#include "sources/csv/csv_columns.hpp"
#include "sources/csv/date_format.hpp"

namespace hub::app {

/// What the list of rejected rows is called behind the file's name, and its last columns: where the row is in quarantine,
/// and why.
inline constexpr std::string_view rejected_suffix = ".rejected.csv";
inline constexpr std::string_view reject_id_column = "reject_id";
inline constexpr std::string_view reason_column = "reason";

class import_rows {
 public:
  /// How to read a file.
  struct options {
    const import_kind* kind = nullptr;
    std::vector<sources::column_mapping> mappings;
    std::vector<std::pair<std::string, std::string>> constants;  ///< field and value, where a row has none
    zone local;                                                  ///< of times without a zone
    bool decimal_comma = false;                                  ///< amounts are written like 1.234,56
    std::optional<sources::date_format> dates = {};              ///< how days are written, if not like 2026-12-31
    std::size_t skip_lines = 0;                                  ///< above the header of CSV: a title and the like
  };

  /// Looks at the file's beginning to tell CSV from NDJSON, and at a CSV file's header; rates may also come as the European
  /// Central Bank's files. Errors: `file-…`, `csv-…`, `usage` (also
  /// for what is no text).
  static result<import_rows> open(const std::string& path, options how);

  /// The next row; none at the end. Errors: `file-broken`, `ecb-malformed`.
  result<std::optional<import_row>> next();

  /// The header of the list of rejected rows up to the two columns of its own: the file's columns, or line and text.
  const std::string& original_header() const { return original_header_; }

  /// Number and name of the column that fills *field*, `4 "Total"`; empty for NDJSON and for a field without a column.
  std::string column_of(std::string_view field) const;

  /// Columns whose names say nothing to the hub, which go into the metadata.
  std::vector<std::string> other_columns() const;

  /// What the file lacks to know a row again that comes with other columns, in words; empty where it has that, or needs none.
  std::string missing_ids() const;

  /// Whether its columns are named as those of refunds are, and none as the total of an order, in a file of conversions.
  bool looks_like_refunds() const;

  /// Whether it is an export of Shopify's orders whose column Name is read as the order's number.
  bool has_order_names() const { return order_names_; }

  /// Rows of totals as ad platforms put them under their reports: passed over, as they would count all costs twice.
  std::int64_t totals() const { return totals_; }
  /// Orders of Shopify's of which nothing was given back, among rows of what was: passed over.
  std::int64_t unrefunded() const { return unrefunded_; }
  /// The line of the first of the totals.
  std::int64_t first_total() const { return first_total_; }

  bool reads_decimal_comma() const { return how_.decimal_comma; }

  /// Whether the rows are of a CSV file with columns of its own, whose cells the flags say how to read.
  bool is_csv() const { return csv_ && !rates_ && !lines_listed_; }

  /// What separates the cells of the file, and of the list of rejected rows.
  char separator() const { return separator_; }

  const text_file& file() const { return file_; }

 private:
  import_rows(text_file file, options how) : file_(std::move(file)), how_(std::move(how)) {}
  result<void> begin(const std::string& path);
  result<void> skip_title();
  result<void> read_header();
  result<void> map_columns(std::vector<std::string> names);
  bool looks_like_shopify() const;
  void read_order_names();
  void pass_over_tills();
  bool is_totals(const std::vector<std::string>& cells) const;
  bool is_unrefunded(const std::vector<std::string>& cells) const;
  std::string several_days(const std::vector<std::string>& cells) const;
  result<void> map_lines(std::vector<std::string> names);
  result<void> refuse_column_flags() const;
  result<void> add_constants();
  void fill_gaps(std::vector<std::string>& cells) const;
  result<void> fill();
  result<void> feed_reader();
  result<std::optional<import_row>> next_line();
  result<std::optional<import_row>> next_csv();
  result<std::optional<import_row>> next_rate();
  result<void> read_rates();
  import_row::origin take_origin(std::vector<std::string>& cells) const;
  void look_at_refund(const std::vector<std::string>& cells, import_row& row) const;
  void look_at_sale(const std::vector<std::string>& cells, import_row& row) const;
  void read_time(std::string& cell, bool is_day, const zone& local, import_row& row) const;
  std::string_view cell_of(std::string_view field, const std::vector<std::string>& cells) const;
  import_row line_of(const std::vector<std::string>& cells, import_row row) const;
  import_row row_of(std::vector<std::string> cells, std::int64_t line) const;

  text_file file_;
  options how_;
  bool csv_ = true;
  bool marked_ = false;  ///< the file begins with a byte order mark
  char separator_ = ',';
  bool why_listed_ = false;  ///< the file is, or is called like, a list of rejected rows with a reason behind each
  bool ids_listed_ = false;  ///< and with the place in quarantine before the reason
  bool lines_listed_ = false, rates_listed_ = false;  ///< the rows are lines of NDJSON, or rates of the bank's
  std::string piece_;                                 ///< bytes of the file, used up to begin_
  std::size_t begin_ = 0;
  std::int64_t line_ = 0;
  std::int64_t totals_ = 0, first_total_ = 0, unrefunded_ = 0;
  bool ended_ = false;
  bool order_names_ = false;
  sources::csv_reader reader_;
  std::optional<import_rates> rates_;  ///< of a file of the bank
  std::vector<std::string> fields_;
  std::vector<std::string> all_fields_;  ///< those, then the constants that have no column
  std::vector<std::string> names_;       ///< of the columns, as the file has them
  std::vector<bool> is_time_;
  std::vector<bool> is_day_;
  std::vector<bool> is_utc_;  ///< the column says that its times are, whatever the zone of others
  std::string dated_by_;      ///< the field that says when what a row tells of happened
  std::vector<bool> is_amount_;
  std::vector<std::size_t> of_payment_;  ///< columns that say whether an order was paid
  std::string original_header_;
};

}  // namespace hub::app
