#include "storage/key_table.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <stdexcept>

namespace hub::storage {
namespace {

access_key key_of(SQLite::Statement& row) {
  access_key key;
  key.id = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
  key.name = row.getColumn(1).getString();
  const auto scopes = parse_scopes(row.getColumn(2).getString());
  if (!scopes) throw std::runtime_error(key_id(key.id) + " has scopes that this convhub does not know");
  key.scopes = *scopes;
  key.secret_sha256 = row.getColumn(3).getString();
  key.ending = row.getColumn(4).getString();
  key.created_at = row.getColumn(5).getInt64();
  if (const auto revoked = row.getColumn(6); !revoked.isNull()) key.revoked_at = revoked.getInt64();
  return key;
}

}  // namespace

std::vector<access_key> keys_in(SQLite::Database& database) {
  SQLite::Statement rows(database,
                         "SELECT id, name, scopes, secret_sha256, ending, created_at, revoked_at FROM access_key "
                         "ORDER BY id");
  std::vector<access_key> keys;
  while (rows.executeStep()) keys.push_back(key_of(rows));
  return keys;
}

std::uint64_t add_key_to(SQLite::Database& database, const access_key& made) {
  SQLite::Statement add(database,
                        "INSERT INTO access_key (name, scopes, secret_sha256, ending, created_at) "
                        "VALUES (?, ?, ?, ?, ?)");
  add.bind(1, made.name);
  add.bind(2, to_string(made.scopes));
  add.bind(3, made.secret_sha256);
  add.bind(4, made.ending);
  add.bind(5, made.created_at);
  add.exec();
  return static_cast<std::uint64_t>(database.getLastInsertRowid());
}

bool revoke_key_in(SQLite::Database& database, std::uint64_t id, instant at) {
  SQLite::Statement revoke(database, "UPDATE access_key SET revoked_at = ifnull(revoked_at, ?) WHERE id = ?");
  revoke.bind(1, at);
  revoke.bind(2, static_cast<std::int64_t>(id));
  return revoke.exec() > 0;
}

}  // namespace hub::storage
