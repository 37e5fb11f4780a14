#include "storage/edge.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>

namespace hub::storage {
namespace {

bool no_room(int os_error) { return os_error == ENOSPC || os_error == EDQUOT || os_error == EFBIG; }

}  // namespace

error damaged(const std::filesystem::path& file, std::string what, const std::string& remedy) {
  std::replace(what.begin(), what.end(), '\n', ' ');
  return fail("store-corrupt", file.string() + " is damaged (" + what + "); " + remedy, file.string());
}

error disk_full(const std::filesystem::path& file) {
  return fail("disk-full",
              "There is too little free space for " + file.string() +
                  "; nothing was stored. Free space on that disk or move the data directory, then send again.",
              file.string());
}

error explain(const SQLite::Exception& failure, const std::filesystem::path& file, int os_error) {
  const std::string what = failure.what();
  const auto at = file.string();
  switch (failure.getErrorCode()) {
    case SQLITE_FULL: return disk_full(file);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT: return damaged(file, what, "restore it from a backup.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail("store-busy", at + " is held by another program (" + what + "); close it and try again.", at);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return fail("store-failed",
                  at + " cannot be opened for use (" + what +
                      "); check that it exists and that the user who runs convhub may read and write its directory.",
                  at);
    case SQLITE_IOERR:
      if (no_room(os_error)) return disk_full(file);
      return fail("store-failed",
                  at + " could not be read or written (" + what + "); check the disk and the system log.", at);
    default: return fail("store-failed", at + ": " + what + "; restart convhub, and report this if it comes back.", at);
  }
}

error explain(const std::exception& failure, const std::filesystem::path& file) {
  return fail("store-failed",
              file.string() + ": " + failure.what() + "; restart convhub, and report this if it comes back.",
              file.string());
}

}  // namespace hub::storage
