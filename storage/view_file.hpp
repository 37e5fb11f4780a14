// A SQLite file of tables and views that other tools read: made beside its place and put there whole, so that whoever opens
// it sees the one of before or the new one, never a part. It is a copy; the store itself stays the hub's own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "domain/error.hpp"

namespace hub::storage {

enum class column_kind : std::uint8_t {
  text,
  integer,
  real,
  flag,  ///< 1 or 0
  money,  ///< minor units of the row's `currency`: the table has `NAME_minor`, the view `NAME` in units of the currency too
};

struct view_column {
  const char* name;
  column_kind kind = column_kind::text;
};

/// A table NAME and its view `v_NAME` with the same columns in this order. One with money has a column `currency`.
struct view_table {
  const char* name;
  std::span<const view_column> columns;
  const char* index;  ///< column that joins and filters use; null: none
};

/// A cell: nothing, a number of any kind, or text.
using view_cell = std::variant<std::monostate, std::int64_t, double, std::string>;

class view_file {
 public:
  /// Makes the tables. Errors: `view-file-failed`, `disk-full`.
  static result<std::unique_ptr<view_file>> make(std::filesystem::path path, std::span<const view_table> tables);
  virtual ~view_file() = default;

  /// @param row a cell for each column of the table of that number, money in minor units
  virtual result<void> add(std::size_t table, std::span<const view_cell> row) = 0;
  /// How many minor units a unit of *currency* has: 100 for EUR.
  virtual result<void> add_currency(const std::string& currency, std::int64_t minor_units) = 0;
  /// What is known of the whole, for the view `v_meta (name, value)`.
  virtual result<void> add_meta(const std::string& name, const std::string& value) = 0;

  /// Makes the indexes and puts the file in its place. What is not finished leaves no trace.
  virtual result<void> finish() = 0;
};

}  // namespace hub::storage
