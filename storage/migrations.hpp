// The schema, as numbered steps that are never edited once released: a new one is added below the others.
#pragma once

#include <filesystem>

#include "domain/error.hpp"

namespace SQLite {
class Database;
}

namespace hub::storage {

/// The schema version that this program reads and writes; kept in the file as SQLite's `user_version`.
int newest_schema();

/// The version of an open file; 0 is an empty one. Errors: `store-foreign` when it is another program's database,
/// `store-newer` when a later convhub wrote it. May throw SQLite::Exception.
result<int> schema_of(SQLite::Database& database, const std::filesystem::path& file);

/// Brings an open file to *version*, one transaction a step; a step that fails leaves the one before it.
/// Errors as schema_of. May throw SQLite::Exception.
result<void> migrate(SQLite::Database& database, const std::filesystem::path& file, int version = newest_schema());

}  // namespace hub::storage
