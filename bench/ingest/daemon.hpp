// The daemon as a process of its own, and what the kernel and SQLite say about it from outside.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>

namespace hub::bench {

class daemon {
 public:
  /// Starts `BINARY serve` over *data* on a free port and waits until it listens. Throws std::runtime_error.
  daemon(const std::filesystem::path& binary, const std::filesystem::path& data);
  ~daemon();
  daemon(const daemon&) = delete;
  daemon& operator=(const daemon&) = delete;

  /// Has it stop in order and waits for that. Throws std::runtime_error when it fails.
  void stop();

  std::uint16_t port() const { return port_; }
  const std::filesystem::path& data() const { return data_; }

  double cpu_seconds() const;  ///< of all its threads so far
  std::uint64_t resident_bytes() const;
  std::uint64_t disk_bytes() const;  ///< the database with its write-ahead log
  /// Transactions so far, as SQLite itself counts them in the write-ahead log's index. Each is one sync of the log.
  std::uint32_t commits() const;

 private:
  std::filesystem::path data_;
  pid_t process_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace hub::bench
