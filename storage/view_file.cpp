#include "storage/view_file.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <unistd.h>

#include <system_error>

#include "storage/edge.hpp"

namespace hub::storage {
namespace {

std::string stored_name(const view_column& column) {
  return column.kind == column_kind::money ? std::string(column.name) + "_minor" : column.name;
}

std::string_view type_of(column_kind kind) {
  switch (kind) {
    case column_kind::text: return "TEXT";
    case column_kind::real: return "REAL";
    default: return "INTEGER";
  }
}

std::string create_table(const view_table& table) {
  std::string sql = std::string("CREATE TABLE ") + table.name + " (";
  for (const auto& column : table.columns) {
    if (&column != table.columns.data()) sql += ", ";
    sql.append(stored_name(column)).append(" ").append(type_of(column.kind));
  }
  return sql + ")";
}

/// Money is shown in minor units, which add up exactly, and in units of its currency, which people read.
std::string create_view(const view_table& table) {
  std::string sql = std::string("CREATE VIEW v_") + table.name + " AS SELECT ";
  bool money = false;
  for (const auto& column : table.columns) {
    if (&column != table.columns.data()) sql += ", ";
    sql.append("t.").append(stored_name(column));
    if (column.kind != column_kind::money) continue;
    money = true;
    sql.append(", t.").append(stored_name(column)).append(" * 1.0 / c.minor_units AS ").append(column.name);
  }
  sql.append(" FROM ").append(table.name).append(" AS t");
  return money ? sql + " LEFT JOIN currencies AS c ON c.code = t.currency" : sql;
}

std::string insert_row(const view_table& table) {
  std::string sql = std::string("INSERT INTO ") + table.name + " VALUES (?";
  for (std::size_t i = 1; i < table.columns.size(); ++i) sql += ", ?";
  return sql + ")";
}

class view_database : public view_file {
 public:
  view_database(std::filesystem::path path, std::span<const view_table> tables)
      : path_(std::move(path)),
        beside_(path_.string() + ".new"),
        database_(beside_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE),
        tables_(tables) {
    // Nobody reads it before it is whole, and what breaks off is made anew: no journal, one sync at the end.
    database_.exec("PRAGMA journal_mode = OFF");
    database_.exec("PRAGMA synchronous = OFF");
    database_.exec("BEGIN");
    database_.exec("CREATE TABLE currencies (code TEXT PRIMARY KEY, minor_units INTEGER NOT NULL) WITHOUT ROWID");
    database_.exec("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID");
    database_.exec("CREATE VIEW v_meta AS SELECT name, value FROM meta");
    for (const auto& table : tables_) {
      database_.exec(create_table(table));
      database_.exec(create_view(table));
      inserts_.push_back(std::make_unique<SQLite::Statement>(database_, insert_row(table)));
    }
  }
  ~view_database() override {
    std::error_code none;
    if (!finished_) std::filesystem::remove(beside_, none);
  }

  result<void> add(std::size_t table, std::span<const view_cell> row) override {
    return at_edge(path_, [&]() -> result<void> {
      auto& insert = *inserts_[table];
      for (std::size_t i = 0; i < row.size(); ++i) {
        const int place = static_cast<int>(i) + 1;
        if (const auto* number = std::get_if<std::int64_t>(&row[i]))
          insert.bind(place, *number);
        else if (const auto* real = std::get_if<double>(&row[i]))
          insert.bind(place, *real);
        else if (const auto* text = std::get_if<std::string>(&row[i]))
          insert.bind(place, *text);
        else
          insert.bind(place);
      }
      insert.exec();
      insert.reset();
      return {};
    });
  }

  result<void> add_currency(const std::string& currency, std::int64_t minor_units) override {
    return at_edge(path_, [&]() -> result<void> {
      SQLite::Statement insert(database_, "INSERT OR REPLACE INTO currencies VALUES (?, ?)");
      insert.bind(1, currency);
      insert.bind(2, minor_units);
      insert.exec();
      return {};
    });
  }

  result<void> add_meta(const std::string& name, const std::string& value) override {
    return at_edge(path_, [&]() -> result<void> {
      SQLite::Statement insert(database_, "INSERT OR REPLACE INTO meta VALUES (?, ?)");
      insert.bind(1, name);
      insert.bind(2, value);
      insert.exec();
      return {};
    });
  }

  result<void> finish() override {
    return at_edge(path_, [&]() -> result<void> {
      for (const auto& table : tables_)
        if (table.index != nullptr)
          database_.exec(std::string("CREATE INDEX ") + table.name + "_by_" + table.index + " ON " + table.name + " (" +
                         table.index + ")");
      database_.exec("COMMIT");
      inserts_.clear();
      if (const auto kept = sync_file(); !kept) return kept;
      std::error_code failed;
      std::filesystem::rename(beside_, path_, failed);
      if (failed)
        return fail("view-file-failed", path_.string() + " cannot be put in its place: " + failed.message(),
                    path_.string());
      finished_ = true;
      return {};
    });
  }

 private:
  result<void> sync_file() const {
    const int file = ::open(beside_.c_str(), O_RDWR | O_CLOEXEC);
    const bool kept = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (kept) return {};
    return fail("view-file-failed", beside_.string() + " cannot be written to disk; is there space left?",
                path_.string());
  }

  std::filesystem::path path_, beside_;
  SQLite::Database database_;
  std::span<const view_table> tables_;
  std::vector<std::unique_ptr<SQLite::Statement>> inserts_;
  bool finished_ = false;
};

}  // namespace

result<std::unique_ptr<view_file>> view_file::make(std::filesystem::path path, std::span<const view_table> tables) {
  return at_edge(path, [&]() -> result<std::unique_ptr<view_file>> {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed))
      return fail("view-file-failed", path.string() + " is a directory; name a file, such as hub-views.db",
                  path.string());
    std::filesystem::remove(path.string() + ".new", failed);  // what an attempt that broke off has left
    return std::unique_ptr<view_file>(std::make_unique<view_database>(path, tables));
  });
}

}  // namespace hub::storage
