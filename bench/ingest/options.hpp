// What a run of bench_ingest measures: sizes, sources of data and where it works.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace hub::bench {

struct ingest_options {
  std::filesystem::path binary = "build/release/convhub";  ///< the daemon that is measured
  std::filesystem::path scratch = ".";  ///< where the data directories are made: a real disk, not tmpfs
  std::size_t events = 100'000;         ///< by requests of 1,000; their second half over their first is the flatness
  std::size_t hundreds = 50'000;        ///< by requests of 100
  std::size_t singles = 10'000;         ///< by requests of 1
  std::uint64_t seed = 1;
};

/// Reads the command line; nothing when the program is to end with *status* (help, or a wrong option).
std::optional<ingest_options> read_options(int count, char** arguments, int& status);

}  // namespace hub::bench
