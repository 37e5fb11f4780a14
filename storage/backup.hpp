// One self-contained file of all that a hub keeps, taken while it runs or stands, and put back. What is not finished and
// checked takes nobody's place.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "domain/error.hpp"

namespace hub::storage {

/// Hears how many of how many pages are copied.
using copy_progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// What a checked copy holds.
struct copy_summary {
  std::uint64_t last_seq = 0;  ///< position of the log; 0 of an empty one
  std::int64_t bytes = 0;
  int schema = 0;
};

/// Copies the store of *directory* as it is at one moment to *file*, checks the copy and puts it in place as a whole. The
/// hub may run on it meanwhile. A file that is there is replaced if it is a copy of a store itself. Errors: `no-data`,
/// `backup-target` when something else is there or a hub lives there, `store-corrupt` when the copy does not pass
/// SQLite's integrity check, and those of SQLite.
result<copy_summary> back_up(const std::filesystem::path& directory, const std::filesystem::path& file,
                             const copy_progress& progress);

/// Makes the copy *file* the store of *directory*, which is made if it is not there. The copy is checked before anything of
/// the directory changes. Errors: `no-backup`, `store-newer`, `store-foreign` and `store-corrupt` of the copy,
/// `data-locked` while a hub has the directory, `restore-target` when it holds anything and *replace* is false.
/// @param replace whether the store that the directory holds is given up for the copy
result<copy_summary> restore(const std::filesystem::path& file, const std::filesystem::path& directory, bool replace,
                             const copy_progress& progress);

}  // namespace hub::storage
