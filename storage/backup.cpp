#include "storage/backup.hpp"

#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <string_view>

#include "storage/copied_store.hpp"
#include "storage/directory.hpp"
#include "storage/edge.hpp"

namespace hub::storage {
namespace {

namespace fs = std::filesystem;

error not_there(const char* code, const fs::path& file, const std::string& sentence) {
  return fail(code, file.string() + " " + sentence);
}

/// Whether *file* may be replaced by a copy: nothing is there, or a copy of a store that no hub lives in.
result<void> may_be_written(const fs::path& file) {
  std::error_code failed;
  const auto there = fs::symlink_status(file, failed);
  if (!fs::exists(there)) return {};
  if (!fs::is_regular_file(there)) return not_there("backup-target", file, "is no file; name another one");
  for (const auto* lives : {"-wal", "-shm"})
    if (fs::exists(file.string() + lives, failed))
      return not_there("backup-target", file, "is a database in use; name another file");
  if (file.filename() == database_file("").filename() && fs::exists(file.parent_path() / "hub.lock", failed))
    return not_there("backup-target", file, "is the store of a hub; name another file");
  if (!holds_bytes(file)) return {};
  return at_edge(file, [&]() -> result<void> {
    SQLite::Database present(file, SQLite::OPEN_READONLY);
    const auto about = summary_of(present, file);
    if (about) return {};
    return not_there("backup-target", file, "is no backup of a hub; name another file, or remove it");
  });
}

/// Whether *directory* holds nothing but what a hub that never took in anything leaves.
result<void> check_empty(const fs::path& directory) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    const auto name = entry.path().filename();
    if (name == "hub.lock" || name == kept_settings_file ||
        (name == database_file("").filename() && !holds_bytes(entry.path())))
      continue;
    return fail("restore-target", directory.string() + " is not empty (" + name.string() +
                                      "); name another directory, or say --force to give up the store that is there");
  }
  if (failed) return fail("restore-target", directory.string() + " cannot be read: " + failed.message());
  return {};
}

/// Takes away what a restore that failed has made, as far as it was not there before.
class traces {
 public:
  explicit traces(const fs::path& directory) : directory_(directory), lock_(directory / "hub.lock") {
    std::error_code failed;
    made_directory_ = !fs::exists(directory_, failed);
    made_lock_ = !fs::exists(lock_, failed);
  }
  ~traces() {
    std::error_code failed;
    if (kept_) return;
    if (made_lock_) fs::remove(lock_, failed);
    if (made_directory_) fs::remove(directory_, failed);  // nothing happens to one that holds anything
  }
  traces(const traces&) = delete;
  traces& operator=(const traces&) = delete;

  void keep() { kept_ = true; }

 private:
  fs::path directory_, lock_;
  bool made_directory_ = false, made_lock_ = false, kept_ = false;
};

/// Why *file* cannot be opened, as the system says it; 0 where it can.
int reason_unreadable(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return errno;
  ::close(descriptor);
  return 0;
}

bool is_database(const fs::path& file) {
  char head[16] = {};
  std::ifstream(file, std::ios::binary).read(head, sizeof head);
  return std::string_view(head, sizeof head) == std::string_view("SQLite format 3\0", 16);
}

/// Moves what the write-ahead log still holds into the file that is about to be replaced, so that file and log do not part
/// in between. A store that is damaged is given up as it is.
void fold_log(const fs::path& file) {
  if (!holds_bytes(file)) return;
  const auto folded = at_edge(file, [&]() -> result<void> {
    SQLite::Database present(file, SQLite::OPEN_READWRITE);
    present.execAndGet("PRAGMA journal_mode = DELETE");
    return {};
  });
  (void)folded;
}

}  // namespace

result<copy_summary> back_up(const fs::path& directory, const fs::path& file, const copy_progress& progress) {
  const auto from = database_file(directory);
  if (!holds_bytes(from)) return not_there("no-data", directory, "is no data directory; say which one with --data");
  if (const auto may = may_be_written(file); !may) return may.error();
  auto copy = copied_store::make(from, file, progress);
  if (!copy) return copy.error();
  if (const auto placed = copy->put_in_place(); !placed) return placed.error();
  return copy->summary();
}

result<copy_summary> restore(const fs::path& file, const fs::path& directory, bool replace,
                             const copy_progress& progress) {
  std::error_code failed;
  if (const int reason = reason_unreadable(file); reason != 0)
    return not_there("no-backup", file, "cannot be read: " + std::generic_category().message(reason));
  if (!holds_bytes(file) || !fs::is_regular_file(file, failed) || !is_database(file))
    return not_there("no-backup", file, "is no backup; name a file that 'convhub backup' made");
  const auto fits = at_edge(file, [&]() -> result<copy_summary> {
    SQLite::Database given(file, SQLite::OPEN_READONLY);
    return summary_of(given, file);
  });
  if (!fits) return fits.error();
  const auto target = database_file(directory);
  if (fs::equivalent(file, target, failed))
    return not_there("restore-target", file, "is the store itself; name a backup of it");
  // Before anything is made there: a directory of other things is left as it is.
  if (!replace && fs::exists(directory, failed))
    if (const auto empty = check_empty(directory); !empty) return empty.error();
  traces left(directory);
  if (auto prepared = prepare(directory); !prepared) return prepared.error();
  auto lock = directory_lock::take(directory);
  if (!lock) return lock.error();
  auto copy = copied_store::make(file, target, progress);
  if (!copy) return copy.error();
  fold_log(target);
  for (const auto* log : {"-wal", "-shm"}) fs::remove(target.string() + log, failed);
  if (const auto placed = copy->put_in_place(); !placed) return placed.error();
  left.keep();
  if (const auto known = lock->remember_store(); !known) return known.error();
  return copy->summary();
}

}  // namespace hub::storage
