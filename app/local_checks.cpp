#include "app/local_checks.hpp"

#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "app/progress.hpp"
#include "storage/directory.hpp"
#include "storage/store.hpp"

namespace hub::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mib = 1ULL << 20;
constexpr std::uint64_t free_floor = storage::store_options{}.free_floor_bytes;
constexpr std::uint64_t free_soon = 4 * free_floor;
constexpr std::uint64_t log_usual = 4 * storage::store_options{}.wal_limit_bytes;

std::string size_text(std::uint64_t bytes) {
  return bytes < 10 * mib ? with_thousands(static_cast<std::int64_t>(bytes / 1024)) + " KiB"
                          : with_thousands(static_cast<std::int64_t>(bytes / mib)) + " MiB";
}

std::string octal(mode_t mode) {
  char text[8];
  std::snprintf(text, sizeof text, "%04o", static_cast<unsigned>(mode & 07777));
  return text;
}

/// Whether others than the owner may get at *path*, which holds *what*.
finding check_privacy(const fs::path& path, const std::string& what, mode_t wanted) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0)
    return {grade::fail, what, path.string() + " cannot be looked at", "check that it exists and who may read it"};
  const std::string mode = path.string() + " has mode " + octal(about.st_mode);
  if ((about.st_mode & 0077) != 0)
    return {grade::fail, what, mode + ": others may get at it", "chmod " + octal(wanted) + " " + path.string()};
  if (about.st_uid != ::geteuid() && ::geteuid() != 0)
    return {grade::warn, what, mode + " and belongs to another user",
            "run convhub as the user that the files belong to"};
  return {grade::ok, what, mode, ""};
}

/// Whether all that the store holds can be read.
finding check_contents(const std::string& directory, const storage::examination_progress& progress) {
  const auto facts = storage::examine(directory, progress);
  if (!facts)
    return {
        grade::fail, "contents", facts.error().detail,
        facts.error().code == "store-corrupt" ? "'convhub restore' puts a backup in its place" : "run doctor again"};
  return {grade::ok, "contents",
          "every page is sound, and every fact up to position " + with_thousands(static_cast<std::int64_t>(*facts)) +
              " of the log can be read",
          ""};
}

}  // namespace

findings check_settings(const config::loaded_settings& loaded) {
  findings found;
  for (const auto& e : loaded.errors)
    found.push_back({grade::fail, "settings", e.pointer + ": " + e.detail, "'convhub config check' says all of them"});
  if (!found.empty()) return found;
  std::string given;
  for (const auto& [name, origin] : loaded.origins) given += (given.empty() ? "" : ", ") + name;
  found.push_back({grade::ok, "settings",
                   given.empty() ? "all at their defaults" : given + " given, the others at their defaults", ""});
  return found;
}

findings check_store(const storage::store_figures& seen) {
  findings found;
  const auto schema = "schema " + std::to_string(seen.schema);
  if (seen.schema < seen.newest_schema)
    found.push_back({grade::warn, "store", schema + ", this program writes " + std::to_string(seen.newest_schema),
                     "back up, then start the hub once: it brings the store up to date"});
  else
    found.push_back({grade::ok, "store", schema + ", " + size_text(static_cast<std::uint64_t>(seen.file_bytes)), ""});
  const auto log = static_cast<std::uint64_t>(seen.log_bytes);
  if (log > log_usual)
    found.push_back({grade::warn, "write-ahead log", size_text(log) + ", usually below " + size_text(log_usual),
                     "end what has read the store for long (a backup, a query), or restart the hub"});
  else
    found.push_back({grade::ok, "write-ahead log", size_text(log), ""});
  const auto left = size_text(seen.free_bytes) + " free";
  if (seen.free_bytes < free_floor)
    found.push_back({grade::fail, "disk space", left + "; below " + size_text(free_floor) + " nothing is taken in",
                     "free space on that disk, or move the data directory"});
  else if (seen.free_bytes < free_soon)
    found.push_back({grade::warn, "disk space", left + "; below " + size_text(free_floor) + " nothing is taken in",
                     "free space on that disk before it is full"});
  else
    found.push_back({grade::ok, "disk space", left, ""});
  return found;
}

findings check_data(const std::string& directory, bool named, const storage::examination_progress& progress) {
  std::error_code failed;
  const bool there = fs::exists(storage::database_file(directory), failed);
  if (failed)
    return {{grade::fail, "data directory", directory + " cannot be looked at: " + failed.message(),
             "run doctor as the user that the hub runs as"}};
  if (!storage::holds_bytes(storage::database_file(directory)) && storage::store_was_made(directory))
    return {{grade::fail, "data directory", directory + " has lost its store: hub.db is missing or empty",
             "'convhub restore' puts a backup in its place"}};
  if (!there)
    return {{named ? grade::fail : grade::warn, "data directory",
             directory + (fs::exists(directory, failed) ? " holds no store" : " does not exist"),
             "'convhub serve' makes one; name another directory with --data"}};
  findings found{check_privacy(directory, "data directory", 0700)};
  found.push_back(check_privacy(storage::database_file(directory), "store file", 0600));
  const auto seen = storage::inspect(directory);
  if (!seen) {
    found.push_back({grade::fail, "store", seen.error().detail, "'convhub restore' puts a backup in its place"});
    return found;
  }
  const auto about = check_store(*seen);
  found.insert(found.end(), about.begin(), about.end());
  // A store of an older program is examined once it was brought up to date.
  if (seen->schema == seen->newest_schema) found.push_back(check_contents(directory, progress));
  return found;
}

findings check_secret_files(const config::settings& settings) {
  findings found;
  for (const auto& which : config::all_settings()) {
    const auto* file =
        which.rule.text_kind == config::rule::text::secret ? config::find_setting(which.name() + "_file") : nullptr;
    if (file == nullptr) continue;
    const auto& path = *std::get<const std::string*>(file->of_const(settings));
    if (!path.empty()) found.push_back(check_privacy(path, file->name(), 0600));
  }
  return found;
}

findings check_clock() {
  struct timex about {};
  const int state = ::adjtimex(&about);
  if (state < 0) return {};
  if (state == TIME_ERROR || (about.status & STA_UNSYNC) != 0)
    return {{grade::warn, "clock", "nobody keeps the clock of this machine right",
             "run a time service (chrony, systemd-timesyncd): what happened first is told by the clock"}};
  return {{grade::ok, "clock", "kept right by a time service", ""}};
}

}  // namespace hub::app
