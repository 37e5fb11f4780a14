#include "storage/migrations.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <array>
#include <string>

namespace hub::storage {
namespace {

// "HUBc" in the file's header tells `file` and us that a database is one of ours.
constexpr int application_id = 0x48554263;

// Rows are appended in rowid order and no table that grows with ingest has a second index: exact lookups are in memory,
// and a random index would dirty a page per event (docs/decisions/0002-append-only-log.md). Keys are blobs of 16 bytes,
// so that `lower(hex(after))` is the conversion id without its prefix. Times are UTC microseconds.
constexpr std::array steps = {
    R"sql(
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('hub_id', lower(hex(randomblob(16)))), ('created_at', strftime('%Y-%m-%dT%H:%M:%SZ'));

CREATE TABLE fact (
  seq INTEGER PRIMARY KEY,
  received_at INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  rule TEXT NOT NULL,
  event BLOB NOT NULL,
  partner BLOB NOT NULL,
  before BLOB NOT NULL,
  after BLOB NOT NULL,
  keys TEXT NOT NULL,
  distance_us INTEGER NOT NULL
) STRICT;

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  source TEXT NOT NULL,
  route TEXT NOT NULL,
  raw BLOB NOT NULL
) STRICT;

CREATE TABLE quarantine_error (
  item INTEGER NOT NULL REFERENCES quarantine (id),
  place INTEGER NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  pointer TEXT NOT NULL,
  PRIMARY KEY (item, place)
) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
ALTER TABLE quarantine ADD COLUMN dataset TEXT NOT NULL DEFAULT '';
ALTER TABLE quarantine ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE quarantine ADD COLUMN tried_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
)sql",
    R"sql(
ALTER TABLE decision ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN matched_source TEXT NOT NULL DEFAULT '';
)sql",
    R"sql(
CREATE TABLE sync_mark (
  source TEXT PRIMARY KEY,
  cursor TEXT NOT NULL,
  read_up_at INTEGER NOT NULL,
  records INTEGER NOT NULL,
  paused INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
CREATE TABLE access_key (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  secret_sha256 TEXT NOT NULL,
  ending TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
)sql",
};

int number(SQLite::Database& database, const char* query) { return database.execAndGet(query).getInt(); }

}  // namespace

int newest_schema() { return static_cast<int>(steps.size()); }

result<int> schema_of(SQLite::Database& database, const std::filesystem::path& file) {
  const int version = number(database, "PRAGMA user_version");
  const bool empty = version == 0 && number(database, "SELECT count(*) FROM sqlite_schema") == 0;
  if (!empty && number(database, "PRAGMA application_id") != application_id) {
    return fail("store-foreign", file.string() + " is a database of another program; name another data directory.",
                file.string());
  }
  if (version > newest_schema()) {
    return fail("store-newer",
                file.string() + " was written by a newer convhub (schema " + std::to_string(version) +
                    ", this one knows " + std::to_string(newest_schema()) +
                    "); run that version, or restore a backup made by this one.",
                file.string());
  }
  return version;
}

result<void> migrate(SQLite::Database& database, const std::filesystem::path& file, int version) {
  const auto present = schema_of(database, file);
  if (!present) return present.error();
  for (int step = *present; step < version; ++step) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    database.exec(steps[static_cast<std::size_t>(step)]);
    database.exec("PRAGMA application_id = " + std::to_string(application_id));
    database.exec("PRAGMA user_version = " + std::to_string(step + 1));
    transaction.commit();
  }
  return {};
}

}  // namespace hub::storage
