// CSV as spreadsheets and platforms export it, read piece by piece: quotes, line breaks inside quotes, comma, semicolon
// or tab, byte order mark, CRLF. What the cells mean is up to sources/csv/csv_columns.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace hub::sources {

/// One row, unquoted. Valid until the next call of the reader.
struct csv_row {
  std::size_t line = 0;  ///< line of the file on which the row begins, from 1
  const std::vector<std::string>& cells;
};

class csv_reader {
 public:
  /// A longer row is refused: it is a quote that was never closed.
  static constexpr std::size_t longest_row = 1 << 20;

  /// @param separator between cells; 0 chooses comma, semicolon or tab, whichever the first line has most of
  /// @param first_line number of the line with which the bytes begin, in places of errors
  explicit csv_reader(char separator = 0, std::size_t first_line = 1) : line_(first_line), separator_(separator) {}

  /// Adds bytes of the file; pieces may be cut anywhere.
  void feed(std::string_view bytes);

  /// Says that no more bytes come, so that a last row without line break counts.
  void finish() { finished_ = true; }

  /// What separates cells; comma until a row was read.
  char separator() const { return separator_ == 0 ? ',' : separator_; }

  /// The next row; nothing when more bytes are needed or the file has ended. Blank lines are skipped. After an error
  /// reading goes on with the next line. Errors, with `line:column` as their place: `csv-quote` (text after a closing
  /// quote, or a quote that is never closed), `csv-row-too-long`.
  result<std::optional<csv_row>> next();

 private:
  struct scan;

  error bad_row(std::string code, std::string detail, std::size_t at);
  void choose_separator();
  void consume(std::size_t end);
  void skip_line();

  std::string buffer_;
  std::size_t begin_ = 0;  // of the row to read, in buffer_
  std::size_t line_;
  char separator_;
  bool started_ = false;
  bool finished_ = false;
  bool carriage_return_ = false;  // held back until it is known whether a line feed follows; dropped at the end
  bool skipping_ = false;         // the rest of a bad row's first line has not come yet
  std::vector<std::string> cells_;
};

}  // namespace hub::sources
