#include "storage/directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace hub::storage {
namespace {

error failed(const std::string& doing, const std::filesystem::path& path, int os_error) {
  return fail("store-failed",
              "Cannot " + doing + " " + path.string() + ": " + std::generic_category().message(os_error) +
                  ". Check that the user who runs convhub may read and write there, or name another data directory.",
              path.string());
}

/// A file's name survives a power cut only once its directory was synced.
result<void> sync_directory(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return failed("open", directory, errno);
  const int status = ::fsync(descriptor);
  const int os_error = errno;
  ::close(descriptor);
  if (status != 0) return failed("sync", directory, os_error);
  return {};
}

constexpr std::string_view store_line = "a store was made here";

std::string text_of(int descriptor) {
  char text[80];
  const auto size = ::pread(descriptor, text, sizeof text, 0);
  return {text, static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

/// The process that wrote its number into the lock file; empty when it is not readable.
std::string holder(int descriptor) {
  const auto text = text_of(descriptor);
  return text.substr(0, text.find_first_not_of("0123456789"));
}

error locked(const std::filesystem::path& directory, const std::string& process) {
  return fail("data-locked",
              "Another convhub" + (process.empty() ? "" : " (process " + process + ")") + " uses " +
                  directory.string() + ". Ask that one with --server URL, stop it, or name another data directory.",
              directory.string());
}

}  // namespace

std::filesystem::path database_file(const std::filesystem::path& directory) { return directory / "hub.db"; }

result<void> prepare(const std::filesystem::path& directory) {
  const auto home = std::filesystem::absolute(directory).lexically_normal();
  std::error_code failure;
  if (!std::filesystem::is_directory(home, failure)) {
    const auto parent = home.has_filename() ? home.parent_path() : home.parent_path().parent_path();
    std::filesystem::create_directories(parent, failure);
    if (failure) return failed("create", parent, failure.value());
    if (::mkdir(home.c_str(), 0700) != 0 && errno != EEXIST) return failed("create", home, errno);
    if (auto synced = sync_directory(parent); !synced) return synced;
  }
  return {};
}

bool holds_bytes(const std::filesystem::path& file) {
  std::error_code failure;
  const auto size = std::filesystem::file_size(file, failure);
  return !failure && size > 0;
}

result<void> prepare_file(const std::filesystem::path& directory) {
  const auto file = database_file(directory);
  // An existing file is not touched: closing any descriptor of it would drop the locks that SQLite's connections of
  // this process hold on it.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0 && errno != EEXIST) return failed("create", file, errno);
  if (descriptor >= 0) ::close(descriptor);
  return sync_directory(directory);
}

bool store_was_made(const std::filesystem::path& directory) {
  const int descriptor = ::open((directory / "hub.lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool made = text_of(descriptor).find(store_line) != std::string::npos;
  ::close(descriptor);
  return made;
}

result<std::uint64_t> free_bytes(const std::filesystem::path& directory) {
  struct statvfs state;
  if (::statvfs(directory.c_str(), &state) != 0) return failed("ask for the free space of", directory, errno);
  return static_cast<std::uint64_t>(state.f_bavail) * state.f_frsize;
}

result<void> directory_lock::write() {
  // The number only helps the reader of a message; the lock does not depend on it.
  const auto text = std::to_string(::getpid()) + '\n' + (knows_store_ ? std::string(store_line) + '\n' : "");
  // Written over before it is cut: what is known is not lost when there is no room.
  if (::pwrite(descriptor_, text.data(), text.size(), 0) < 0 ||
      ::ftruncate(descriptor_, static_cast<off_t>(text.size())) != 0)
    return fail(errno == ENOSPC ? "disk-full" : "store-failed",
                std::string("Cannot write hub.lock: ") + std::generic_category().message(errno) + ".");
  return {};
}

result<directory_lock> directory_lock::take(const std::filesystem::path& directory) {
  const auto path = directory / "hub.lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return failed("open", path, errno);
  directory_lock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return failed("lock", path, errno);
    return locked(directory, holder(descriptor));
  }
  lock.knows_store_ = text_of(descriptor).find(store_line) != std::string::npos;
  if (auto written = lock.write(); !written && written.error().code != "disk-full") return written.error();
  return lock;
}

result<void> directory_lock::remember_store() {
  if (std::exchange(knows_store_, true)) return {};
  return write();
}

directory_lock::~directory_lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace hub::storage
