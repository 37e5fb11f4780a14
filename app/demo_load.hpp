// Fills a hub with the demo's data through its own HTTP API, and scratch directories to do that in.
#pragma once

#include <cstdint>
#include <filesystem>

#include "app/client.hpp"

namespace hub::app {

/// What the hub said of the demo's data.
struct demo_totals {
  std::int64_t items = 0;
  std::int64_t redelivered = 0;  ///< items that were the same delivery once more
};

/// Whether the demo may go into this hub: one that holds nothing yet, or the demo already. What is stored cannot be taken out
/// again. Error: `demo-unwanted`.
result<void> check_takes_demo(client& hub);

/// Sends the demo's requests in order. Errors: those of the client, `demo-rejected` when the hub refuses any item.
result<demo_totals> load_demo(client& hub);

/// A new directory that is gone with this object.
class scratch_directory {
 public:
  /// Error: `directory-unwritable`.
  static result<scratch_directory> make();
  scratch_directory(scratch_directory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  scratch_directory& operator=(scratch_directory&&) = delete;
  ~scratch_directory();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit scratch_directory(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace hub::app
