#include "storage/copied_store.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "storage/edge.hpp"
#include "storage/migrations.hpp"

namespace hub::storage {
namespace {

namespace fs = std::filesystem;

constexpr int busy_timeout_ms = 5'000;
constexpr int pages_at_once = 256;  // 4 MiB

error system_failure(const std::string& doing, const fs::path& path) {
  return fail("store-failed",
              "Cannot " + doing + " " + path.string() + ": " + std::strerror(errno) +
                  ". Check the disk and that the user who runs convhub may write there.",
              path.string());
}

result<void> synced(const fs::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return system_failure("open", path);
  const int status = ::fsync(descriptor);
  ::close(descriptor);
  if (status != 0) return system_failure("sync", path);
  return {};
}

fs::path home_of(const fs::path& file) {
  const auto parent = file.parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

/// An empty file that only its owner may read, beside *place* and with a name that nobody has.
result<fs::path> private_part(const fs::path& place) {
  std::string name = place.string() + ".part-XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return system_failure("write beside", place);
  ::close(descriptor);
  return fs::path(name);
}

/// Copies all pages. The read transaction holds the moment: without it a hub that commits would make the copy begin again
/// and again. May throw SQLite::Exception.
void copy_pages(SQLite::Database& from, SQLite::Database& to, const copy_progress& progress) {
  from.exec("BEGIN");
  from.execAndGet("SELECT count(*) FROM sqlite_schema");
  SQLite::Backup copy(to, from);
  for (int status = SQLITE_OK; status != SQLITE_DONE;) {
    status = copy.executeStep(pages_at_once);
    if (status != SQLITE_OK && status != SQLITE_DONE) throw SQLite::Exception("the copy cannot go on", status);
    progress(copy.getTotalPageCount() - copy.getRemainingPageCount(), copy.getTotalPageCount());
  }
}

result<void> check_pages(SQLite::Database& copy, const fs::path& from) {
  const std::string found = copy.execAndGet("PRAGMA integrity_check(1)").getString();
  if (found == "ok") return {};
  return damaged(from, found, "nothing was put in place. Use an earlier backup.");
}

}  // namespace

result<copy_summary> summary_of(SQLite::Database& database, const fs::path& file) {
  const auto schema = schema_of(database, file);
  if (!schema) return schema.error();
  if (*schema == 0) return fail("store-foreign", file.string() + " holds no store; name another file.", file.string());
  copy_summary about;
  about.schema = *schema;
  about.last_seq = static_cast<std::uint64_t>(database.execAndGet("SELECT ifnull(max(seq), 0) FROM fact").getInt64());
  return about;
}

copied_store::copied_store(copied_store&& from) noexcept
    : part_(std::move(from.part_)), place_(std::move(from.place_)), summary_(from.summary_) {
  from.part_.clear();
}

copied_store::~copied_store() {
  if (part_.empty()) return;
  std::error_code failed;
  for (const auto* ending : {"", "-journal", "-wal", "-shm"}) fs::remove(part_.string() + ending, failed);
}

result<copied_store> copied_store::make(const fs::path& from, const fs::path& place, const copy_progress& progress) {
  auto part = private_part(place);
  if (!part) return part.error();
  copied_store made(std::move(*part), place);
  errno = 0;
  try {
    SQLite::Database source(from, SQLite::OPEN_READONLY, busy_timeout_ms);
    // A reader that checkpointed would race with the writer's commits.
    source.exec("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0");
    if (const auto readable = schema_of(source, from); !readable) return readable.error();
    SQLite::Database copy(made.part_, SQLite::OPEN_READWRITE, busy_timeout_ms);
    copy_pages(source, copy, progress);
    copy.execAndGet("PRAGMA journal_mode = DELETE");  // one file, whole without a log beside it
    if (const auto sound = check_pages(copy, from); !sound) return sound.error();
    auto about = summary_of(copy, from);
    if (!about) return about.error();
    made.summary_ = *about;
  } catch (const SQLite::Exception& failure) {
    return explain(failure, failure.getErrorCode() == SQLITE_FULL ? place : from, errno);
  } catch (const std::exception& failure) { return explain(failure, from); }
  std::error_code failed;
  made.summary_.bytes = static_cast<std::int64_t>(fs::file_size(made.part_, failed));
  return made;
}

result<void> copied_store::put_in_place() {
  if (const auto done = synced(part_, O_RDWR); !done) return done;
  if (::rename(part_.c_str(), place_.c_str()) != 0) return system_failure("put in place", place_);
  part_.clear();
  return synced(home_of(place_), O_RDONLY | O_DIRECTORY);
}

}  // namespace hub::storage
