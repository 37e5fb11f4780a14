// The SELECT statements, prepared once, and their rows as values. reader.cpp turns what they throw into errors.
#pragma once

#include <SQLiteCpp/Statement.h>

#include <cstddef>
#include <vector>

#include "storage/decision_lookup.hpp"
#include "storage/rows.hpp"

namespace hub::storage {

/// All functions throw SQLite::Exception, with SQLITE_CORRUPT for rows that no convhub can have written.
class selection {
 public:
  explicit selection(SQLite::Database& database);

  std::vector<fact_row> facts_after(std::uint64_t seq, std::size_t limit);
  fact_row fact_at(std::uint64_t seq);
  /// Brings *lookup* up to the last committed decision.
  void follow_decisions(decision_lookup& lookup);
  decision decision_at(std::int64_t row);
  /// @param past the last item of the page before; 0 for the first page
  std::vector<quarantined_item> quarantine_page(const quarantine_filter& which, bool oldest_first, std::uint64_t past,
                                                std::size_t limit);
  log_counts counts();
  sync_mark mark_of(const std::string& source);

 private:
  std::vector<error> errors_of(std::uint64_t item);
  quarantined_item read_item(SQLite::Statement& at);

  SQLite::Statement facts_after_;
  SQLite::Statement fact_at_;
  SQLite::Statement decisions_after_;
  SQLite::Statement decision_at_;
  SQLite::Statement quarantine_oldest_;
  SQLite::Statement quarantine_latest_;
  SQLite::Statement errors_of_;
  SQLite::Statement counts_;
  SQLite::Statement mark_of_;
};

}  // namespace hub::storage
