// The INSERT and UPDATE statements, prepared once. They know nothing of transactions: store.cpp decides what commits together.
#pragma once

#include <SQLiteCpp/Statement.h>

#include "storage/rows.hpp"

namespace hub::storage {

class insertion {
 public:
  explicit insertion(SQLite::Database& database);

  /// Each throws SQLite::Exception.
  void add(const sealed_fact& fact);
  void add(const decision& made);
  void add(const quarantined_item& item);
  void apply(const quarantine_change& change);
  void put(const sync_mark& mark);

 private:
  void add_errors(std::uint64_t item, const std::vector<error>& errors);

  SQLite::Statement fact_;
  SQLite::Statement decision_;
  SQLite::Statement item_;
  SQLite::Statement item_error_;
  SQLite::Statement change_;
  SQLite::Statement forget_errors_;
  SQLite::Statement mark_;
};

}  // namespace hub::storage
