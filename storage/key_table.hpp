// The table of keys: few rows, each statement a transaction of its own, prepared when it is needed.
#pragma once

#include <vector>

#include "domain/access_key.hpp"

namespace SQLite {
class Database;
}

namespace hub::storage {

/// Each may throw SQLite::Exception, or std::exception for a row that no convhub wrote.
std::vector<access_key> keys_in(SQLite::Database& database);

/// The id that the key got.
std::uint64_t add_key_to(SQLite::Database& database, const access_key& made);

/// Whether there is such a key. One that is revoked keeps its time.
bool revoke_key_in(SQLite::Database& database, std::uint64_t id, instant at);

}  // namespace hub::storage
