// What a dry run of an import shows beside its counts: the first rows that are wrong, each with its place in the file, and
// which rows would be conversions that are known already, and by which rule.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/import_batch.hpp"

namespace hub::app {

/// What a row of *kind* takes the place of where it replaces: `an earlier version of the same event`. @param dry_run
/// whether it only would
std::string replaced_by(std::string_view kind, bool dry_run);

class import_preview {
 public:
  /// @param column number and name of the column that is wrong, as import_rows::column_of says it
  void rejected(const rejected_row& row, const std::string& column);
  void merged(const merged_row& row);

  /// The lines to print of a file of *kind*; empty when there is nothing to tell.
  std::string text(std::string_view kind) const;

 private:
  static constexpr std::size_t most_shown = 10;
  static constexpr std::size_t most_lines = 3;

  /// Rows that are wrong in the same way.
  struct trouble {
    std::string kind;    ///< the codes of what is wrong, with their fields
    std::string reason;  ///< of the first of them
    std::string column;
    std::vector<std::int64_t> lines;  ///< the first of them
    std::size_t rows = 0;
  };

  std::vector<trouble> troubles_;  ///< the first that differ
  std::vector<std::string> merges_;
  std::vector<std::string> updates_;
  std::size_t rejected_ = 0;
  std::size_t untold_ = 0;  ///< of them, for reasons beyond those shown
  std::size_t updated_ = 0;
  std::map<std::string, std::size_t> by_rule_;
};

}  // namespace hub::app
