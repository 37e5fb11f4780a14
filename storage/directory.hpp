// The data directory: made private to its owner, held by one process at a time, watched for free space.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "domain/error.hpp"

namespace hub::storage {

/// The one file that holds everything, inside the data directory.
std::filesystem::path database_file(const std::filesystem::path& directory);

/// Beside it: the settings that shape figures, as the hub had them when it was last started.
inline constexpr std::string_view kept_settings_file = "served-with.toml";

/// Makes the directory (0700) where it does not exist yet, durably. Error: `store-failed`.
result<void> prepare(const std::filesystem::path& directory);

/// Makes the empty database file (0600) where there is none yet, durably. Error: `store-failed`.
result<void> prepare_file(const std::filesystem::path& directory);

/// Whether *file* is there and not empty.
bool holds_bytes(const std::filesystem::path& file);

/// Whether a hub made its store in *directory* once, as its lock remembers.
bool store_was_made(const std::filesystem::path& directory);

/// Bytes that a process without privileges may still write there. Error: `store-failed`.
result<std::uint64_t> free_bytes(const std::filesystem::path& directory);

/// Holds `hub.lock` of a data directory for as long as it lives; the kernel frees it when the process dies.
class directory_lock {
 public:
  /// Errors: `data-locked` when another process holds it, `store-failed`.
  static result<directory_lock> take(const std::filesystem::path& directory);

  /// Whether a store was made here before. Then one that is missing or empty was lost, and is not to be begun anew.
  bool knows_store() const { return knows_store_; }
  /// From now on a store is here. Errors: `store-failed`, `disk-full`.
  result<void> remember_store();

  directory_lock(directory_lock&& from) noexcept : descriptor_(from.descriptor_), knows_store_(from.knows_store_) {
    from.descriptor_ = -1;
  }
  directory_lock& operator=(directory_lock&&) = delete;
  ~directory_lock();

 private:
  explicit directory_lock(int descriptor) : descriptor_(descriptor) {}
  result<void> write();

  int descriptor_;
  bool knows_store_ = false;
};

}  // namespace hub::storage
