// What the disk under the data takes for one sync: the floor of every durable answer.
#pragma once

#include <filesystem>

namespace hub::bench {

/// Median seconds of an fdatasync after 16 kB were appended to a file in *directory*. Throws std::runtime_error.
double sync_seconds(const std::filesystem::path& directory);

}  // namespace hub::bench
