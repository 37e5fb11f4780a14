#include "storage/store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include <cerrno>
#include <optional>
#include <string>

#include "storage/directory.hpp"
#include "storage/edge.hpp"
#include "storage/insertion.hpp"
#include "storage/key_table.hpp"
#include "storage/migrations.hpp"

namespace hub::storage {
namespace {

constexpr int busy_timeout_ms = 5'000;

// 16 kB pages take 1.2 kB facts about half again as fast as 4 kB ones: less is lost at page ends and fewer pages
// pass through the log and the checkpoint. The size is fixed when the file is created.
constexpr int page_bytes = 16'384;

error out_of_order(const char* what, std::uint64_t expected, std::uint64_t given) {
  return fail("store-order", std::string("The next ") + what + " is " + std::to_string(expected) + ", not " +
                                 std::to_string(given) +
                                 "; nothing was stored. Reload from the store and decide again.");
}

error lost(const std::filesystem::path& directory) {
  const auto file = database_file(directory).string();
  return fail("store-gone",
              file + " is " + (std::filesystem::exists(file) ? "empty" : "missing") +
                  ", but a hub kept its log there. Put a backup in its place with `convhub restore`; to begin anew "
                  "without what it held, remove " +
                  (directory / "hub.lock").string() + ".",
              file);
}

std::uint64_t last_of(SQLite::Database& database, const char* query) {
  return static_cast<std::uint64_t>(database.execAndGet(query).getInt64());
}

}  // namespace

struct store::connection {
  connection(directory_lock held, const std::filesystem::path& directory, store_options limits)
      : lock(std::move(held)),
        home(directory),
        file(database_file(directory)),
        options(limits),
        database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, busy_timeout_ms) {}

  /// Everything between the file and the first append. May throw SQLite::Exception.
  result<void> begin();
  void checkpoint();
  result<void> check_order(std::span<const commit* const> commits) const;
  void insert(std::span<const commit* const> commits);
  std::uint64_t unmoved_bytes() const { return static_cast<std::uint64_t>(wal_pages - moved_pages) * page_bytes; }

  directory_lock lock;  // first, so that it is freed last
  std::filesystem::path home;
  std::filesystem::path file;
  store_options options;
  SQLite::Database database;
  std::optional<insertion> rows;
  std::uint64_t last_seq = 0;
  std::uint64_t last_reject = 0;
  int wal_pages = 0;    // in the write-ahead log now
  int moved_pages = 0;  // of these, already in the file
};

result<void> store::connection::begin() {
  database.exec("PRAGMA page_size = " + std::to_string(page_bytes));
  // Looked at before the first write: a newer or foreign file is left as it is.
  if (const auto version = schema_of(database, file); !version) return version.error();
  if (database.execAndGet("PRAGMA journal_mode = WAL").getString() != "wal") {
    return fail("store-failed", file.string() + " cannot have a write-ahead log; use a local disk, not a network one.",
                file.string());
  }
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA secure_delete = ON");  // what an erasure overwrites is gone; appending pays nothing for it
  database.exec("PRAGMA journal_size_limit = " + std::to_string(4 * options.wal_limit_bytes));
  if (auto migrated = migrate(database, file); !migrated) return migrated;
  // The hook also takes the place of SQLite's own automatic checkpoint.
  sqlite3_wal_hook(
      database.getHandle(),
      [](void* self, sqlite3*, const char*, int pages) {
        auto* opened = static_cast<connection*>(self);
        if (pages < opened->wal_pages) opened->moved_pages = 0;  // the log began again
        opened->wal_pages = pages;
        return SQLITE_OK;
      },
      this);
  checkpoint();
  last_seq = last_of(database, "SELECT ifnull(max(seq), 0) FROM fact");
  last_reject = last_of(database, "SELECT ifnull(max(id), 0) FROM quarantine");
  rows.emplace(database);
  return {};
}

void store::connection::checkpoint() {
  SQLite::Statement move(database, "PRAGMA wal_checkpoint(PASSIVE)");
  move.executeStep();
  wal_pages = move.getColumn(1).getInt();
  moved_pages = move.getColumn(2).getInt();
}

result<void> store::connection::check_order(std::span<const commit* const> commits) const {
  auto seq = last_seq;
  auto reject = last_reject;
  for (const auto* part : commits) {
    for (const auto& fact : part->facts) {
      if (fact.seq != ++seq) return out_of_order("position of the log", seq, fact.seq);
    }
    for (const auto& item : part->quarantined) {
      if (item.id != ++reject) return out_of_order("quarantine number", reject, item.id);
    }
  }
  return {};
}

void store::connection::insert(std::span<const commit* const> commits) {
  const auto changed = database.getTotalChanges();
  for (const auto* part : commits) {
    for (const auto& fact : part->facts) rows->add(fact);
    for (const auto& made : part->decisions) rows->add(made);
    for (const auto& item : part->quarantined) rows->add(item);
    for (const auto& change : part->changes) rows->apply(change);
    for (const auto& mark : part->marks) rows->put(mark);
  }
  // Of nothing SQLite would write nothing, and find room for it on the fullest disk.
  if (database.getTotalChanges() == changed)
    database.exec("INSERT OR REPLACE INTO meta VALUES ('looked_for_room', strftime('%Y-%m-%dT%H:%M:%fZ'))");
}

store::store(std::unique_ptr<connection> opened) : connection_(std::move(opened)) {}
store::~store() = default;

result<std::unique_ptr<store>> store::open(const std::filesystem::path& directory, store_options options) {
  if (auto prepared = prepare(directory); !prepared) return prepared.error();
  auto lock = directory_lock::take(directory);
  if (!lock) return lock.error();
  if (lock->knows_store() && !holds_bytes(database_file(directory))) return lost(directory);
  if (auto prepared = prepare_file(directory); !prepared) return prepared.error();
  return at_edge(database_file(directory), [&]() -> result<std::unique_ptr<store>> {
    auto opened = std::make_unique<connection>(std::move(*lock), directory, options);
    if (auto begun = opened->begin(); !begun) return begun.error();
    if (auto kept = opened->lock.remember_store(); !kept) return kept.error();
    return std::unique_ptr<store>(new store(std::move(opened)));
  });
}

result<void> store::append(std::span<const commit* const> commits) {
  return append(commits, [] {});
}

result<erased_rows> store::erase(const commit& decided, person_mask& mask, instant at) {
  auto& of = *connection_;
  erased_rows done;
  const auto* only = &decided;
  const auto kept = append({&only, 1}, [&] { done = erase_in(of.database, mask, at); });
  if (!kept) return kept.error();
  // Readers may hold pages of the log; then the next checkpoints move what this one could not.
  (void)at_edge(of.file, [&]() -> result<void> {
    const bool held = of.database.execAndGet("PRAGMA wal_checkpoint(TRUNCATE)").getInt() != 0;
    if (!held) of.wal_pages = of.moved_pages = 0;
    return {};
  });
  return done;
}

template <class Also>
result<void> store::append(std::span<const commit* const> commits, Also&& also) {
  auto& to = *connection_;
  const auto free = free_bytes(to.home);
  if (!free) return free.error();
  if (*free < to.options.free_floor_bytes) return disk_full(to.file);
  if (auto ordered = to.check_order(commits); !ordered) return ordered;
  errno = 0;
  try {
    if (to.unmoved_bytes() > 4 * to.options.wal_limit_bytes) to.checkpoint();
    SQLite::Transaction transaction(to.database, SQLite::TransactionBehavior::IMMEDIATE);
    to.insert(commits);
    also();
    transaction.commit();
  } catch (const SQLite::Exception& failure) {
    // SQLite tells a full disk from a broken one by ENOSPC alone; a quota or a size limit shows only here.
    return explain(failure, to.file, errno);
  } catch (const std::exception& failure) { return explain(failure, to.file); }
  for (const auto* part : commits) {
    to.last_seq += part->facts.size();
    to.last_reject += part->quarantined.size();
  }
  return {};
}

result<void> store::checkpoint_when_due() {
  auto& of = *connection_;
  if (of.unmoved_bytes() < of.options.wal_limit_bytes) return {};
  return at_edge(of.file, [&]() -> result<void> {
    of.checkpoint();
    return {};
  });
}

result<std::vector<access_key>> store::keys() {
  auto& of = *connection_;
  return at_edge(of.file, [&]() -> result<std::vector<access_key>> { return keys_in(of.database); });
}

result<std::uint64_t> store::add_key(const access_key& made) {
  auto& to = *connection_;
  return at_edge(to.file, [&]() -> result<std::uint64_t> { return add_key_to(to.database, made); });
}

result<void> store::revoke_key(std::uint64_t id, instant at) {
  auto& of = *connection_;
  return at_edge(of.file, [&]() -> result<void> {
    if (revoke_key_in(of.database, id, at)) return {};
    return fail("key-unknown", "There is no key " + key_id(id) + "; `convhub key list` shows them all.");
  });
}

std::uint64_t store::last_seq() const { return connection_->last_seq; }
std::uint64_t store::last_reject() const { return connection_->last_reject; }

}  // namespace hub::storage
