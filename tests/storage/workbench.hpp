// What the storage tests share: a directory that goes away and commits that are easy to tell apart.
#pragma once

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

#include "storage/reader.hpp"
#include "storage/store.hpp"

namespace hub::storage {

/// An empty directory of its own, removed with everything in it.
class scratch {
 public:
  scratch();
  ~scratch();
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;

  /// The data directory, not made yet.
  std::filesystem::path data() const { return root_ / "data"; }
  const std::filesystem::path& root() const { return root_; }

 private:
  std::filesystem::path root_;
};

/// The bytes that numbered_facts gives the fact at *seq*: of its own length and content.
std::string body_of(std::uint64_t seq);

/// A commit of *count* facts that continues after *last*.
commit numbered_facts(std::uint64_t last, std::size_t count);

/// The value that the test cannot go on without; shows the error where there is none.
template <class T>
T got(result<T> outcome) {
  if (!outcome) FAIL(outcome.error().code << ": " << outcome.error().detail);
  return std::move(*outcome);
}
void done(const result<void>& outcome);

/// The code of the error that the test expects; empty when there was none.
template <class T>
std::string refusal(const result<T>& outcome) {
  return outcome ? "" : outcome.error().code;
}

std::unique_ptr<store> opened(const std::filesystem::path& directory, store_options options = {});
std::unique_ptr<reader> reading(const std::filesystem::path& directory);
result<void> append(store& to, const commit& added);

/// Checks that the log of *directory* is exactly the numbered facts 1 … *last*.
void check_log(const std::filesystem::path& directory, std::uint64_t last);

}  // namespace hub::storage
