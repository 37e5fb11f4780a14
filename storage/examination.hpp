// Reads all that a store holds, to find what is damaged before it is needed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "domain/error.hpp"

namespace hub::storage {

/// Told after each step how many facts of how many were read.
using examination_progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Checks the pages of the store of *directory*, and that every fact of its log can be read and none is missing, whether a
/// hub runs on it or not. Returns the number of facts. Errors: `store-corrupt` with the place, and those of reader::open().
result<std::uint64_t> examine(const std::filesystem::path& directory, const examination_progress& progress);

}  // namespace hub::storage
