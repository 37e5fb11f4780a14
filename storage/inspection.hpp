// What can be seen of a data directory from outside, without taking it into use.
#pragma once

#include <cstdint>
#include <filesystem>

#include "domain/error.hpp"

namespace hub::storage {

struct store_figures {
  std::int64_t file_bytes = 0;
  std::int64_t log_bytes = 0;    ///< of the write-ahead log; 0 while there is none
  std::uint64_t free_bytes = 0;  ///< that may still be written there
  int schema = 0;                ///< 0 of a store that was never used
  int newest_schema = 0;         ///< what this program reads and writes
};

/// Looks at the store of *directory*, whether a hub runs on it or not. Errors: `store-newer`, `store-foreign`,
/// `store-corrupt`, `store-busy`, `store-failed`.
result<store_figures> inspect(const std::filesystem::path& directory);

}  // namespace hub::storage
